"""A chain on a budget: the next cheaper model, then none; and no answer waits for the account."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.errors import DependencyUnavailable, NoModelAnswered
from domain.language_models.budgets import (
    BudgetLimit,
    BudgetRefusal,
    BudgetScope,
    ModelCall,
    SettledCall,
    cost_of,
    most_usage,
)
from domain.language_models.service_levels import Level
from domain.language_models.settings import Beyond
from domain.language_models.stream import ModelFinished, TextPiece
from domain.language_models.usage import TokenPrice
from infra.memory.model_accounts import MemoryModelAccounts
from tests.fakes.language_models import ScriptedModel, finished, says
from tests.unit.infra.language_models.chains import REQUEST, World, heard

DEAR, CHEAP = "1000", "1"
"""600 tokens of output reserve 0.60 dollars of the one and 0.0006 of the other."""


def limit(
    scope: BudgetScope, *, tokens: int | None = None, dollars: str | None = None
) -> BudgetLimit:
    return BudgetLimit(scope=scope, tokens=tokens, dollars=Decimal(dollars) if dollars else None)


DAY = limit(BudgetScope.DAY, dollars="0.10")


async def test_what_is_too_dear_goes_to_the_next_cheaper_model() -> None:
    """Though the dear one would come first."""
    world, dear, cheap = World(), ScriptedModel(), ScriptedModel()
    events = await heard(world.chain(dear, cheap, prices=(DEAR, CHEAP), limits=(DAY,)))
    assert isinstance(events[-1], ModelFinished)
    assert events[-1].connection == "m1"
    assert (len(dear.requests), len(cheap.requests)) == (0, 1)


async def test_a_model_without_a_price_is_not_asked_on_a_budget_in_dollars() -> None:
    """Nobody could say when it is spent."""
    world, unknown, cheap = World(), ScriptedModel(), ScriptedModel()
    events = await heard(world.chain(unknown, cheap, prices=(None, CHEAP), limits=(DAY,)))
    assert isinstance(events[-1], ModelFinished)
    assert events[-1].connection == "m1"
    assert unknown.requests == []


async def test_a_model_without_a_price_is_asked_on_a_budget_in_tokens() -> None:
    """Tokens are counted whatever they cost."""
    world, unknown = World(), ScriptedModel()
    tokens = limit(BudgetScope.DAY, tokens=100_000)
    events = await heard(world.chain(unknown, prices=(None,), limits=(tokens,)))
    assert isinstance(events[-1], ModelFinished)
    assert len(unknown.requests) == 1


async def test_a_tenant_may_rather_have_none() -> None:
    """`beyond: local`."""
    world, dear, cheap = World(), ScriptedModel(), ScriptedModel()
    chain = world.chain(dear, cheap, prices=(DEAR, CHEAP), limits=(DAY,), beyond=Beyond.LOCAL)
    with pytest.raises(NoModelAnswered, match="budget of the day in dollars") as raised:
        await heard(chain)
    assert raised.value.is_over_budget
    assert cheap.requests == []
    assert world.accounts.levels["acme"].level is Level.EXTRACTIVE
    assert world.meter.fallbacks == ["budget"]


async def test_tokens_are_as_many_for_every_model() -> None:
    """So nobody else is asked; one conversation's limit says nothing of the tenant's others."""
    world, dear, cheap = World(), ScriptedModel(), ScriptedModel()
    limits = (limit(BudgetScope.CONVERSATION, tokens=500),)
    with pytest.raises(NoModelAnswered, match="budget of the conversation in tokens"):
        await heard(world.chain(dear, cheap, limits=limits))
    assert (dear.requests, cheap.requests) == ([], [])
    assert world.accounts.levels == {}


async def test_a_conversation_ends_its_models_when_its_tokens_are_used() -> None:
    """Each answer takes 120 of 700, and the last must leave room for the most it could take."""
    world, model = World(), ScriptedModel()
    limits = (limit(BudgetScope.CONVERSATION, tokens=900),)
    for _ in range(3):
        await heard(world.chain(model, limits=limits))
    with pytest.raises(NoModelAnswered):
        await heard(world.chain(model, limits=limits))
    assert len(model.requests) == 3


async def test_failed_attempts_are_part_of_the_cost() -> None:
    """A stream that broke after some words was paid for."""
    world = World()
    broken = ScriptedModel([*says("We open at nine")[:3], DependencyUnavailable("cut")])
    events = await heard(world.chain(broken, ScriptedModel(), prices=("10", "10")))
    last = events[-1]
    assert isinstance(last, ModelFinished)
    assert last.cost is not None
    assert last.cost == sum(call.cost for call in world.accounts.settled)
    assert last.cost > world.accounts.settled[1].cost


class Unreadable(MemoryModelAccounts):
    """Neither reserves nor settles."""

    def __init__(self, *, reserves: bool) -> None:
        super().__init__()
        self._reserves = reserves

    async def reserve(
        self, call: ModelCall, limits: Sequence[BudgetLimit], *, lasts: timedelta
    ) -> BudgetRefusal | None:
        if not self._reserves:
            raise DependencyUnavailable("the database is down")
        return await super().reserve(call, limits, lasts=lasts)

    async def settle(self, settled: SettledCall) -> None:
        raise DependencyUnavailable("the database is down")


async def test_without_a_budget_that_can_be_read_nothing_is_spent() -> None:
    """Money is not spent on trust."""
    world, model = World(), ScriptedModel()
    world.accounts = Unreadable(reserves=False)
    with pytest.raises(NoModelAnswered, match="the budget cannot be read"):
        await heard(world.chain(model))
    assert model.requests == []


async def test_an_answer_does_not_fail_by_its_account() -> None:
    """The reservation ends by itself."""
    world, model = World(), ScriptedModel()
    world.accounts = Unreadable(reserves=True)
    events = await heard(world.chain(model))
    assert isinstance(events[-1], ModelFinished)
    assert len(model.requests) == 1
    assert model.requests[0] is REQUEST


@pytest.mark.parametrize("tokens", [10**7, 10**19, 10**40])
async def test_a_count_that_cannot_be_is_the_most_that_can(tokens: int) -> None:
    """A server that miscounts would use up a month's budget with one answer, or end it with an
    error: neither a column nor a price holds such numbers."""
    world = World()
    model = ScriptedModel([TextPiece(text="Yes."), finished(input_tokens=tokens)])
    events = await heard(world.chain(model, prices=(DEAR,)))
    most = most_usage(REQUEST)
    assert isinstance(events[-1], ModelFinished)
    assert events[-1].usage == world.meter.calls[-1].usage == most
    assert events[-1].cost == cost_of(TokenPrice(input=Decimal(DEAR), output=Decimal(DEAR)), most)
