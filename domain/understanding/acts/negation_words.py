"""The words by which every language negates, joins and begins clauses, without apostrophes."""

from domain.understanding.language.registry import listed, merged, word_table

CONTRACTIONS = word_table("negation", "CONTRACTIONS")
AUXILIARIES = word_table("negation", "AUXILIARIES")
LATE_NOT = word_table("negation", "LATE_NOT")
NOBODY = word_table("negation", "NOBODY")
BEFORE_OBJECT = word_table("negation", "BEFORE_OBJECT")
AFTER_SUBJECT = word_table("negation", "AFTER_SUBJECT")
""" "Nobody said I want to return it"."""
WISHING = word_table("negation", "WISHING")
ANYTHING = word_table("negation", "ANYTHING")
LACKING = word_table("negation", "LACKING")
DENYING = word_table("negation", "DENYING")
PAIRED: dict[str, set[str]] = merged("negation", "PAIRED")
"""Cues of two words."""
EARLY_NOT = word_table("negation", "EARLY_NOT")
OPENING_NO = word_table("negation", "OPENING_NO")
NEED, NEED_TO = word_table("negation", "NEED"), word_table("negation", "NEED_TO")
THAN = word_table("negation", "THAN")
PREFERRING = word_table("negation", "PREFERRING")
CUES = (
    DENYING
    | LATE_NOT
    | EARLY_NOT
    | LACKING
    | NOBODY
    | PAIRED.keys()
    | THAN
    | word_table("negation", "FURTHER_CUES")
)
"""Every word with which a negation may begin."""
NOT_MEANT: dict[str, frozenset[str]] = merged("negation", "NOT_MEANT")
"""Words after which a word of negation negates nothing."""
ASKING_WHY = word_table("negation", "ASKING_WHY")
SUBJECTS = word_table("negation", "SUBJECTS")
INVERTED_SUBJECTS = word_table("negation", "INVERTED_SUBJECTS")
NOMINATIVE = word_table("negation", "NOMINATIVE")
"""Begin a clause of their own even without a comma: "not thursday i meant friday"."""
INTRODUCING = word_table("negation", "INTRODUCING")
"""Before a subject these go on with the same statement: "I don't think I want it"."""
FINITE = word_table("negation", "FINITE")
TURNING = word_table("negation", "TURNING")
JOINING = word_table("negation", "JOINING")
CHOOSING = word_table("negation", "CHOOSING")
BETWEEN = TURNING | JOINING | CHOOSING
BEGINNING = word_table("negation", "BEGINNING") | NOMINATIVE | INVERTED_SUBJECTS
"""After "and", what begins another clause."""
ASKING_VERBS = word_table("negation", "ASKING_VERBS")
AFTER_ANSWER = word_table("negation", "AFTER_ANSWER")
"""After a "no" that begins a clause, these show that it was an answer."""
TAKING_BACK = word_table("negation", "TAKING_BACK")
"""After a "no" in the middle these take back what was said: "thursday no wait friday"."""
SMALL = word_table("negation", "SMALL")
"""What may stand between a word of negation and what it negates directly."""
NO_OF_CLAUSE = word_table("negation", "NO_OF_CLAUSE")
"""After "no", these deny the whole statement: "I no longer want it", "Tuesday is no good"."""
PARTED_PREFIXES = word_table("negation", "PARTED_PREFIXES")
"""At the end of a clause these are part of the verb; before a noun they are not."""
PARTICLES = word_table("negation", "PARTICLES")
_NO_VERBS = word_table("negation", "NO_VERBS")
_VERBS = word_table("negation", "VERBS")
_NO_FINITE = word_table("negation", "NO_FINITE")
_VERB_ENDINGS: tuple[str, ...] = listed("negation", "VERB_ENDINGS")
_PARTICIPLE_BEGINNINGS: tuple[str, ...] = listed("negation", "PARTICIPLE_BEGINNINGS")
_PARTICIPLE_ENDINGS: tuple[str, ...] = listed("negation", "PARTICIPLE_ENDINGS")
_INFINITIVE_SIGNS: tuple[str, ...] = listed("negation", "INFINITIVE_SIGNS")
_FINITE_ENDINGS: tuple[str, ...] = listed("negation", "FINITE_ENDINGS")
_SHORTEST = 5


def is_finite(word: str) -> bool:
    """Whether "ich" may follow as its subject: "das schicke ich nicht zurück"."""
    is_verb = word.endswith(_FINITE_ENDINGS) and len(word) >= _SHORTEST and word.isalpha()
    return word in FINITE or (is_verb and word not in _NO_FINITE)


def is_final_verb(word: str) -> bool:
    """Whether a word that follows a late "not" ends the statement: an infinitive, a participle or
    what goes with one. Days, months and declined adjectives end like verbs and are none."""
    if word in _VERBS:
        return True
    if word in _NO_VERBS or len(word) < _SHORTEST or not word.isalpha():
        return False
    is_participle = word.startswith(_PARTICIPLE_BEGINNINGS) and word.endswith(_PARTICIPLE_ENDINGS)
    return (
        word.endswith(_VERB_ENDINGS)
        or is_participle
        or any(sign in word[:6] for sign in _INFINITIVE_SIGNS)
    )
