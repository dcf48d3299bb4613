"""The account of one request through a chain: reserved before each attempt, settled after it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import structlog

from domain.errors import DependencyError, DependencyUnavailable
from domain.language_models.budgets import (
    RESERVED_FOR,
    BudgetLimit,
    CallOutcome,
    ModelCall,
    SettledCall,
    cost_of,
    most_usage,
)
from domain.language_models.callers import ModelCaller
from domain.language_models.requests import ModelRequest, Purpose
from domain.language_models.usage import TokenUsage
from domain.ports.language_models import ModelAccounts, ModelMeter
from infra.language_models.links import Connection, PassedOver

_log = structlog.get_logger(__name__)
_SETTLED_WITHIN_S = 2.0


class RequestAccount:
    """Keeps account of every attempt; an answer never waits long for it, or fails by it."""

    def __init__(
        self,
        tenant_id: str,
        purpose: Purpose,
        caller: ModelCaller,
        limits: Sequence[BudgetLimit],
        *,
        accounts: ModelAccounts,
        meter: ModelMeter,
    ) -> None:
        self._tenant_id = tenant_id
        self._purpose = purpose
        self._caller = caller
        self._limits = limits
        self._accounts = accounts
        self._meter = meter
        self.cost = Decimal(0)
        """Of all attempts so far."""

    async def reserve(self, link: Connection, request: ModelRequest) -> ModelCall:
        """Raise PassedOver where a budget would be passed, or cannot be kept."""
        return await self.reserve_tokens(link, most_usage(request))

    async def reserve_tokens(self, link: Connection, most: TokenUsage) -> ModelCall:
        """As `reserve`, for a request that takes no more than this."""
        if link.price is None and any(limit.dollars is not None for limit in self._limits):
            raise PassedOver("it has no price, and a budget is in dollars")
        call = ModelCall(
            tenant_id=self._tenant_id,
            call_id=uuid4(),
            conversation_id=self._caller.conversation_id,
            turn=self._caller.turn,
            purpose=self._purpose,
            connection=link.connection,
            model=link.model_name,
            tokens=most.input_tokens + most.output_tokens,
            cost=cost_of(link.price, most),
        )
        try:
            async with asyncio.timeout(_SETTLED_WITHIN_S):
                refusal = await self._accounts.reserve(call, self._limits, lasts=RESERVED_FOR)
        except (DependencyUnavailable, TimeoutError) as error:
            raise PassedOver("the budget cannot be read") from error
        if refusal is not None:
            raise PassedOver(str(refusal), refusal)
        return call

    async def settle(
        self,
        call: ModelCall,
        link: Connection,
        outcome: CallOutcome,
        usage: TokenUsage,
        *,
        first_word: timedelta | None,
        lasted: timedelta,
    ) -> None:
        """Never raises: a reservation that cannot be settled stops counting by itself."""
        settled = SettledCall(
            call=call,
            outcome=outcome,
            usage=usage,
            cost=cost_of(link.price, usage),
            first_word=first_word,
            lasted=lasted,
        )
        self.cost += settled.cost
        self._meter.settled(settled)
        try:
            async with asyncio.timeout(_SETTLED_WITHIN_S):
                await self._accounts.settle(settled)
        except (DependencyError, TimeoutError):
            _log.warning("model_call_not_settled", tenant_id=call.tenant_id, model=call.model)

    def fell_back(self, reason: str) -> None:
        """The chain went on, or gave up."""
        self._meter.fell_back(self._tenant_id, self._purpose, reason)
