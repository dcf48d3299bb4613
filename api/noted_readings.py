"""Readings that the audit log has already: one opening of a page is several requests."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Final

_ONE_READING: Final = timedelta(minutes=1)
_MOST_KEPT: Final = 10_000

Reading = tuple[str, str, str]
"""The tenant, who reads, and which conversation."""


class NotedReadings:
    """What one gateway has noted. Another one notes the same reading again, where a page's
    requests reach both; what is forgotten for want of room is noted again, too."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._noted: OrderedDict[Reading, float] = OrderedDict()

    def is_new(self, reading: Reading) -> bool:
        """Whether it is to be noted now; False for a minute afterwards."""
        now = self._clock()
        noted = self._noted.get(reading)
        if noted is not None and now - noted < _ONE_READING.total_seconds():
            return False
        self._noted[reading] = now
        self._noted.move_to_end(reading)
        if len(self._noted) > _MOST_KEPT:
            self._noted.popitem(last=False)
        return True

    def forget(self, reading: Reading) -> None:
        """It could not be noted: the next one is new again."""
        self._noted.pop(reading, None)
