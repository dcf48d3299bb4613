"""Words that pick one of the offered choices, or none."""

from domain.understanding.word_sets import word_set

EMPTY = word_set(
    "an am was in so also will thx pls sorry oh um hm hmm ok okay ich mir mich mein meine wir uns",
    "du dir es das dies diese dieses den der die dem des ein eine einen einem ist sind war bin",
    "hab habe haben hat hatte kann können könnte mag möchte würde muss dazu davon dafür hier da",
    "gerade jetzt grad zur zum bei auf für mit von und oder aber auch doch mal bitte danke leider",
    "eigentlich lieber noch momentan aktuell heute etwas",
)
TALK_OF_ANSWERING = word_set(
    "ehrlich gesagt wüsste wissen weitermachen fortfahren weiß weiss weis sagen angeben angabe",
    "antworten finden brauche brauch braucht gibt gibts habs nötig notwendig besonderes besondere",
    "spezielles erinnern frage fragen feld einfallen ein fällt ahnung idee sicher",
)
NEGATIONS = word_set(
    "nah na nein nee nö nicht nichts nix kein keine keinen keins keiner ohne weder",
)
SKIPS = word_set(
    "passe egal ka überspringen überspring überspringe auslassen weglassen weiter unbekannt",
    "unsicher leer",
)
MORE = word_set(
    "weiter mehr sonst andere anderen anderer anderes weitere weiteren später spätere keine keins",
    "keiner",
)
SUITS = word_set("fit passt passen geht gehen")
AROUND_MORE = word_set(
    "jemand termin termine uhrzeit uhrzeiten zeit zeiten tag tage woche zeig zeige zeigen gibt",
    "hast habt ihr alles alle gehts sie ihnen weiter besser lieber",
)
ASKING_FOR = word_set(
    "nehmen buchen kommen bekommen frei verfügbar möglich geht ginge ist wäre dann doch haben",
    "könnte dürfte oder und am um o uhr gegen nächsten nächste halb viertel nach vor erste ersten",
    "zweite zweiten dritte dritten letzte letzten früh spät vormittag nachmittag abend vormittags",
    "nachmittags abends heute morgen woche",
)
EARLIEST = ("frühest", "nächstmögl")
POSITION = r"nr|nummer|auswahl|option"
ARTICLES = word_set("den der das die am")
BESIDE_NUMBER = word_set("der die das den bitte ich nehme nehm nummer nr option auswahl")
PARTS_OF_DAY = {
    "vormittag": (0, 12), "vormittags": (0, 12), "früh": (0, 12),
    "nachmittag": (12, 18), "nachmittags": (12, 18), "abend": (17, 24), "abends": (17, 24),
}  # fmt: skip
