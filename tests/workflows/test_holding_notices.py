"""The holding notice where a provider sends: before the answer or never, and always final."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.dialogue.commands import CallTool, Command
from domain.dialogue.events import CustomerSpoke, Event, ToolSucceeded
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows import options


def brain(event: Event) -> Sequence[Command]:
    match event:
        case CustomerSpoke(text="track"):
            return [CallTool(call_id="c-1", tool="get_order", arguments={})]
        case ToolSucceeded():
            return [say("it is shipped")]
        case _:
            return echo(event)


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns(brain)).needing_a_provider()


async def test_a_holding_notice_is_sent_before_the_answer(stage: Stage) -> None:
    """Never silent holds on every channel."""
    stage.turns.policy = ConversationPolicy(holding_after=timedelta(milliseconds=200))
    stage.tools.answering = asyncio.Event()
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("track")
        await eventually(lambda: bool(stage.delivery.sent))
        stage.tools.answering.set()
        await eventually(lambda: len(stage.delivery.sent) == 2)

    assert stage.delivery.sent == ["one moment please", "it is shipped"]


async def test_a_notice_that_failed_leaves_no_row_open_and_holds_up_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been stored although its answer was lost: its row is asked for, and is final."""
    stage.turns.policy = ConversationPolicy(holding_after=timedelta(milliseconds=200))
    stage.turns.failures = ["commit_notice"] * 30
    within = timedelta(seconds=1)
    monkeypatch.setitem(options.PATIENT_NOTICE, "schedule_to_close_timeout", within)
    stage.tools.answering = asyncio.Event()
    stage.delivery.is_stored = lambda delivery_id: "/system/" not in delivery_id
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("track")
        await eventually(lambda: bool(stage.delivery.attempts))
        stage.tools.answering.set()
        await eventually(lambda: bool(stage.delivery.sent))

    [notice, again, answer] = stage.delivery.attempts
    assert notice.startswith(f"{stage.conversation_id}/system/s1t1-")
    assert again == notice
    assert [answer] == stage.delivery.sent == ["it is shipped"]


async def test_a_notice_that_is_stored_late_is_sent_before_the_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an attempt that was given up and ran on: its row is there only after it was asked for."""
    stage.turns.policy = ConversationPolicy(holding_after=timedelta(milliseconds=200))
    stage.turns.failures = ["commit_notice"] * 30
    within = timedelta(seconds=1)
    monkeypatch.setitem(options.PATIENT_NOTICE, "schedule_to_close_timeout", within)
    stage.tools.answering = asyncio.Event()
    stage.delivery.is_stored = lambda delivery_id: "/system/" not in delivery_id
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("track")
        await eventually(lambda: bool(stage.delivery.attempts))
        stage.delivery.is_stored = lambda _: True
        stage.tools.answering.set()
        await eventually(lambda: "it is shipped" in stage.delivery.sent)

    notice, answer = stage.delivery.sent
    assert "/system/" in notice
    assert answer == "it is shipped"


async def test_no_notice_follows_an_answer_that_is_stored(stage: Stage) -> None:
    """The step's own word of it was lost: "one moment" would be numbered after it, and read
    before."""
    stage.turns.policy = ConversationPolicy(holding_after=timedelta(milliseconds=200))
    stage.turns.failures = ["answer of commit_turn"]
    hangs = iter([True] * 4)
    stage.turns.cannot = lambda _: bool(stage.turns.steps) and next(hangs, False)
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("hello")
        await eventually(lambda: bool(stage.delivery.sent))

    assert stage.delivery.sent == stage.turns.said == ["you said: hello"]
