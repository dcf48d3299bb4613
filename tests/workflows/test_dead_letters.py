"""Replies to a server that is down for days: tried on, given up at last, and replayed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.channel_addresses import Channel
from domain.channels import ReplayDeliveries
from domain.deliveries import DeliveryStatus
from domain.dialogue.commands import Command
from domain.dialogue.events import CustomerSpoke, Event
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows import options, outbox
from workflows.conversation_state import OpenSend

SENDING = DeliveryStatus.SENDING
SILENT = ConversationPolicy(nudge_after=None, close_after=timedelta(days=30))


def brain(event: Event) -> Sequence[Command]:
    match event:
        case CustomerSpoke(text="many"):
            return [say(f"line {n}") for n in range(6)]
        case _:
            return echo(event)


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return by_webhook(set_up(FakeTurns(brain)))


def by_webhook(stage: Stage) -> Stage:
    stage.needing_a_provider().channel = Channel.WEBHOOK
    return stage


async def replay(stage: Stage, *delivery_ids: str) -> None:
    await stage._signal("replay_deliveries", ReplayDeliveries(delivery_ids=delivery_ids))


async def test_a_server_that_is_down_over_a_week_end_gets_its_replies_in_order(
    skipping: WorkflowEnvironment,
) -> None:
    """
    Two days later both come; minutes would have ended the first.
    """
    stage = by_webhook(Stage(skipping.client, FakeTurns(brain)))
    stage.turns.policy = SILENT
    stage.delivery.always = SENDING
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("one")
        await stage.send("two")
        await eventually(lambda: len(stage.turns.ended) == 2)
        await skipping.sleep(timedelta(days=2))
        assert stage.delivery.given_up == {}
        attempts = len(stage.delivery.attempts)
        stage.delivery.always = None
        await skipping.sleep(timedelta(hours=2))
        await eventually(lambda: len(stage.delivery.sent) == 2)

    assert stage.delivery.sent == ["you said: one", "you said: two"]
    assert 40 < attempts < 100
    await stage.end()


async def test_it_is_given_up_after_three_days_and_the_next_is_tried(
    skipping: WorkflowEnvironment,
) -> None:
    """
    A dead letter, which an operator sees, and not one that waits for ever.
    """
    stage = by_webhook(Stage(skipping.client, FakeTurns(brain)))
    stage.turns.policy = SILENT
    stage.delivery.always = SENDING
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("one")
        await eventually(lambda: bool(stage.turns.ended))
        await skipping.sleep(timedelta(days=3, hours=2))
        await eventually(lambda: bool(stage.delivery.given_up))

    reason = "the provider could not be reached in time"
    assert stage.delivery.given_up == {"you said: one": reason}
    await stage.end()


async def test_a_dead_letter_of_a_closed_conversation_is_sent_without_opening_a_session(
    stage: Stage,
) -> None:
    """
    The conversation begins for it, sends in order and ends; nobody has said anything.
    """
    async with running([*stage.workers(), stage.delivery_worker()]):
        await replay(stage, "a", "b")
        await stage.handle.result()

    assert stage.delivery.sent == ["a", "b"]
    assert stage.delivery.revived == ["a", "b"]
    assert stage.turns.sessions == 0


async def test_a_replay_goes_before_what_was_said_later_and_once(stage: Stage) -> None:
    """
    Behind the attempt that is under way. Asking twice, or again for what waits, changes nothing.
    """
    stage.delivery.outcomes.extend([SENDING])
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("one")
        await eventually(lambda: bool(stage.delivery.attempts))
        await stage.send("two")
        await eventually(lambda: len(stage.turns.ended) == 2)
        await replay(stage, "old", "older")
        await replay(stage, "older")
        await eventually(lambda: len(stage.delivery.sent) == 4)

    assert stage.delivery.sent == ["you said: one", "old", "older", "you said: two"]
    assert stage.delivery.attempts.count("older") == 1


async def test_a_replay_in_several_parts_stays_in_order(stage: Stage) -> None:
    """
    A conversation is handed so many at once; the first of them may be under way by then.
    """
    stage.delivery.outcomes.extend([SENDING])
    async with running([*stage.workers(), stage.delivery_worker()]):
        await replay(stage, "a", "b")
        await eventually(lambda: bool(stage.delivery.attempts))
        await stage.send("later")
        await eventually(lambda: len(stage.turns.ended) == 1)
        await replay(stage, "c", "d")
        await eventually(lambda: len(stage.delivery.sent) == 5)

    assert stage.delivery.sent == ["a", "b", "c", "d", "you said: later"]


async def test_a_message_during_a_replay_opens_the_session_all_the_same(stage: Stage) -> None:
    stage.delivery.outcomes.extend([SENDING] * 2)
    async with running([*stage.workers(), stage.delivery_worker()]):
        await replay(stage, "old")
        await eventually(lambda: bool(stage.delivery.attempts))
        await stage.send("hello")
        await eventually(lambda: len(stage.delivery.sent) == 2)

    assert stage.delivery.sent == ["old", "you said: hello"]
    assert stage.turns.sessions == 1
    assert stage.delivery.revived == ["old"]


async def test_the_oldest_are_given_up_where_too_many_wait(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What waits is carried from run to run: it must not grow for days.
    """
    monkeypatch.setattr(options, "MOST_WAITING_SENDS", 4)
    stage.delivery.always = SENDING
    async with running([*stage.workers(fenced=False), stage.delivery_worker()]):
        await stage.send("many")
        await eventually(lambda: len(stage.delivery.given_up) == 2)
        stage.delivery.always = None
        await eventually(lambda: len(stage.delivery.is_final) == 6)

    assert stage.delivery.given_up == dict.fromkeys(["line 0", "line 1"], outbox._TOO_MANY)
    assert stage.delivery.sent == [f"line {n}" for n in range(2, 6)]


def test_attempts_are_at_most_an_hour_apart_and_end_with_the_patience() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    send = OpenSend(delivery_id="d", since=now, patience=timedelta(days=3), attempts=30)
    send.try_later(now, None)
    assert send.next_at == now + timedelta(hours=1)
    later = now + timedelta(days=2, hours=23, minutes=30)
    send.try_later(later, None)
    assert send.next_at == now + timedelta(days=3)
    assert not send.is_overdue(later)
    assert send.is_overdue(now + timedelta(days=3))
