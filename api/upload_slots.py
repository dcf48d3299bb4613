"""A limit on how many files one gateway takes in at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from domain.errors import RateLimited

_MOST: Final = 32
_PAUSE: Final = timedelta(seconds=3)


class UploadSlots:
    """A slow line holds one for minutes: the rest of the gateway must not wait for it."""

    def __init__(self, most: int = _MOST) -> None:
        self._free = most

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Raise RateLimited where all are taken."""
        if self._free <= 0:
            raise RateLimited(_PAUSE)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
