"""Thumbs below an answer: what pressing one says, and how it rates."""

from collections.abc import Mapping

THUMBS: Mapping[str, int] = {
    "\N{THUMBS UP SIGN} (5/5)": 5,
    "\N{THUMBS DOWN SIGN} (1/5)": 1,
}
"""Nobody writes these words in answer to a question: a bare thumb may mean yes."""
THUMB_UP, THUMB_DOWN = THUMBS
