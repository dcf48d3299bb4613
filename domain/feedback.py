"""Ratings by customers: the thumbs below an answer, and until when a talk is rated."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

RATED_WITHIN: Final = timedelta(hours=24)
"""Of the end of a talk with a person."""

THUMBS: Mapping[str, int] = {
    "\N{THUMBS UP SIGN} (5/5)": 5,
    "\N{THUMBS DOWN SIGN} (1/5)": 1,
}
"""Nobody writes these words in answer to a question: a bare thumb may mean yes."""
THUMB_UP, THUMB_DOWN = THUMBS
