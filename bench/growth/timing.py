"""Growth: how much longer a text four times as long takes, in CPU time of this thread."""

import re
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from bench.growth.hostile import Maker

STEP = 4
STEEPEST = 8.0
"""Times as long for four times the text: linear is 4, and the square would be 16."""
LENGTHS = (16, 32, 64, 256, 2_048)
"""The last is long enough for the square to stand out of any pattern's usual time: the slow ones of
`tests/growth` are found out by it."""
_TRIES = 10
_WORTH_COMPARING = 512
"""Characters: what takes less than looking at so many is noise, however it grows."""
_FLOOR_PATTERN = re.compile(r"(?:\w|\W)")

Reader = Callable[[str], object]


@dataclass(frozen=True)
class Steep:
    """A text that takes more than in proportion."""

    length: int
    seconds: float
    shorter_seconds: float

    def __str__(self) -> str:
        return (
            f"{self.length:,} characters {self.seconds * 1e3:.1f} ms, "
            f"a quarter of it {self.shorter_seconds * 1e3:.1f} ms"
        )


def cpu(read: Reader, text: str) -> float:
    began = time.thread_time()
    read(text)
    return time.thread_time() - began


@lru_cache
def floor(length: int) -> float:
    """What looking at each character once takes: less than that is not worth comparing."""
    text = "a b1." * (length // 5)
    return min(cpu(lambda some: deque(_FLOOR_PATTERN.finditer(some), 0), text) for _ in range(5))


def usual(read: Reader, text: str, lengths: Sequence[int]) -> dict[int, float]:
    """What an ordinary text takes at a quarter of each length: a hostile one that costs no more for
    its length need not be compared with a shorter one."""
    return {length: min(cpu(read, text[: length // STEP]) for _ in range(3)) for length in lengths}


def steepness(
    read: Reader,
    make: Maker,
    lengths: Sequence[int] = LENGTHS,
    ordinary: Mapping[int, float] = MappingProxyType({}),
) -> Steep | None:
    """The first step that is too steep, however often it is measured; None where none is.

    Short texts come first, so that one that takes forever is found while it does not yet.
    `ordinary` is made by `usual`.
    """
    for length in lengths:
        short, long = make(length // STEP), make(length)
        least_short = floor(max(length // STEP, _WORTH_COMPARING))
        least_short = max(least_short, ordinary.get(length, 0.0))
        least_long = cpu(read, long)
        for tries in range(_TRIES):
            if least_long <= STEEPEST * least_short:
                break
            least_short = max(least_short, min(cpu(read, short) for _ in range(2 + tries)))
            if least_long > STEEPEST * least_short:
                least_long = min(least_long, cpu(read, long))
        else:
            return Steep(length, least_long, least_short)
    return None


def every_use(pattern: re.Pattern[str]) -> Reader:
    """Searched all through, from the start, and as a whole: however the code may use it."""

    def read(text: str) -> None:
        deque(pattern.finditer(text), 0)
        pattern.match(text)
        pattern.fullmatch(text)

    return read
