"""Several models as one: outages, Retry-After, retired ids, streams that break in the middle."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    ModelRetired,
    NoModelAnswered,
)
from domain.language_models.budgets import CallOutcome
from domain.language_models.chain_policy import ChainPolicy
from domain.language_models.service_levels import Level
from domain.language_models.stream import ModelEvent, ModelFinished, StartAgain, TextPiece, whole
from infra.language_models.quiet_times import QuietTimes
from tests.fakes.language_models import ScriptedModel, Waiting, says
from tests.unit.infra.language_models.chains import REQUEST, World, heard

HASTY = ChainPolicy(
    first_word_within=timedelta(milliseconds=10), silence=timedelta(milliseconds=10)
)


def down(*, retry_after: float | None = None) -> DependencyUnavailable:
    wait = None if retry_after is None else timedelta(seconds=retry_after)
    return DependencyUnavailable("503", retry_after=wait)


def failing(error: Exception) -> ScriptedModel:
    return ScriptedModel([error])


async def test_the_first_model_answers_and_the_end_says_who_and_for_how_much() -> None:
    """100 tokens in and 20 out, at 10 dollars a million."""
    world, model, spare = World(), ScriptedModel(says("We open at 9.")), ScriptedModel()
    reply = await whole(world.chain(model, spare, prices=("10", "10")).stream(REQUEST))

    assert reply is not None
    assert reply.text == "We open at 9."
    last = reply.finished
    assert (last.connection, str(last.cost), last.attempts) == ("m0", "0.001200000", 1)
    assert spare.requests == []
    [settled] = world.accounts.settled
    assert settled.outcome is CallOutcome.ANSWERED
    assert world.accounts.levels["acme"].level is Level.HOSTED


@pytest.mark.parametrize(
    "error",
    [
        down(),
        ModelRetired("old-1"),
        DependencyRejected("the key is not accepted"),
        ConfigurationError("it leads to an address that is not allowed"),
    ],
)
async def test_the_next_model_answers_before_the_customer_has_read_a_word(
    error: Exception,
) -> None:
    """Within one turn, and nothing has to be taken back."""
    world, first, second = World(), failing(error), ScriptedModel(says("We open at 9."))
    events = await heard(world.chain(first, second))

    assert not any(isinstance(event, StartAgain) for event in events)
    last = events[-1]
    assert isinstance(last, ModelFinished)
    assert (last.connection, last.attempts) == ("m1", 2)
    assert world.meter.fallbacks == ["next"]
    assert world.slept == []


@pytest.mark.parametrize(("length", "attempts"), [(1, 2), (2, 3), (3, 4), (4, 4), (5, 4)])
async def test_with_503_for_ever_exactly_so_many_requests_go_out(
    length: int, attempts: int
) -> None:
    """Each once, the last one twice, four at most: as the policy says, and nobody retries below."""
    world, models = World(), [failing(down()) for _ in range(length)]
    with pytest.raises(NoModelAnswered):
        await heard(world.chain(*models))

    assert sum(len(model.requests) for model in models) == attempts
    assert len(world.accounts.settled) == attempts
    assert world.accounts.levels["acme"].level is Level.EXTRACTIVE


async def test_a_wait_that_fits_is_waited_for_once() -> None:
    """The vendor says when; a second 429 is taken for what it is."""
    world = World()
    model = ScriptedModel([down(retry_after=2)], says("Yes."))
    reply = await whole(world.chain(model).stream(REQUEST))
    assert reply is not None
    assert world.slept == [2.0]

    busy, spare = failing(down(retry_after=2)), ScriptedModel()
    await heard(world.chain(busy, spare))
    assert (len(busy.requests), len(spare.requests)) == (2, 1)


async def test_a_longer_wait_is_kept_by_later_requests_too() -> None:
    """30 s are no time for a customer to wait, and no time to ask that model again either."""
    world, busy, spare = World(), failing(down(retry_after=30)), ScriptedModel()
    await heard(world.chain(busy, spare))
    await heard(world.chain(busy, spare))
    assert (len(busy.requests), len(spare.requests)) == (1, 2)
    world.time += 31
    await heard(world.chain(busy, spare))
    assert len(busy.requests) == 2


async def test_a_retired_model_is_not_asked_by_every_customer() -> None:
    """It costs a request each time, and the answer is known."""
    world, old, spare = World(), failing(ModelRetired("old-1")), ScriptedModel()
    for _ in range(3):
        await heard(world.chain(old, spare))
    assert (len(old.requests), len(spare.requests)) == (1, 3)


async def test_a_stream_that_breaks_is_begun_again_by_the_next_model() -> None:
    """Whoever shows words is told at which place they are void; `whole` forgets them."""
    world = World()
    first = ScriptedModel([TextPiece(text="We op"), down()])
    second = ScriptedModel(says("Nine."))
    events = await heard(world.chain(first, second))
    assert events[:3] == [
        TextPiece(text="We op"), StartAgain(reason="503"), TextPiece(text="Nine."),
    ]  # fmt: skip
    broken, last = world.accounts.settled
    assert (broken.outcome, broken.usage.is_estimated) == (CallOutcome.UNAVAILABLE, True)
    assert broken.usage.output_tokens > 0
    assert last.outcome is CallOutcome.ANSWERED

    async def played() -> AsyncGenerator[ModelEvent]:
        for event in events:
            yield event

    reply = await whole(played())
    assert reply is not None
    assert reply.text == "Nine."


async def test_a_stream_that_is_cut_counts_as_broken() -> None:
    """Without its last event nobody knows what is missing."""
    world, cut, second = World(), ScriptedModel([TextPiece(text="We")]), ScriptedModel(says("9."))
    events = await heard(world.chain(cut, second))
    assert StartAgain(reason="its answer was cut off") in events


@pytest.mark.parametrize("script", [[Waiting()], [TextPiece(text="We"), Waiting()]])
async def test_a_model_that_falls_silent_is_left(script: list[ModelEvent]) -> None:
    """Before the first word or after it; it is not asked again, and its request is closed."""
    world, hanging, second = World(HASTY), ScriptedModel(script), ScriptedModel(says("9."))
    events = await heard(world.chain(hanging, second))
    assert isinstance(events[-1], ModelFinished)
    assert (len(hanging.requests), hanging.closed) == (1, 1)


async def test_a_breaker_opens_after_five_failures_and_no_request_goes_out() -> None:
    """An outage costs five requests; operators see the open circuit."""
    world, dead, spare = World(), failing(down()), ScriptedModel()
    for _ in range(9):
        await heard(world.chain(dead, spare))
    assert (len(dead.requests), len(spare.requests)) == (5, 9)
    assert world.meter.open_breakers == {"m0 (scripted/scripted-1)"}
    with pytest.raises(NoModelAnswered, match="left alone"):
        await heard(world.chain(dead))
    assert len(dead.requests) == 5


async def test_an_outage_makes_answers_extractive_and_its_end_hosted_again() -> None:
    """By itself, once the breaker tries again; operators see both."""
    world = World(rest=timedelta(0))
    model = ScriptedModel(*[[down()]] * 6, says("Yes."))
    for _ in range(3):
        with pytest.raises(NoModelAnswered):
            await heard(world.chain(model))
    assert world.accounts.levels["acme"].reason == "503"
    await heard(world.chain(model))
    seen = [noted.level for noted in world.meter.levels]
    assert seen == [*[Level.EXTRACTIVE] * 3, Level.HOSTED]
    assert world.meter.open_breakers == set()


async def test_a_takeover_closes_the_request_and_says_nothing_of_the_model() -> None:
    """What came so far is paid for; five takeovers are no outage."""
    world = World()
    for _ in range(6):
        model = ScriptedModel([TextPiece(text="We open"), Waiting()])
        async with aclosing(world.chain(model).stream(REQUEST)) as events:
            assert await anext(events) == TextPiece(text="We open")
        assert model.closed == 1
    assert {call.outcome for call in world.accounts.settled} == {CallOutcome.GIVEN_UP}
    assert world.meter.open_breakers == set()
    assert world.accounts.levels == {}


async def test_a_cancelled_turn_closes_the_request_too() -> None:
    """As an activity that Temporal has given up."""
    world, waiting = World(), Waiting()
    model = ScriptedModel([waiting])
    task = asyncio.create_task(heard(world.chain(model)))
    await waiting.entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert model.closed == 1
    [settled] = world.accounts.settled
    assert (settled.outcome, settled.usage.output_tokens) == (CallOutcome.GIVEN_UP, 0)


async def test_a_chain_notices_a_silent_model_before_its_caller_does() -> None:
    """A caller's time-out at the same moment would win, and no breaker would ever open."""
    policy = ChainPolicy()
    assert policy.time_of_chain(timedelta(seconds=5)) == timedelta(seconds=4.5)
    assert policy.time_of_chain(timedelta(minutes=5)) == policy.within
    assert policy.time_of_chain(None) == policy.within


async def test_a_second_request_has_what_is_left_and_its_own_cost() -> None:
    """Such as a repair: both together are one turn, and nothing is counted twice."""
    world, model = World(), ScriptedModel()
    chain = world.chain(model, prices=("10",))
    first, second = (await heard(chain))[-1], (await heard(chain))[-1]
    assert isinstance(first, ModelFinished)
    assert isinstance(second, ModelFinished)
    assert first.cost == second.cost
    world.time += 20
    with pytest.raises(NoModelAnswered, match="no time is left"):
        await heard(chain)


async def test_a_wait_that_ends_a_little_early_is_a_wait() -> None:
    """Event loops count in milliseconds of their own: the model is asked again, not passed over."""
    world, model = World(), ScriptedModel([down(retry_after=1)], says("Yes."))
    quiet = QuietTimes(lambda: world.time - 0.002 * len(world.slept))
    world.shared = replace(world.shared, quiet=quiet)
    await heard(world.chain(model, ScriptedModel()))
    assert len(model.requests) == 2


async def test_the_callers_time_bounds_all_attempts() -> None:
    """Who has 400 ms left answers locally at once rather than begin what cannot end."""
    world, model = World(), failing(down())
    with pytest.raises(NoModelAnswered):
        await heard(world.chain(model, within=timedelta(milliseconds=400)))
    assert model.requests == []
