"""Budgets and usage of language models, in memory."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from domain.language_models.budgets import (
    BudgetLimit,
    BudgetRefusal,
    BudgetScope,
    BudgetUnit,
    ModelCall,
    SettledCall,
)
from domain.language_models.service_levels import ServiceLevel

_Key = tuple[str, BudgetScope, str]


def _now() -> datetime:
    return datetime.now(UTC)


class MemoryModelAccounts:
    """Implements `ModelAccounts`."""

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock
        self._reserved: dict[UUID, tuple[ModelCall, datetime]] = {}
        self._spent: dict[_Key, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
        self.settled: list[SettledCall] = []
        """All that were settled, in order."""
        self.levels: dict[str, ServiceLevel] = {}
        """The last of each tenant."""
        self._known: set[UUID] = set()

    async def reserve(
        self, call: ModelCall, limits: Sequence[BudgetLimit], *, lasts: timedelta
    ) -> BudgetRefusal | None:
        for limit in limits:
            tokens, cost = self._used(call, limit.scope)
            if limit.tokens is not None and tokens + call.tokens > limit.tokens:
                return BudgetRefusal(scope=limit.scope, unit=BudgetUnit.TOKENS)
            if limit.dollars is not None and cost + call.cost > limit.dollars:
                return BudgetRefusal(scope=limit.scope, unit=BudgetUnit.DOLLARS)
        self._reserved[call.call_id] = (call, self._clock() + lasts)
        return None

    async def settle(self, settled: SettledCall) -> None:
        call = settled.call
        if call.call_id not in self._reserved or call.call_id in self._known:
            return
        self._known.add(call.call_id)
        self.settled.append(settled)
        for scope in BudgetScope:
            key = self._key(call, scope)
            tokens, cost = self._spent[key]
            taken = settled.usage.input_tokens + settled.usage.output_tokens
            self._spent[key] = (tokens + taken, cost + settled.cost)

    async def note_level(self, tenant_id: str, level: ServiceLevel) -> None:
        self.levels[tenant_id] = level

    def _used(self, call: ModelCall, scope: BudgetScope) -> tuple[int, Decimal]:
        tokens, cost = self._spent[self._key(call, scope)]
        for call_id, (other, until) in self._reserved.items():
            is_same = other.conversation_id == call.conversation_id
            is_live = call_id not in self._known and until > self._clock()
            is_ours = other.tenant_id == call.tenant_id
            if is_ours and is_live and (is_same or scope is not BudgetScope.CONVERSATION):
                tokens, cost = tokens + other.tokens, cost + other.cost
        return tokens, cost

    def _key(self, call: ModelCall, scope: BudgetScope) -> _Key:
        keys = {
            BudgetScope.CONVERSATION: call.conversation_id,
            BudgetScope.DAY: f"{self._clock():%Y-%m-%d}",
            BudgetScope.MONTH: f"{self._clock():%Y-%m}",
        }
        return call.tenant_id, scope, keys[scope]
