"""Second thoughts about a wish: "on second thought, the mug is fine for me".

What takes a wish back there need not deny anything. It is known by what turns to it, or by its
being another plan for the same thing: "I think I'll give it to a friend instead".
"""

import re

from domain.understanding.acts.fault_words import names_a_fault
from domain.understanding.language.registry import fragment, word_table

_FILE = "second_thoughts"


def _said(name: str) -> str:
    return f"(?:{fragment(_FILE, name)})"


_THINKS_AGAIN = re.compile(rf"^{_said('THINKS_AGAIN')}(?: |$)")
_A_PLAN = re.compile(rf"^{_said('A_PLAN')}")
_REALISES = re.compile(rf"^{_said('REALISES')}")
_OTHERWISE = frozenset(word_table(_FILE, "OTHERWISE"))
_BY_NOW = word_table(_FILE, "BY_NOW")
_ANOTHER_WISH = word_table(_FILE, "ANOTHER_WISH")
_DIGIT = re.compile(r"[\d@]")
_FEWEST = 2


def thinks_again(key: str) -> bool:
    """Whether a clause, in folded words, begins by turning from what stands before it."""
    return _THINKS_AGAIN.match(key) is not None


def only_remarks(key: str) -> bool:
    """Whether a clause after that is a remark: no value, no fault, no wish of its own."""
    rest = _THINKS_AGAIN.sub("", key).split()
    if _DIGIT.search(key) or names_a_fault(key):
        return False
    return len(rest) >= _FEWEST and _ANOTHER_WISH.isdisjoint(rest)


def plans_otherwise(key: str) -> bool:
    """ "I'll give it to a friend instead", "ich verschenke sie lieber"."""
    words = key.split()
    if _OTHERWISE.isdisjoint(words) or not _ANOTHER_WISH.isdisjoint(words):
        return False
    return _A_PLAN.match(key) is not None and not names_a_fault(key)


def realises(key: str) -> bool:
    """ "Ah, the postman is ringing right now": one's own question is answered."""
    return _REALISES.match(key) is not None


def is_by_now(key: str) -> bool:
    words = key.split()
    return not _BY_NOW.isdisjoint(words) and _ANOTHER_WISH.isdisjoint(words)
