"""A holding notice whose commit failed, and may have been stored all the same."""

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


def _brain(event: Event) -> Sequence[Command]:
    match event:
        case CustomerSpoke(text="track"):
            return [CallTool(call_id="c-1", tool="get_order", arguments={})]
        case ToolSucceeded():
            return [say("it is shipped")]
        case _:
            return echo(event)


@pytest.fixture
def stage(set_up: SetUp, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Where no notice is stored within a second, as far as anybody hears."""
    stage = set_up(FakeTurns(_brain)).needing_a_provider()
    stage.turns.policy = ConversationPolicy(holding_after=timedelta(milliseconds=200))
    stage.turns.failures = ["commit_notice"] * 30
    within = timedelta(seconds=1)
    monkeypatch.setitem(options.PATIENT_NOTICE, "schedule_to_close_timeout", within)
    stage.tools.answering = asyncio.Event()
    return stage


async def test_it_leaves_no_row_open_and_holds_up_nothing(stage: Stage) -> None:
    """Its row is asked for at once, and again before the answer: by then it is there or never."""
    stage.delivery.is_stored = lambda delivery_id: "/system/" not in delivery_id
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("track")
        await eventually(lambda: bool(stage.delivery.attempts))
        assert stage.tools.answering is not None
        stage.tools.answering.set()
        await eventually(lambda: bool(stage.delivery.sent))

    [notice, later, answer] = stage.delivery.attempts
    assert notice.startswith(f"{stage.conversation_id}/system/s1t1-")
    assert later == notice
    assert [answer] == stage.delivery.sent == ["it is shipped"]


async def test_stored_late_it_is_sent_before_the_answer(stage: Stage) -> None:
    """An attempt that was believed to be over stores it: its row must not stay open for ever."""
    stored: list[bool] = []
    stage.delivery.is_stored = lambda delivery_id: "/system/" not in delivery_id or bool(stored)
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("track")
        await eventually(lambda: bool(stage.delivery.attempts))
        stored.append(True)
        assert stage.tools.answering is not None
        stage.tools.answering.set()
        await eventually(lambda: len(stage.delivery.sent) == 2)

    assert stage.delivery.sent == [stage.delivery.attempts[0], "it is shipped"]
