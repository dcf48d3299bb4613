"""Budgets of language models: reserved and settled by many at once, and never leaked for ever."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.language_models.budgets import (
    BudgetLimit,
    BudgetRefusal,
    BudgetScope,
    BudgetUnit,
    CallOutcome,
    ModelCall,
    SettledCall,
)
from domain.language_models.requests import Purpose
from domain.language_models.service_levels import Level, ServiceLevel
from domain.language_models.usage import TokenUsage
from infra.postgres.model_accounts import PostgresModelAccounts

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tenant() -> str:
    return f"t{uuid4().hex[:12]}"


@pytest.fixture
def accounts(engine: AsyncEngine) -> PostgresModelAccounts:
    return PostgresModelAccounts(engine)


def a_call(
    tenant: str,
    *,
    conversation: str = "c1",
    tokens: int = 100,
    cost: str = "0.01",
    turn: str = "t1",
) -> ModelCall:
    return ModelCall(
        tenant_id=tenant,
        call_id=uuid4(),
        conversation_id=conversation,
        turn=turn,
        purpose=Purpose.ANSWER,
        connection="small",
        model="cohere/command",
        tokens=tokens,
        cost=Decimal(cost),
    )


def settled(call: ModelCall, *, tokens: int = 10, cost: str = "0.001") -> SettledCall:
    return SettledCall(
        call=call,
        outcome=CallOutcome.ANSWERED,
        usage=TokenUsage(input_tokens=tokens - 2, output_tokens=2),
        cost=Decimal(cost),
        first_word=timedelta(milliseconds=250),
        lasted=timedelta(seconds=1),
    )


def limit(scope: BudgetScope, *, tokens: int | None = None, dollars: str | None = None) -> Any:
    return BudgetLimit(scope=scope, tokens=tokens, dollars=Decimal(dollars) if dollars else None)


async def test_fifty_at_once_never_pass_a_budget(
    accounts: PostgresModelAccounts, tenant: str
) -> None:
    """Room for seven, and each looks at the same moment."""
    limits = [limit(BudgetScope.DAY, tokens=799)]

    async def one(number: int) -> bool:
        call = a_call(tenant, conversation=f"c{number}")
        return await accounts.reserve(call, limits, lasts=MINUTE) is None

    assert sum(await asyncio.gather(*(one(number) for number in range(50)))) == 7


async def test_what_is_settled_gives_the_rest_back(
    accounts: PostgresModelAccounts, tenant: str
) -> None:
    """Reserved is the most a request can take; what it took counts, and once."""
    limits = [limit(BudgetScope.CONVERSATION, tokens=150)]
    first = a_call(tenant)
    assert await accounts.reserve(first, limits, lasts=MINUTE) is None
    refused = await accounts.reserve(a_call(tenant), limits, lasts=MINUTE)
    assert refused == BudgetRefusal(scope=BudgetScope.CONVERSATION, unit=BudgetUnit.TOKENS)
    assert await accounts.reserve(a_call(tenant, conversation="c2"), limits, lasts=MINUTE) is None

    for _ in range(2):
        await accounts.settle(settled(first, tokens=50))
    assert await accounts.reserve(a_call(tenant), limits, lasts=MINUTE) is None
    assert await accounts.reserve(a_call(tenant, tokens=1), limits, lasts=MINUTE) is not None


@pytest.mark.parametrize("scope", [BudgetScope.DAY, BudgetScope.MONTH])
async def test_dollars_of_a_tenant_are_limited_across_conversations(
    accounts: PostgresModelAccounts, tenant: str, scope: BudgetScope
) -> None:
    """And nobody else's count."""
    limits = [limit(scope, dollars="0.015")]
    other = f"t{uuid4().hex[:12]}"
    call = a_call(tenant)
    assert await accounts.reserve(call, limits, lasts=MINUTE) is None
    refused = await accounts.reserve(a_call(tenant, conversation="c2"), limits, lasts=MINUTE)
    assert refused == BudgetRefusal(scope=scope, unit=BudgetUnit.DOLLARS)
    assert await accounts.reserve(a_call(other), limits, lasts=MINUTE) is None
    await accounts.settle(settled(call, cost="0.006"))
    cheap = a_call(tenant, conversation="c2", cost="0.009")
    assert await accounts.reserve(cheap, limits, lasts=MINUTE) is None


async def test_a_reservation_of_a_process_that_died_stops_counting(
    accounts: PostgresModelAccounts, tenant: str
) -> None:
    """Operators see it as lost. If its process is alive after all, what it says late is kept."""
    limits = [limit(BudgetScope.DAY, tokens=100)]
    late = a_call(tenant)
    assert await accounts.reserve(late, limits, lasts=timedelta(0)) is None
    call = a_call(tenant)
    assert await accounts.reserve(call, limits, lasts=MINUTE) is None
    [day] = (await accounts.usage(tenant, days=1)).days
    assert (day.calls, day.answered, day.lost, day.input_tokens) == (2, 0, 1, 0)

    await accounts.settle(settled(late))
    usage = await accounts.usage(tenant, days=1)
    assert (usage.days[0].answered, usage.days[0].lost) == (1, 0)
    assert {(spent.scope, spent.tokens) for spent in usage.spent} == {("day", 10), ("month", 10)}


async def test_usage_is_kept_by_turn_and_by_day(
    accounts: PostgresModelAccounts, tenant: str
) -> None:
    """For one conversation and for the bill."""
    for turn, cost in (("t1", "0.002"), ("t1", "0.003"), ("t2", "0.004")):
        call = a_call(tenant, turn=turn)
        await accounts.reserve(call, [], lasts=MINUTE)
        await accounts.settle(settled(call, cost=cost))
    turns = await accounts.turns(tenant, "c1")
    assert [(t.turn, t.calls, t.cost) for t in turns] == [
        ("t1", 2, Decimal("0.005")), ("t2", 1, Decimal("0.004")),
    ]  # fmt: skip
    [day] = (await accounts.usage(tenant, days=7)).days
    assert (day.connection, day.calls, day.cost, day.first_word_ms) == (
        "small", 3, Decimal("0.009"), 250.0,
    )  # fmt: skip
    assert (await accounts.usage(f"{tenant}x", days=7)).days == ()
    assert await accounts.turns(f"{tenant}x", "c1") == []


async def test_a_level_remembers_since_when(accounts: PostgresModelAccounts, tenant: str) -> None:
    """An outage that is confirmed every minute began when it began."""
    down = ServiceLevel(purpose=Purpose.ANSWER, level=Level.EXTRACTIVE, reason="503")
    await accounts.note_level(tenant, down)
    [first] = (await accounts.usage(tenant, days=1)).levels
    await accounts.note_level(tenant, down)
    [second] = (await accounts.usage(tenant, days=1)).levels
    assert (second.level, second.since) == (Level.EXTRACTIVE, first.since)
    assert second.seen_at > first.seen_at
    await accounts.note_level(tenant, ServiceLevel(purpose=Purpose.ANSWER, level=Level.HOSTED))
    [third] = (await accounts.usage(tenant, days=1)).levels
    assert third.since > first.since


async def test_no_row_of_another_tenant_is_seen_by_the_products_role(
    accounts: PostgresModelAccounts, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """Row-level security stands on all four tables."""
    await accounts.reserve(a_call(tenant), [], lasts=MINUTE)
    found = await owner.execute(
        "SELECT count(*) FROM pg_class WHERE relforcerowsecurity AND relname = ANY(%s)",
        (["tenant_models", "model_calls", "model_spending", "model_service_levels"],),
    )
    assert await found.fetchone() == (4,)
