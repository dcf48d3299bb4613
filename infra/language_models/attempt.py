"""One request to one model: guarded by its breaker, on account, and never silent for long."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from domain.errors import (
    ConfigurationError,
    DependencyError,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    ModelRetired,
)
from domain.language_models.budgets import (
    CallOutcome,
    ModelCall,
    plausible_usage,
    usage_of_cut_stream,
)
from domain.language_models.chain_policy import ChainPolicy, Failure
from domain.language_models.requests import ModelRequest
from domain.language_models.stream import ModelEvent, ModelFinished, TextPiece
from domain.language_models.usage import TokenUsage
from domain.ports.language_models import ModelGuards
from infra.language_models.account import RequestAccount
from infra.language_models.links import AttemptFailed, ChainLink, PassedOver
from infra.language_models.quiet_times import QuietTimes


class _WasSilent(DependencyUnavailable):
    """Nothing came in the time that we give."""


@dataclass
class Attempt:
    """Events of one request. Raises PassedOver or AttemptFailed."""

    tenant_id: str
    link: ChainLink
    account: RequestAccount
    guards: ModelGuards
    quiet: QuietTimes
    policy: ChainPolicy
    now: Callable[[], float]
    ends: float
    """When all of the chain's time is over, by `now`."""
    is_last: bool
    has_begun: bool = False
    """Whether anything was passed on."""
    _text: list[str] = field(default_factory=list)
    _first_word: timedelta | None = None

    async def events(self, request: ModelRequest) -> AsyncGenerator[ModelEvent]:
        """Its words as they come, up to ModelFinished."""
        if (resting := self.quiet.reason(self.tenant_id, self.link)) is not None:
            raise PassedOver(resting)
        call = await self.account.reserve(self.link, request)
        entered, cancelled = False, None
        try:
            async with self.guards.guard(self.tenant_id, self.link.server):
                entered = True
                try:
                    async with aclosing(self._on_account(call, request)) as events:
                        async for event in events:
                            yield event
                except asyncio.CancelledError as error:
                    # Raised out of the guard only: whoever gives up says nothing of the model.
                    cancelled = error
        except DependencyUnavailable as error:
            if entered:
                raise _failed(error) from error
            await self._withhold(call, error)
            raise PassedOver(str(error)) from error
        except (DependencyRejected, ConfigurationError) as error:
            raise _failed(error) from error
        if cancelled is not None:
            raise cancelled

    async def _withhold(self, call: ModelCall, error: DependencyUnavailable) -> None:
        """Give the reservation back; the next requests need not ask the breaker for a while."""
        failure = Failure(CallOutcome.WITHHELD, retry_after=error.retry_after)
        self.quiet.remember(self.tenant_id, self.link, failure, str(error))
        await self._settle(call, CallOutcome.WITHHELD, TokenUsage(), self.now())

    async def _on_account(
        self, call: ModelCall, request: ModelRequest
    ) -> AsyncGenerator[ModelEvent]:
        """Settled before its last event is passed on, and however it ends."""
        began, finished = self.now(), False
        outcome = CallOutcome.GIVEN_UP
        try:
            async with aclosing(self._in_time(request)) as events:
                async for event in events:
                    if isinstance(event, ModelFinished):
                        finished = True
                        usage = plausible_usage(request, event.usage)
                        event = event.model_copy(update={"usage": usage})  # noqa: PLW2901
                        await self._settle(call, CallOutcome.ANSWERED, usage, began)
                    self.has_begun = True
                    yield event
        except (DependencyError, ConfigurationError) as error:
            outcome = outcome_of(error)
            raise
        finally:
            if not finished:
                usage = usage_of_cut_stream(request, "".join(self._text))
                await self._settle(call, outcome, usage, began)

    async def _in_time(self, request: ModelRequest) -> AsyncGenerator[ModelEvent]:
        """Bounds the time to the first event, between two, and of all."""
        left = timedelta(seconds=self.ends - self.now())
        began = self.now()
        longest = self.policy.first_word_time(left, is_last=self.is_last)
        stream = cast("AsyncGenerator[ModelEvent]", self.link.model.stream(request))
        async with aclosing(stream) as events:
            while True:
                event = await self._next(events, longest)
                if isinstance(event, TextPiece):
                    self._text.append(event.text)
                if self._first_word is None:
                    self._first_word = timedelta(seconds=self.now() - began)
                yield event
                if isinstance(event, ModelFinished):
                    return
                longest = self.policy.silence

    async def _next(self, events: AsyncIterator[ModelEvent], longest: timedelta) -> ModelEvent:
        left = min(longest.total_seconds(), self.ends - self.now())
        try:
            async with asyncio.timeout(max(left, 0)):
                return await anext(events)
        except TimeoutError as error:
            raise _WasSilent("it did not answer in time") from error
        except StopAsyncIteration as error:
            raise DependencyUnavailable("its answer was cut off") from error

    async def _settle(
        self, call: ModelCall, outcome: CallOutcome, usage: TokenUsage, began: float
    ) -> None:
        await self.account.settle(
            call,
            self.link,
            outcome,
            usage,
            first_word=self._first_word,
            lasted=timedelta(seconds=self.now() - began),
        )


def outcome_of(error: DuralogueError) -> CallOutcome:
    """As it is written down. An address that is not allowed is a refusal of our own."""
    if isinstance(error, ModelRetired):
        return CallOutcome.RETIRED
    is_refusal = isinstance(error, DependencyRejected | ConfigurationError)
    return CallOutcome.REJECTED if is_refusal else CallOutcome.UNAVAILABLE


def _failed(error: DuralogueError) -> AttemptFailed:
    failure = Failure(
        outcome_of(error),
        retry_after=getattr(error, "retry_after", None),
        was_silent=isinstance(error, _WasSilent),
    )
    return AttemptFailed(str(error), failure)
