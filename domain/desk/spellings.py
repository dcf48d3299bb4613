"""Other spellings of a name: \"Maerz\" is März, and März may have been written \"Maerz\"."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from typing import Final

_CLOSED: Final = {"ae": "ä", "oe": "ö", "ue": "ü"}
_OPENED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_PAIR: Final = re.compile("[aou]e", re.IGNORECASE)
_MOST_PAIRS: Final = 3
"""Each may be meant as one letter or as two: eight spellings are enough for a name."""


def spellings(text: str) -> tuple[str, ...]:
    """The text itself first, then what else it may stand for."""
    composed = unicodedata.normalize("NFC", text)
    opened = composed.translate(_OPENED)
    return tuple(dict.fromkeys((text, *_closings(composed), opened)))


def _closings(text: str) -> Iterator[str]:
    """With some or all of the pairs as the letters for which they may stand."""
    places = [found.start() for found in _PAIR.finditer(text)][:_MOST_PAIRS]
    for chosen in product((False, True), repeat=len(places)):
        spelled = text
        for place, is_closed in reversed(list(zip(places, chosen, strict=True))):
            if is_closed:
                letter = _CLOSED[spelled[place : place + 2].lower()]
                spelled = spelled[:place] + letter + spelled[place + 2 :]
        yield spelled
