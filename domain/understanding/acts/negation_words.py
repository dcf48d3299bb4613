"""The words by which English and German negate, join and begin clauses, without apostrophes."""

from domain.understanding.word_sets import word_set

_AUXILIARY = "do does did is are was were has have had can could will would should must need may"
CONTRACTIONS = frozenset(
    [
        f"{word}nt"
        for word in f"{_AUXILIARY} wo ca ai sha dun".split()
        if word not in {"can", "will"}
    ]
    + ["cannot", "donot", "doesnot", "didnot"]
)
AUXILIARIES = frozenset(
    f"{_AUXILIARY} am be been im its thats hes shes theyre were youre ill id shall to".split()
)
GERMAN_NOT = frozenset(
    {"nicht", "nich", "net", "nie", "niemals", "nimmer", "nichts", "keinesfalls"}
)
NOBODY = word_set("nobody noone niemand niemanden niemandem")
BEFORE_OBJECT = word_set(
    "to with need want for mit zu an von bei brauche brauchen brauch will wollen möchte möchten"
)
AFTER_SUBJECT = word_set("said says asked wants wanted told sagt sagte")
""" "Nobody said I want to return it"."""
WISHING = word_set("ich wir wollte wollten will wollen möchte möchten mag eigentlich auch doch")
ANYTHING = word_set(
    "was etwas irgendwas jemanden jemandem irgendwen eine einen ein die den das mehr"
)
LACKING = word_set("no without none kein keine keinen keinem keiner keines keins ohne")
DENYING = CONTRACTIONS | {"never", "nothing", "refuse", "refusing"}
PAIRED = {
    "refuse": {"to"},
    "refusing": {"to"},
    "instead": {"of"},
    "rather": {"than"},
    "other": {"than"},
    "anything": {"but"},
    "everything": {"but"},
    "any": {"but"},
    "all": {"but"},
    "anstelle": {"von", "vom", "der", "des"},
}
"""Cues of two words."""
THAN = frozenset({"than", "als"})
PREFERRING = frozenset({"rather", "prefer", "sooner", "lieber", "eher", "besser"})
CUES = (
    DENYING
    | GERMAN_NOT
    | LACKING
    | NOBODY
    | PAIRED.keys()
    | THAN
    | {"not", "nor", "neither", "except", "excluding", "statt", "anstatt", "außer", "ausser"}
    | {"weder", "ungern"}
)
"""Every word with which a negation may begin."""

_MERELY = {"only", "just", "merely", "necessarily", "to"}
_FORGET = {"forget", "hesitate", "worry", "mind"}
_MATTER = word_set(
    "problem problems prob worries worry doubt doubts matter rush hurry pressure thanks thank",
    "idea clue",
)
NOT_MEANT: dict[str, frozenset[str] | set[str]] = {
    "not": _MERELY - {"to"} | _FORGET,
    "nicht": {"nur", "bloss", "vergessen", "wahr"},
    "no": _MATTER,
    "dont": _FORGET,
    "cant": {"wait"},
    "cannot": {"wait"},
    "kein": {"problem", "ding", "thema", "stress", "zweifel"},
    "keine": {"sorge", "ursache", "eile", "frage", "ahnung"},
    "never": {"mind"},
    "without": {"doubt"},
    "ohne": {"zweifel"},
}
"""Words after which a word of negation negates nothing."""
ASKING_WHY = frozenset(
    {"why", "warum", "wieso", "weshalb", "whynot", "whether", "or", "if", "oder"}
)
SUBJECTS = word_set("i we you they he she it that this there ive im id ill")
GERMAN_SUBJECTS = word_set("ich wir ihr sie er es man du")
NOMINATIVE = word_set("i we they he she im ive id ill its lets ich wir rather lieber eher besser")
"""Begin a clause of their own even without a comma: "not thursday i meant friday"."""
INTRODUCING = word_set(
    "think believe know that what which who where when if how because since as sure said say",
    "guess suppose order item thing one id would much glaube denke weiß dass was wenn wie weil ob",
    "wo die der das den viel would should i we ich",
)
"""Before a subject these go on with the same statement: "I don't think I want it"."""
FINITE = word_set(
    "kann kannst könnt können könnte will wollen wollte möchte möchten mag habe hab haben hatte",
    "bin ist sind war geht passt brauche brauchen brauch darf dürfen würde würden muss müssen",
    "soll sollen sollte kommt komme nehme have had can could do did does am was will would should",
    "may",
)
TURNING = word_set(
    "but sondern aber jedoch however because weil denn although obwohl though yet sonst otherwise",
    "whereas",
)
JOINING = frozenset({"and", "und", "so", "also", "then", "dann"})
CHOOSING = frozenset({"or", "oder"})
BETWEEN = TURNING | JOINING | CHOOSING
BEGINNING = (
    word_set(
        "please bitte instead stattdessen rather lieber you it that this not nicht want need can",
        "could would the my give take send make use change keep möchte will kann habe brauche",
        "würde nimm nehme",
    )
    | NOMINATIVE
    | GERMAN_SUBJECTS
)
"""After "and", what begins another clause."""
GERMAN_ASKING = word_set(
    "kann kannst könnt können könnte könnten könntet darf dürfen würdet würden wollt wollen"
)
AFTER_ANSWER = word_set(
    "its the my please sorry wait actually not dont on at in for to is was but and change make",
    "use take give a an one rather instead wrong nein doch no way need want was ill lets thats",
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow",
)
"""After a "no" that begins a clause, these show that it was an answer."""
TAKING_BACK = word_set("wait sorry actually oops hold")
"""After a "no" in the middle these take back what was said: "thursday no wait friday"."""
SMALL = word_set(
    "the a an my on at in by for to of with from until till before after order orders number no",
    "nr id item size one that this is it its be das der die den dem des ein eine einen einem am",
    "an im um für zu zum zur von vom mit auf bis vor nach bestellung bestellnummer nummer größe",
    "meine mein meiner later earlier than später früher als mehr really actually dem",
)
"""What may stand between a word of negation and what it negates directly."""
NO_OF_CLAUSE = word_set("longer more good use way option")
"""After "no", these deny the whole statement: "I no longer want it", "Tuesday is no good"."""
GERMAN_PREPOSITIONS = word_set("an auf ab aus mit zu vor nach bei in über")
"""At the end of a clause these are part of the verb; before a noun they are not."""
GERMAN_PARTICLES = word_set(
    "mehr so ganz wirklich unbedingt einfach doch mal jetzt sofort länger weiter mehr gut recht",
    "direkt gerne gern gleich selbst immer",
)
_NO_VERBS = word_set(
    "morgen übermorgen gestern heute den einen meinen deinen ihren seinen keinen diesen jeden",
    "großen kleinen roten blauen grünen schwarzen weißen braunen gelben grauen ersten zweiten",
    "dritten vierten fünften letzten nächsten sieben schatten gegen wegen neben zwischen unten",
    "oben hinten vorn außen innen rot bunt hat grau blau gut mit seit samt erst fünft acht",
)
_VERBS = word_set(
    "sein tun geht passt will möchte kann klappt funktioniert bin ist war habe hab hätte wäre",
    "soll muss darf stimmt zurück möglich nötig okay ok gut richtig wahr da dabei",
)
_NO_FINITE = word_set("meine deine seine diese keine bitte danke heute leute sache")
_SHORTEST = 5


def is_finite(word: str) -> bool:
    """Whether "ich" may follow as its subject: "das schicke ich nicht zurück"."""
    is_verb = word.endswith("e") and len(word) >= _SHORTEST and word.isalpha()
    return word in FINITE or (is_verb and word not in _NO_FINITE)


def is_german_verb(word: str) -> bool:
    """Whether a word that follows "nicht" ends the statement: an infinitive, a participle or what
    goes with one. Days, months and declined adjectives end like verbs and are none."""
    if word in _VERBS:
        return True
    if word in _NO_VERBS or len(word) < _SHORTEST or not word.isalpha():
        return False
    participle = word.startswith(("ge", "be", "ver", "zer", "ent", "er")) and word.endswith("t")
    return word.endswith(("en", "eln", "ern", "iert")) or participle or "zu" in word[:6]
