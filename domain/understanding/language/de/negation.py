"""The words that negate, join and begin clauses, without apostrophes."""

from domain.understanding.word_sets import word_set

CONTRACTIONS = word_set()
AUXILIARIES = word_set()
DENYING = word_set()
PAIRED = {"anstelle": {"von", "vom", "der", "des"}}
EARLY_NOT = word_set()
OPENING_NO = word_set()
FURTHER_CUES = frozenset({"statt", "anstatt", "außer", "ausser", "weder", "ungern"})
NOT_MEANT = {
    "nicht": {"nur", "bloss", "vergessen", "wahr", "wie", "ob"},
    "nichts": {"anderes", "hält"},
    "kein": {"problem", "ding", "thema", "stress", "zweifel"},
    "keine": {"sorge", "ursache", "eile", "frage", "ahnung"},
    "ohne": {"zweifel"},
}
NEED = word_set()
NEED_TO = word_set()

LATE_NOT = word_set("nicht nich net nie niemals nimmer nichts keinesfalls")
NOBODY = word_set("niemand niemanden niemandem")
BEFORE_OBJECT = word_set("mit zu an von bei brauche brauchen brauch will wollen möchte möchten")
AFTER_SUBJECT = word_set("sagt sagte")
WISHING = word_set("ich wir wollte wollten will wollen möchte möchten mag eigentlich auch doch")
ANYTHING = word_set(
    "was etwas irgendwas jemanden jemandem irgendwen eine einen ein die den das mehr",
)
LACKING = word_set("kein keine keinen keinem keiner keines keins ohne")
THAN = word_set("als")
PREFERRING = word_set("lieber eher besser")
ASKING_WHY = word_set("warum wieso weshalb oder")
SUBJECTS = word_set()
INVERTED_SUBJECTS = word_set("ich wir ihr sie er es man du")
NOMINATIVE = word_set("ich wir lieber eher besser")
INTRODUCING = word_set("glaube denke weiß dass was wenn wie weil ob wo die der das den viel ich")
FINITE = word_set(
    "könnten könntest konnte konnten wäre wären darfst sollten sollst",
    "kann kannst könnt können könnte will wollen wollte möchte möchten mag habe hab haben hatte",
    "bin ist sind war geht passt brauche brauchen brauch darf dürfen würde würden muss müssen",
    "soll sollen sollte kommt komme nehme",
)
TURNING = word_set("sondern aber jedoch weil denn obwohl sonst")
JOINING = word_set("und so also dann")
CHOOSING = word_set("oder")
BEGINNING = word_set(
    "bitte stattdessen lieber nicht möchte will kann habe brauche würde nimm nehme",
)
ASKING_VERBS = word_set(
    "kann kannst könnt können könnte könnten könntet darf dürfen würdet würden wollt wollen",
    "wäre wären sollte sollten ist muss müssen",
)
AFTER_ANSWER = word_set("nein doch")
TAKING_BACK = word_set()
SMALL = word_set(
    "an in nr das der die den dem des ein eine einen einem am um für zu zum zur von vom mit auf",
    "bis vor nach bestellung bestellnummer nummer größe meine mein meiner später früher als mehr",
    "im",
)
NO_OF_CLAUSE = word_set()
PARTED_PREFIXES = word_set("an auf ab aus mit zu vor nach bei in über")
PARTICLES = word_set(
    "mehr so ganz wirklich unbedingt einfach doch mal jetzt sofort länger weiter gut recht direkt",
    "gerne gern gleich selbst immer",
)
NO_VERBS = word_set(
    "morgen übermorgen gestern heute den einen meinen deinen ihren seinen keinen diesen jeden",
    "großen kleinen roten blauen grünen schwarzen weißen braunen gelben grauen ersten zweiten",
    "dritten vierten fünften letzten nächsten sieben schatten gegen wegen neben zwischen unten",
    "oben hinten vorn außen innen rot bunt hat grau blau gut mit seit samt erst fünft acht",
)
VERBS = word_set(
    "sein tun geht passt will möchte kann klappt funktioniert bin ist war habe hab hätte wäre",
    "soll muss darf stimmt zurück möglich nötig okay ok gut richtig wahr da dabei",
)
NO_FINITE = word_set("meine deine seine diese keine bitte danke heute leute sache")
VERB_ENDINGS = ("en", "eln", "ern", "iert")
PARTICIPLE_BEGINNINGS = ("ge", "be", "ver", "zer", "ent", "er")
PARTICIPLE_ENDINGS = ("t",)
INFINITIVE_SIGNS = ("zu",)
FINITE_ENDINGS = ("e",)
