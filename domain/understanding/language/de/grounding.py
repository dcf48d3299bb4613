"""Wörter, mit denen ein Satz und seine Quelle verglichen werden."""

from domain.understanding.word_sets import word_set

PLAIN = word_set(
    "der die das den dem des ein eine einen einem einer eines und oder aber auch noch als am",
    "an auf aus bei beim bis durch für gegen im in ins mit nach ohne seit über um unter von",
    "vom vor zu zum zur zwischen während wegen pro je dies diese diesem diesen dieser dieses",
    "es sie er wir ihr ich du uns euch ihnen ihm ihn mich dich mir dir sich mein dein sein",
    "unser euer ihre ihrem ihren ihrer ihres unsere unserem unseren unserer deine deinem",
    "deinen deiner ist sind war waren wird werden wurde wurden worden hat haben hatte hatten",
    "habe kann können könnte könnten darf dürfen muss müssen soll sollen sollte will wollen",
    "möchte mag man wer was wann wo wie warum welche welcher welches welchen wenn ob weil da",
    "dass damit dann so nur schon immer bitte einfach alle alles allen jede jeder jedes jeden",
    "dort hier davon dafür dazu dabei gibt geben gilt gelten machen macht nehmen nimmt",
    "bekommen bekommst bekommt erhalten erhältst erhält lassen lässt ungefähr lang lange",
    "circa zirka beträgt liegt jeweils möchten wünschen brauchen braucht mehr sowie bereits",
    "etwa rund ca dadurch daher denn doch ja",
)
DENYING = word_set(
    "nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne weder noch",
    "außer ausgenommen ausgeschlossen unmöglich verboten untersagt",
)
OPPOSITES = (
    ("vor", "nach"), ("früher", "später"), ("erste", "letzte"), ("mehr", "weniger"),
    ("mindestens", "höchstens"), ("maximal", "minimal"), ("über", "unter"),
    ("offen", "geschlossen"),
    ("geöffnet", "geschlossen"), ("inklusive", "exklusive"), ("kostenlos", "kostenpflichtig"),
    ("mit", "ohne"), ("erlaubt", "verboten"), ("möglich", "unmöglich"), ("beginnt", "endet"),
    ("anfang", "ende"), ("ab", "bis"), ("innen", "außen"), ("alt", "neu"), ("immer", "nie"),
    ("tag", "nacht"), ("morgens", "abends"), ("muss", "kann"), ("müssen", "können"),
    ("werktags", "wochenende"), ("erwachsene", "kinder"), ("anreise", "abreise"),
    ("gebraucht", "ungebraucht"), ("links", "rechts"),
)  # fmt: skip
NUMBER_WORDS = {
    "null": "0", "eins": "1", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5",
    "sechs": "6", "sieben": "7", "acht": "8", "neun": "9", "zehn": "10", "elf": "11",
    "zwölf": "12", "dreizehn": "13", "vierzehn": "14", "fünfzehn": "15", "sechzehn": "16",
    "siebzehn": "17", "achtzehn": "18", "neunzehn": "19", "zwanzig": "20", "dreißig": "30",
    "vierzig": "40", "fünfzig": "50", "sechzig": "60", "siebzig": "70", "achtzig": "80",
    "neunzig": "90", "hundert": "100", "tausend": "1000", "halb": "0.5", "halbe": "0.5",
    "halben": "0.5",
}  # fmt: skip
UNITS = {
    "euro": "eur", "eur": "eur", "cent": "cent", "franken": "chf", "prozent": "%",
    "sekunde": "s", "sekunden": "s", "minute": "min", "minuten": "min", "stunde": "h",
    "stunden": "h", "std": "h", "tag": "d", "tage": "d", "tagen": "d", "werktag": "d",
    "werktage": "d", "werktagen": "d", "kalendertage": "d", "kalendertagen": "d",
    "arbeitstage": "d", "arbeitstagen": "d", "woche": "w", "wochen": "w",
    "monat": "mo", "monate": "mo", "monaten": "mo", "jahr": "y", "jahre": "y", "jahren": "y",
    "nacht": "night", "nächte": "night", "nächten": "night", "kilogramm": "kg", "kilo": "kg",
    "gramm": "g", "meter": "m", "metern": "m", "zentimeter": "cm", "kilometer": "km",
    "liter": "l", "litern": "l", "zoll": "inch", "watt": "w.", "grad": "deg", "uhr": "uhr",
}  # fmt: skip
UNIT_ADJECTIVES = word_set("volle vollen ganze ganzen weitere weiteren volles")
PAYING = word_set("kostet kosten zahlen zahlt bezahlen bezahlt preis gebühr berechnen")
CALENDAR = word_set(
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar",
    "märz april mai juni juli august september oktober november dezember montags dienstags",
    "mittwochs donnerstags freitags samstags sonntags heute gestern mittag mitternacht ostern",
    "weihnachten",
)
ENDINGS = ("ungen", "ern", "est", "em", "en", "er", "es", "et", "st", "e", "n", "s", "t")
JOINS_WORDS = True
SAME = (
    "kostet kosten zahlen zahlst bezahlen zahlt bezahlt gebühr preis berechnen berechnet",
    "bekommen erhalten bekommst erhältst",
    "senden schicken geschickt gesendet verschicken versandt",
    "anrufen telefonisch telefon rufen",
    "beginnt startet anfangen",
    "endet aufhört",
    "kaufen erwerben gekauft",
    "kinder kind",
    "krank erkrankt",
    "arzt ärztin ärzte",
    "kündigen",
    "stornieren storniert absagen abgesagt",
    "zeigen anzeigen sehen ansehen",
    "zurückgeben zurückschicken zurücksenden rückgabe",
    "erstatten erstattet erstattung zurück",
    "erlaubt gestattet möglich",
    "foto bild",
    "buchen gebucht buchung reservieren reserviert",
    "notwendig nötig erforderlich",
    "bitten anfrage antrag beantragen beantragt",
    "hilfe",
    "kostenlos gratis kostenfrei umsonst nichts",
    "ändern verschieben",
    "verlängern verlängert",
    "aufbewahrt gespeichert",
    "öffnet geöffnet offen",
    "auto fahrzeug",
    "person personen",
    "automatisch selbst",
    "sofort gleich unmittelbar",
    "inklusive enthalten inbegriffen",
    "täglich",
    "jährlich jahr",
    "monatlich monat",
    "wählen auswählen",
    "ausfüllen ausfüllt",
    "schriftlich",
    "online internet",
    "dauert braucht",
    "geht",
    "jünger unter",
    "älter über",
)
CONDITIONS = word_set("wenn falls sofern solange sobald vorausgesetzt")
RESTRICTING = word_set("nur ausschließlich lediglich")
POSSIBLE = word_set("möglich erhältlich gültig")
US = word_set("wir")
CUSTOMERS = word_set("du kunde kunden kundin kundinnen gast gäste käufer")
POLITE = word_set("sie")
DONE_BY = word_set("von durch")
DONE_TO = word_set("für an mit bei zu über auf")
ARTICLES = word_set("der die das dem den des ein eine einem einen einer unsere unseren jeder")
AT_LEAST = ("mindestens", "wenigstens", "minimal", "nicht weniger als")
AT_MOST = ("höchstens", "maximal", "bis zu", "nicht mehr als", "innerhalb von")
