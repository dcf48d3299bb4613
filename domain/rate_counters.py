"""Counts what rate limits allow: in one process, and over several limits in order."""

import time
from collections.abc import Sequence
from datetime import timedelta

from domain.ports import RateLimiter
from domain.rate_limits import Admission, Limit

_MOST_KEYS = 100_000


class LocalRateLimiter:
    """GCRA in one process, which remembers so many keys: `tat` is when the bucket is full again."""

    def __init__(self, *, most_keys: int = _MOST_KEYS) -> None:
        self._most_keys = most_keys
        self._tat: dict[str, float] = {}

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        """None when allowed; else how long until the next one is."""
        return self.take_now(key, per_minute=per_minute, burst=burst)

    def take_now(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        """As `take`, for callers that must not wait."""
        interval = 60 / per_minute
        now = time.monotonic()
        tat = max(self._tat.get(key, now), now)
        wait = tat - now - (burst - 1) * interval
        if wait > 1e-9:  # noqa: PLR2004 - less is a rounding error
            return timedelta(seconds=wait)
        self._tat[key] = tat + interval
        if len(self._tat) > self._most_keys:
            self._forget(now)
        return None

    def ahead(self, key: str) -> timedelta:
        """How far its bucket is from being full again."""
        now = time.monotonic()
        return timedelta(seconds=max(0.0, self._tat.get(key, now) - now))

    def _forget(self, now: float) -> None:
        """What has run out, and of the rest the older half: it must not be a way to fill memory."""
        self._tat = {key: tat for key, tat in self._tat.items() if tat > now}
        for key in list(self._tat)[: max(0, len(self._tat) - self._most_keys // 2)]:
            del self._tat[key]


async def take_all(
    limiter: RateLimiter, limits: Sequence[Limit], *, goes_on: bool = True
) -> Admission:
    """Take from each in order, until one refuses.

    A conversation that goes on, and has not just used up half of the first limit, its own, may
    take of each limit what is kept; all others only the rest. So newcomers, however many, and who
    floods never use up what somebody in the middle of a conversation needs.
    """
    first, *others = limits
    is_favoured = goes_on and await _take(limiter, first, half(first.burst)) is None
    if not is_favoured and (wait := await _take(limiter, first, first.burst)) is not None:
        return Admission(refused_by=first, wait=wait, ahead=_ahead(limiter, first))
    for limit in others:
        burst = limit.burst if is_favoured else limit.burst - limit.kept
        if (wait := await _take(limiter, limit, burst)) is not None:
            return Admission(refused_by=limit, wait=wait, ahead=_ahead(limiter, first))
    return Admission(ahead=_ahead(limiter, first))


def _ahead(limiter: RateLimiter, limit: Limit) -> timedelta:
    """None of it where the limiter does not tell."""
    return limiter.ahead(limit.key) if isinstance(limiter, LocalRateLimiter) else timedelta(0)


def half(burst: int) -> int:
    """Half of a burst, rounded up: a burst of one still lets one in."""
    return (burst + 1) // 2


async def _take(limiter: RateLimiter, limit: Limit, burst: int) -> timedelta | None:
    return await limiter.take(limit.key, per_minute=limit.per_minute, burst=burst)
