"""How alike two short texts are, at a cost that no text can drive up."""

from difflib import SequenceMatcher

_LONGEST = 80
"""Characters of a name that somebody may misspell; longer ones are alike when they are the same."""


def likeness(one: str, other: str, *, least: float) -> float:
    """From 0 to 1, as `difflib` has it; 0 where it is certain to be below `least`."""
    if one == other:
        return 1.0
    together, shorter = len(one) + len(other), min(len(one), len(other))
    if max(len(one), len(other)) > _LONGEST or 2 * shorter < least * together:
        return 0.0
    return SequenceMatcher(None, one, other).ratio()
