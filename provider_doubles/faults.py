"""Faults of a provider: before or after it has taken what it was given, by chance or by count."""

import asyncio
import random
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from provider_doubles.serving import HANG_UP, REFUSE

_MINUTE_S = 60.0


class FaultKind(StrEnum):
    RESET_BEFORE = "reset_before"
    """The connection is closed, and nothing was done."""
    RESET_AFTER = "reset_after"
    """It was done, and the connection is closed without an answer."""
    ERROR_BEFORE = "error_before"
    """500, and nothing was done."""
    ERROR_AFTER = "error_after"
    """It was done, and the answer is 500."""
    RATE_LIMITED = "rate_limited"
    """429 with Retry-After of `seconds`, and nothing was done."""
    RATE_LIMITED_SILENTLY = "rate_limited_silently"
    """429 without Retry-After, and nothing was done."""
    UNAVAILABLE = "unavailable"
    """503, and nothing was done."""
    HANG = "hang"
    """It was done, and the answer comes after `seconds`: longer than anybody waits."""
    SLOW = "slow"
    """The work begins after `seconds`, and then goes well."""
    REFUSE = "refuse"
    """The connection is closed, nothing was done, and new ones are refused for `seconds`."""
    HANG_FIRST = "hang_first"
    """A stream begins, and its first words come after `seconds`."""
    HANG_MIDWAY = "hang_midway"
    """A stream falls silent for `seconds` after `words` pieces."""
    ERROR_MIDWAY = "error_midway"
    """A stream ends with an error after `words` pieces, as the vendor sends it."""
    CUT_MIDWAY = "cut_midway"
    """A stream's connection is closed after `words` pieces."""
    END_MIDWAY = "end_midway"
    """A stream ends after `words` pieces as if that was all."""


_AFTER = {FaultKind.RESET_AFTER, FaultKind.ERROR_AFTER, FaultKind.HANG}
_WITHIN = {
    FaultKind.HANG_FIRST,
    FaultKind.HANG_MIDWAY,
    FaultKind.ERROR_MIDWAY,
    FaultKind.CUT_MIDWAY,
    FaultKind.END_MIDWAY,
}
"""They strike while an answer streams, so whoever makes the stream looks for `fault_within`."""


class Fault(BaseModel):
    """What goes wrong, for which method, and how often."""

    model_config = ConfigDict(extra="forbid")

    kind: FaultKind
    method: str = "*"
    """As the provider names it, such as "chat.postMessage" or "messages.create"; "*" is each."""
    probability: float = Field(default=1.0, ge=0, le=1)
    next: int | None = Field(default=None, ge=1)
    """How many more calls are hit; without it, until the faults are cleared."""
    seconds: float = Field(default=1.0, ge=0, le=600)
    words: int = Field(default=2, ge=0, le=10_000)
    """Pieces of a stream that come before it strikes."""

    def concerns(self, method: str) -> bool:
        return self.method in ("*", method)


Refusal = Callable[[int], Response]
"""Makes the provider's own 429 of Retry-After in seconds."""


class FaultSwitch:
    """The faults that are on, and limits by method. `seed` makes chance repeatable."""

    def __init__(self, seed: int | None = None) -> None:
        self.faults: list[Fault] = []
        self.per_minute: dict[str, int] = {}
        """method -> calls a minute; a call beyond it is 429, and nothing was done."""
        self.struck: dict[str, int] = defaultdict(int)
        """kind -> how often it has hit."""
        self._chance = random.Random(seed)  # noqa: S311 - chance that is to be repeated
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def clear(self) -> None:
        self.faults.clear()
        self.per_minute.clear()
        self._calls.clear()

    async def apply(
        self,
        request: Request,
        method: str,
        work: Callable[[], Awaitable[Response]],
        refusal: Refusal,
    ) -> Response:
        """The answer to one call: what `work` makes, or what goes wrong instead."""
        if (wait := self._over_limit(method)) is not None:
            self.struck[FaultKind.RATE_LIMITED] += 1
            return refusal(wait)
        fault = self._strike(method)
        if fault is not None and fault.kind in _WITHIN:
            request.state.fault = fault
            return await work()
        if fault is not None and fault.kind not in _AFTER:
            failure = await _before(fault, request, refusal)
            if failure is not None:
                return failure
        response = await work()
        if fault is None or fault.kind not in _AFTER:
            return response
        return await _after(fault, response)

    def _strike(self, method: str) -> Fault | None:
        for fault in self.faults:
            if not fault.concerns(method) or self._chance.random() >= fault.probability:
                continue
            if fault.next is not None:
                self._use_up(fault, fault.next - 1)
            self.struck[fault.kind] += 1
            return fault
        return None

    def _use_up(self, fault: Fault, left: int) -> None:
        place = self.faults.index(fault)
        self.faults[place : place + 1] = [fault.model_copy(update={"next": left})] if left else []

    def _over_limit(self, method: str) -> int | None:
        """How many seconds to wait, where this call is one too many."""
        most = self.per_minute.get(method)
        if most is None:
            return None
        calls, now = self._calls[method], time.monotonic()
        while calls and calls[0] <= now - _MINUTE_S:
            calls.popleft()
        if len(calls) < most:
            calls.append(now)
            return None
        oldest = calls[0] if calls else now
        return max(1, round(oldest + _MINUTE_S - now))


def fault_within(request: Request) -> Fault | None:
    """What is to go wrong while this request's answer streams."""
    return getattr(request.state, "fault", None)


async def _before(fault: Fault, request: Request, refusal: Refusal) -> Response | None:
    """None where the work may begin after all."""
    match fault.kind:
        case FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
            return None
        case FaultKind.RATE_LIMITED:
            return refusal(max(1, round(fault.seconds)))
        case FaultKind.RATE_LIMITED_SILENTLY:
            refused = refusal(1)
            del refused.headers["Retry-After"]
            return refused
        case FaultKind.UNAVAILABLE:
            return PlainTextResponse("Service Unavailable", 503)
        case FaultKind.ERROR_BEFORE:
            return _broken()
        case FaultKind.REFUSE:
            request.scope["extensions"][REFUSE](fault.seconds)
    return _HangUp()


async def _after(fault: Fault, response: Response) -> Response:
    match fault.kind:
        case FaultKind.HANG:
            await asyncio.sleep(fault.seconds)
            return response
        case FaultKind.ERROR_AFTER:
            return _broken()
    return _HangUp()


def _broken() -> Response:
    return PlainTextResponse("Internal Server Error", 500)


class _HangUp(Response):
    """No answer at all: the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        scope["extensions"][HANG_UP]()
        while (await receive())["type"] != "http.disconnect":
            pass
