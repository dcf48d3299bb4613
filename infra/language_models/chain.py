"""Several hosted models as one: asked one after the other, on account, by one policy."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import NoReturn

from domain.errors import NoModelAnswered
from domain.language_models.budgets import BudgetRefusal, BudgetScope, BudgetUnit
from domain.language_models.chain_policy import (
    Again,
    Attempts,
    ChainPolicy,
    Stop,
    next_move,
)
from domain.language_models.requests import ModelRequest, Purpose
from domain.language_models.service_levels import Level, ServiceLevel
from domain.language_models.settings import Beyond
from domain.language_models.stream import ModelEvent, ModelFinished, StartAgain
from domain.ports.language_models import ModelGuards
from infra.language_models.account import RequestAccount
from infra.language_models.attempt import Attempt
from infra.language_models.levels import LevelBook
from infra.language_models.links import AttemptFailed, ChainLink, PassedOver
from infra.language_models.quiet_times import QuietTimes


@dataclass(frozen=True)
class ChainRooms:
    """What the chains of a process share, with the clock and the waits; tests bring their own."""

    guards: ModelGuards
    quiet: QuietTimes
    levels: LevelBook
    policy: ChainPolicy = field(default_factory=ChainPolicy)
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class ModelChain:
    """Implements `LanguageModel` over several, for one turn; its time begins as it is made, and a
    second request, such as a repair, has what is left of it."""

    def __init__(
        self,
        tenant_id: str,
        purpose: Purpose,
        links: Sequence[ChainLink],
        account: RequestAccount,
        shared: ChainRooms,
        *,
        within: timedelta | None = None,
        beyond: Beyond = Beyond.CHEAPER,
    ) -> None:
        self._tenant_id = tenant_id
        self._purpose = purpose
        self._links = links
        self._account = account
        self._shared = shared
        self._ends = shared.now() + shared.policy.time_of_chain(within).total_seconds()
        self._beyond = beyond

    @property
    def name(self) -> str:
        return " > ".join(link.model.name for link in self._links)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelEvent]:
        attempts, why = Attempts(), Exception("no model can be asked just now")
        spent = self._account.cost
        if self._left() < self._shared.policy.worth_trying:
            await self._give_up(Exception("no time is left for it"))
        while attempts.position < len(self._links):
            attempt = self._attempt(attempts)
            try:
                async with aclosing(attempt.events(request)) as events:
                    async for event in events:
                        yield await self._signed(event, attempt.link, attempts, spent)
            except (PassedOver, AttemptFailed) as error:
                why = error
            else:
                return
            moved, wait = self._move(attempts, attempt.link, why)
            if moved is None:
                break
            if attempt.has_begun:
                yield StartAgain(reason=str(why))
            if wait:
                await self._shared.sleep(wait.total_seconds())
            attempts = moved
        await self._give_up(why)

    def _attempt(self, attempts: Attempts) -> Attempt:
        return Attempt(
            tenant_id=self._tenant_id,
            link=self._links[attempts.position],
            account=self._account,
            guards=self._shared.guards,
            quiet=self._shared.quiet,
            policy=self._shared.policy,
            now=self._shared.now,
            ends=self._ends,
            is_last=attempts.position + 1 >= len(self._links),
        )

    def _move(
        self, attempts: Attempts, link: ChainLink, why: Exception
    ) -> tuple[Attempts | None, timedelta]:
        """Where to go on, and after which wait; None for nowhere."""
        at_once = timedelta(0)
        if not isinstance(why, AttemptFailed):
            refusal = why.refusal if isinstance(why, PassedOver) else None
            return (None if self._ends_it(refusal) else attempts.passed_over()), at_once
        self._shared.quiet.remember(self._tenant_id, link, why.failure, str(why))
        attempts, policy = attempts.sent(), self._shared.policy
        move = next_move(policy, len(self._links), attempts, why.failure, self._left())
        if isinstance(move, Stop):
            return None, at_once
        if isinstance(move, Again):
            return attempts, move.after
        self._account.fell_back("next")
        return attempts.passed_over(), at_once

    def _left(self) -> timedelta:
        return timedelta(seconds=self._ends - self._shared.now())

    def _ends_it(self, refusal: BudgetRefusal | None) -> bool:
        """Another model would take as many tokens, but perhaps fewer dollars."""
        if refusal is None:
            return False
        return refusal.unit is BudgetUnit.TOKENS or self._beyond is Beyond.LOCAL

    async def _signed(
        self, event: ModelEvent, link: ChainLink, attempts: Attempts, spent: Decimal
    ) -> ModelEvent:
        """The last event says what a chain knows besides; `spent` was before this request."""
        if not isinstance(event, ModelFinished):
            return event
        level = ServiceLevel(purpose=self._purpose, level=Level.HOSTED)
        await self._shared.levels.note(self._tenant_id, level)
        return event.model_copy(
            update={
                "connection": link.connection,
                "cost": self._account.cost - spent,
                "attempts": attempts.sent().total,
            }
        )

    async def _give_up(self, why: Exception) -> NoReturn:
        """What one conversation has used up says nothing of the tenant's other customers."""
        refusal = why.refusal if isinstance(why, PassedOver) else None
        self._account.fell_back("budget" if refusal else "none")
        if refusal is None or refusal.scope is not BudgetScope.CONVERSATION:
            level = ServiceLevel(
                purpose=self._purpose, level=Level.EXTRACTIVE, reason=str(why)[:200]
            )
            await self._shared.levels.note(self._tenant_id, level)
        raise NoModelAnswered(str(why), is_over_budget=refusal is not None) from why
