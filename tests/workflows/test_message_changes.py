"""Edits and deletions, wherever their message is by then."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.channels import MessageDeleted, MessageEdited
from domain.conversations import Repair, RepairAction, TurnOutcome
from domain.messages import MAX_TEXT, Attachment
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows import options
from workflows.conversation import ConversationWorkflow

NOW = datetime(2026, 1, 25, 14, 30, tzinfo=UTC)
PHOTO = Attachment(name="parcel.jpg", media_type="image/jpeg", size=81_920, reference="F0123")


class Gate(asyncio.Event):
    """Behind which a turn waits; `is_reached` once one does."""

    is_reached = False

    async def wait(self) -> Literal[True]:
        self.is_reached = True
        return await super().wait()


def edit(message_id: str, text: str, event_id: str = "e-1", *, after: float = 0.0) -> MessageEdited:
    at = NOW + timedelta(seconds=after)
    return MessageEdited(event_id=event_id, message_id=message_id, text=text, at=at)


def deletion(message_id: str, event_id: str = "d-1") -> MessageDeleted:
    return MessageDeleted(event_id=event_id, message_id=message_id, at=NOW)


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns())


def merging(set_up: SetUp) -> Stage:
    """Messages wait for two seconds before their turn begins."""
    return set_up(FakeTurns(policy=ConversationPolicy(merge_window=timedelta(seconds=2))))


def outcomes(stage: Stage) -> list[tuple[TurnOutcome, tuple[str, ...]]]:
    return [(outcome, ids) for _, outcome, ids in stage.turns.ended]


async def test_what_waits_is_read_as_edited(set_up: SetUp) -> None:
    """
    The customer is answered what they mean, and the transcript has it so.
    """
    stage = merging(set_up)
    async with running(stage.workers()):
        await stage.send("helo", "m-1")
        await stage.change(edit("m-1", "hello"))
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["you said: hello"]
    assert stage.turns.inbound[0].text == "hello"
    assert stage.changes.asked == 0


async def test_of_two_edits_the_later_one_counts(set_up: SetUp) -> None:
    """
    Whichever of them comes first, and however often.
    """
    stage = merging(set_up)
    async with running(stage.workers()):
        await stage.send("one", "m-1")
        for change in (edit("m-1", "three", "e-3", after=2), edit("m-1", "two", "e-2", after=1)):
            await stage.change(change)
            await stage.change(change)
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["you said: three"]


async def test_what_is_deleted_while_it_waits_is_withdrawn(set_up: SetUp) -> None:
    """
    Nobody answers it; the records have a turn of it, without its words, and the rest is one turn.
    """
    stage = merging(set_up)
    async with running(stage.workers()):
        for text in ("one", "two", "three"):
            await stage.send(text, text)
        await stage.change(deletion("two"))
        await stage.change(deletion("two"))
        await eventually(lambda: len(stage.turns.ended) == 2)

        async def both_are_known() -> bool:
            return len(await stage.handle.query("get_recent_turns")) == 2

        await eventually(both_are_known)
        recent = await stage.handle.query("get_recent_turns")

    assert stage.turns.said == ["you said: one\nthree"]
    assert outcomes(stage) == [
        (TurnOutcome.ANSWERED, ("one", "three")),
        (TurnOutcome.WITHDRAWN, ("two",)),
    ]
    assert "two" not in [message.text for message in stage.turns.inbound]
    assert [turn["outcome"] for turn in recent] == ["answered", "withdrawn"]


async def test_an_edit_that_leaves_nothing_is_a_deletion(set_up: SetUp) -> None:
    """
    Unless a file is left of it.
    """
    stage = merging(set_up)
    async with running(stage.workers()):
        await stage.send("look", "with-file", attachments=(PHOTO,))
        await stage.send("oh", "words")
        await stage.change(edit("with-file", "", "e-1"))
        await stage.change(edit("words", "", "e-2"))
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert [outcome for outcome, _ in outcomes(stage)] == ["answered", "withdrawn"]
    assert stage.turns.inbound[0].attachments == (PHOTO,)
    assert stage.turns.inbound[0].text == ""


@pytest.mark.parametrize("change", [edit("m-1", "no"), deletion("m-1")], ids=["edit", "deletion"])
async def test_what_was_answered_is_only_recorded(
    stage: Stage, change: MessageEdited | MessageDeleted
) -> None:
    """
    The answer stands; people see what came of the question, once.
    """
    async with running(stage.workers()):
        await stage.send("yes", "m-1")
        await eventually(lambda: bool(stage.turns.ended))
        await stage.change(change)
        await stage.change(change)
        await eventually(lambda: bool(stage.changes.recorded))
        await stage.rest()

    assert stage.changes.recorded == [change]
    assert stage.changes.asked == 1
    assert outcomes(stage) == [(TurnOutcome.ANSWERED, ("m-1",))]


async def test_what_is_being_answered_is_recorded_after_it(stage: Stage) -> None:
    """
    Its turn goes on as it began: half of it may have been carried out.
    """
    stage.turns.advancing = gate = Gate()
    async with running(stage.workers()):
        await stage.send("yes", "m-1")
        await eventually(lambda: gate.is_reached)
        await stage.change(deletion("m-1"))
        gate.set()
        await eventually(lambda: bool(stage.changes.recorded))

    assert outcomes(stage) == [(TurnOutcome.ANSWERED, ("m-1",))]


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "new"])
async def test_a_change_may_come_before_its_message(stage: Stage, *, is_open: bool) -> None:
    """
    Providers promise no order. A conversation that does not exist yet waits for the message.
    """
    async with running(stage.workers()):
        if is_open:
            await stage.send("first", "m-0")
            await eventually(lambda: bool(stage.turns.ended))
        await stage.change(edit("m-1", "hello"))
        await stage.change(deletion("m-2"))
        await eventually(lambda: stage.changes.asked >= 1)
        await stage.rest()
        sessions_before = stage.turns.sessions
        await stage.send("helo", "m-1")
        await stage.send("oh", "m-2")
        await eventually(lambda: len(stage.turns.ended) == 2 + is_open)

    assert sessions_before == int(is_open)
    assert stage.turns.said[int(is_open) :] == ["you said: hello"]
    assert outcomes(stage)[int(is_open) :] == [
        (TurnOutcome.ANSWERED, ("m-1",)),
        (TurnOutcome.WITHDRAWN, ("m-2",)),
    ]


async def test_a_change_after_the_end_opens_no_session(stage: Stage) -> None:
    """
    Who corrects an old message is not asked whether they are still there.
    """
    stage.turns.turn_of["m-1"] = "s1t1-old"  # answered in a session that has ended
    async with running(stage.workers()):
        handle = await stage.change(edit("m-1", "hello"))
        await asyncio.wait_for(handle.result(), 30)

    assert stage.changes.recorded == [edit("m-1", "hello")]
    assert stage.turns.sessions == 0


async def test_a_change_whose_message_is_still_to_come_outlives_the_close(stage: Stage) -> None:
    """
    The message may be in the spool: answered in another session, it would be as it was deleted.
    """
    close = Repair(repair_id="r-1", action=RepairAction.CLOSE, by="Olga")
    async with running(stage.workers()):
        await stage.send("first", "m-0")
        await eventually(lambda: bool(stage.turns.ended))
        await stage.change(deletion("m-1"))
        await eventually(lambda: stage.changes.asked >= 1)
        await stage.handle.execute_update(ConversationWorkflow.repair, close)
        await eventually(lambda: len(stage.turns.ended) == 2)
        await stage.rest()
        await stage.send("oh", "m-1")
        await eventually(lambda: any("m-1" in ids for _, ids in outcomes(stage)))

    assert stage.turns.said == ["you said: first"]
    assert outcomes(stage)[-1] == (TurnOutcome.WITHDRAWN, ("m-1",))


async def test_a_change_of_nothing_is_forgotten(skipping: WorkflowEnvironment) -> None:
    """
    A conversation does not stay open for a message that never comes.
    """
    stage = Stage(skipping.client, FakeTurns())
    async with running(stage.workers()):
        handle = await stage.change(deletion("never"))
        await asyncio.wait_for(handle.result(), 30)
        status = (await handle.describe()).status

    assert status is WorkflowExecutionStatus.COMPLETED
    assert (stage.turns.sessions, stage.changes.recorded) == (0, [])


async def test_what_waits_in_the_overflow_is_changed_when_it_comes_back(set_up: SetUp) -> None:
    """
    Beyond ten messages a conversation that continues as new carries places only.
    """
    window = timedelta(seconds=6)  # so long nothing is answered, and the conversation may roll
    stage = set_up(FakeTurns(policy=ConversationPolicy(merge_window=window)))
    async with running(stage.workers()):
        for number in range(options.MOST_CARRIED_MESSAGES + 5):
            await stage.send(f"{number}", f"m-{number}")
        run = (await stage.handle.describe()).run_id
        await stage.handle.signal("roll")

        async def has_rolled() -> bool:
            return (await stage.handle.describe()).run_id != run

        await eventually(has_rolled)
        await stage.change(edit("m-13", "thirteen", "e-13"))
        await stage.change(deletion("m-14", "d-14"))
        await eventually(lambda: len(stage.turns.ended) == 3)

    assert stage.turns.said[1] == "you said: 10\n11\n12\nthirteen"
    assert outcomes(stage)[2] == (TurnOutcome.WITHDRAWN, ("m-14",))
    assert stage.changes.recorded == []


async def test_what_is_remembered_is_bounded(stage: Stage) -> None:
    """
    A conversation carries it from run to run: the oldest changes of nothing are forgotten.
    """
    most = options.MOST_CARRIED_CHANGES
    async with running(stage.workers()):
        await stage.send("first", "m-0")
        for number in range(most + 2):
            await stage.change(edit(f"n-{number}", f"edited {number}", f"e-{number}"))
        await eventually(lambda: stage.changes.asked >= 1)
        await stage.rest(activities=True)
        await stage.send("original", "n-0")
        await stage.send("original", f"n-{most + 1}")
        await eventually(lambda: len(stage.turns.ended) == 3)

    assert stage.turns.said[1:] == ["you said: original", f"you said: edited {most + 1}"]


async def test_a_flood_of_edits_during_a_turn_stops_nothing(stage: Stage) -> None:
    """
    However much was changed while a turn hung, the next message is answered, after a roll too.
    """
    stage.turns.advancing = gate = Gate()
    words = "\N{DELIVERY TRUCK}" * MAX_TEXT
    async with running(stage.workers()):
        await stage.send("first", "m-0")
        await eventually(lambda: gate.is_reached)
        for number in range(300):
            await stage.change(edit(f"n-{number}", words, f"e-{number}"))
        await stage.handle.signal("roll")
        gate.set()
        await eventually(lambda: bool(stage.turns.ended))
        await stage.send("second", "m-1")
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert stage.turns.said == ["you said: first", "you said: second"]
