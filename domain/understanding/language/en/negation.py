"""The words that negate, join and begin clauses, without apostrophes."""

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
DENYING = CONTRACTIONS | {"never", "nothing", "refuse", "refusing"}
"""Deny the whole statement."""
PAIRED = {
    "refuse": {"to"},
    "refusing": {"to"},
    "instead": {"of"},
    "rather": {"than"},
    "other": {"than"},
    "anything": {"but"},
    "anywhere": {"but"},
    "everywhere": {"but"},
    "anyone": {"but"},
    "everything": {"but"},
    "any": {"but"},
    "all": {"but"},
}
"""Cues of two words."""
EARLY_NOT = word_set("not")
"""A "not" before what it denies."""
OPENING_NO = word_set("no")
"""A word that both answers and says that something is lacking."""
FURTHER_CUES = word_set("nor neither except excluding")
_FORGET = {"forget", "hesitate", "worry", "mind", "fail"}
NOT_MEANT = {
    "not": {"only", "just", "merely", "necessarily"} | _FORGET,
    "no": word_set(
        "problem problems prob worries worry doubt doubts matter rush hurry pressure thanks thank",
        "idea clue",
    ),
    "dont": _FORGET,
    "cant": {"wait"},
    "cannot": {"wait"},
    "wont": _FORGET,
    "wouldnt": _FORGET,
    "never": _FORGET,
    "without": {"doubt"},
}
"""Words after which a word of negation negates nothing."""
NEED = word_set("need")
NEED_TO = word_set("to for")
""" "No need to return it" is no answer."""

LATE_NOT = word_set()
"""A "not" that may stand at the end of what it denies, as in German: "Freitag geht nicht"."""
NOBODY = word_set("nobody noone")
BEFORE_OBJECT = word_set("to with need want for")
AFTER_SUBJECT = word_set("said says asked wants wanted told")
""" "Nobody said I want to return it"."""
WISHING = word_set()
ANYTHING = word_set()
LACKING = word_set("no without none")
THAN = word_set("than")
PREFERRING = word_set("rather prefer sooner")
ASKING_WHY = word_set("why whynot whether or if")
SUBJECTS = word_set("i we you they he she it that this there ive im id ill")
INVERTED_SUBJECTS = word_set()
NOMINATIVE = word_set("i we they he she im ive id ill its lets rather")
"""Begin a clause of their own even without a comma: "not thursday i meant friday"."""
INTRODUCING = word_set(
    "think believe know that what which who where when if how because since as sure said say",
    "guess suppose order item thing one id would much was should i we",
)
"""Before a subject these go on with the same statement: "I don't think I want it"."""
FINITE = word_set("will have had can could do did does am was would should may")
TURNING = word_set("but however because although though yet otherwise whereas")
JOINING = word_set("and so also then as since")
CHOOSING = word_set("or")
BEGINNING = word_set(
    "please instead rather you it that this not want need can could would the my give take send",
    "make use change keep will",
)
"""After "and", what begins another clause."""
ASKING_VERBS = word_set()
AFTER_ANSWER = word_set(
    "its the my please sorry wait actually not dont on at in for to is was but and change make",
    "use take give a an one rather instead wrong no way need want ill lets thats monday tuesday",
    "wednesday thursday friday saturday sunday today tomorrow",
)
"""After a "no" that begins a clause, these show that it was an answer."""
TAKING_BACK = word_set("wait sorry actually oops hold")
"""After a "no" in the middle these take back what was said: "thursday no wait friday"."""
SMALL = word_set(
    "the a an my on at in by for to of with from until till before after order orders number no",
    "nr id item size one that this is it its be am later earlier than really actually",
)
"""What may stand between a word of negation and what it negates directly."""
NO_OF_CLAUSE = word_set("longer more good use way option")
"""After "no", these deny the whole statement: "I no longer want it", "Tuesday is no good"."""
PARTED_PREFIXES = word_set()
"""At the end of a clause these are part of the verb; before a noun they are not."""
PARTICLES = word_set()
NO_VERBS = word_set()
VERBS = word_set()
NO_FINITE = word_set()
VERB_ENDINGS: tuple[str, ...] = ()
"""Of verbs that end a clause after a late "not"."""
PARTICIPLE_BEGINNINGS: tuple[str, ...] = ()
PARTICIPLE_ENDINGS: tuple[str, ...] = ()
INFINITIVE_SIGNS: tuple[str, ...] = ()
"""Within the first letters of an infinitive."""
FINITE_ENDINGS: tuple[str, ...] = ()
"""Of verbs that their subject may follow."""
