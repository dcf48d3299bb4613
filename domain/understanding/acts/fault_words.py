"""Words by which something is said to be wrong with a thing."""

import re

from domain.understanding.language.registry import fragment

_SAID = fragment("faults", "FAULTY").replace("ß", "ss").replace("~", r"\w{1,20}")
_FAULTY = re.compile(rf"\b(?:{_SAID})\b")


def names_a_fault(key: str) -> bool:
    """Of folded words: "it arrived broken"."""
    return _FAULTY.search(key) is not None
