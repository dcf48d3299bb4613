"""A limit on how many files one gateway takes in at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from domain.errors import RateLimited

_MOST: Final = 32
_MOST_OF_ONE: Final = 8
_PAUSE: Final = timedelta(seconds=3)


class UploadSlots:
    """A slow line holds one for minutes: neither the rest of the gateway nor its other visitors
    must wait for it."""

    def __init__(self, most: int = _MOST, most_of_one: int = _MOST_OF_ONE) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._taken: Counter[str] = Counter()

    @contextmanager
    def taken(self, by: str) -> Iterator[None]:
        """`by` is an address, or a member of staff. Raise RateLimited where all are taken, or
        these have their share."""
        if self._taken.total() >= self._most or self._taken[by] >= self._most_of_one:
            raise RateLimited(_PAUSE)
        self._taken[by] += 1
        try:
            yield
        finally:
            self._taken[by] -= 1
            if not self._taken[by]:
                del self._taken[by]
