"""The words by which English and German negate, join and begin clauses, without apostrophes."""

from domain.understanding.language.registry import word_table

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
GERMAN_NOT = word_table("negation", "GERMAN_NOT")
NOBODY = word_table("negation", "NOBODY")
BEFORE_OBJECT = word_table("negation", "BEFORE_OBJECT")
AFTER_SUBJECT = word_table("negation", "AFTER_SUBJECT")
""" "Nobody said I want to return it"."""
WISHING = word_table("negation", "WISHING")
ANYTHING = word_table("negation", "ANYTHING")
LACKING = word_table("negation", "LACKING")
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
THAN = word_table("negation", "THAN")
PREFERRING = word_table("negation", "PREFERRING")
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
_MATTER = word_table("negation", "MATTER")
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
ASKING_WHY = word_table("negation", "ASKING_WHY")
SUBJECTS = word_table("negation", "SUBJECTS")
GERMAN_SUBJECTS = word_table("negation", "GERMAN_SUBJECTS")
NOMINATIVE = word_table("negation", "NOMINATIVE")
"""Begin a clause of their own even without a comma: "not thursday i meant friday"."""
INTRODUCING = word_table("negation", "INTRODUCING")
"""Before a subject these go on with the same statement: "I don't think I want it"."""
FINITE = word_table("negation", "FINITE")
TURNING = word_table("negation", "TURNING")
JOINING = word_table("negation", "JOINING")
CHOOSING = word_table("negation", "CHOOSING")
BETWEEN = TURNING | JOINING | CHOOSING
BEGINNING = word_table("negation", "BEGINNING") | NOMINATIVE | GERMAN_SUBJECTS
"""After "and", what begins another clause."""
GERMAN_ASKING = word_table("negation", "GERMAN_ASKING")
AFTER_ANSWER = word_table("negation", "AFTER_ANSWER")
"""After a "no" that begins a clause, these show that it was an answer."""
TAKING_BACK = word_table("negation", "TAKING_BACK")
"""After a "no" in the middle these take back what was said: "thursday no wait friday"."""
SMALL = word_table("negation", "SMALL")
"""What may stand between a word of negation and what it negates directly."""
NO_OF_CLAUSE = word_table("negation", "NO_OF_CLAUSE")
"""After "no", these deny the whole statement: "I no longer want it", "Tuesday is no good"."""
GERMAN_PREPOSITIONS = word_table("negation", "GERMAN_PREPOSITIONS")
"""At the end of a clause these are part of the verb; before a noun they are not."""
GERMAN_PARTICLES = word_table("negation", "GERMAN_PARTICLES")
_NO_VERBS = word_table("negation", "NO_VERBS")
_VERBS = word_table("negation", "VERBS")
_NO_FINITE = word_table("negation", "NO_FINITE")
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
