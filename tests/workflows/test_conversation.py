"""ConversationWorkflow on a real Temporal server: order, duplicates, sessions, the roll."""

from datetime import timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.conversations import TurnOutcome
from domain.dialogue.commands import CloseConversation, Command
from domain.dialogue.events import CustomerSpoke, Event, IdleElapsed
from domain.messages import VerifiedCustomer
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows import options
from workflows.conversation import ConversationWorkflow


def closing(event: Event) -> list[Command]:
    """Nudges when it is quiet, and closes when it stays so."""
    if isinstance(event, IdleElapsed) and event.stage == "close":
        return [say("goodbye"), CloseConversation(reason="idle")]
    return [*echo(event)]


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns())


async def test_a_message_delivered_twice_is_answered_once(stage: Stage) -> None:
    """Channels deliver at least once: a repeated message id gets one reply."""
    async with running(stage.workers()):
        await stage.send("hello", "m-1")
        await stage.send("hello", "m-1")
        await stage.send("bye", "m-2")
        await eventually(lambda: len(stage.turns.said) == 2)

    assert stage.turns.said == ["you said: hello", "you said: bye"]


async def test_messages_sent_while_no_worker_runs_are_answered_in_order(stage: Stage) -> None:
    """Accepted means answered: a backlog is worked off oldest first, one turn for each."""
    for number in range(5):
        await stage.send(str(number))

    async with running(stage.workers()):
        await eventually(lambda: len(stage.turns.said) == 5)

    assert stage.turns.said == [f"you said: {number}" for number in range(5)]
    assert [outcome for _, outcome, _ in stage.turns.ended] == [TurnOutcome.ANSWERED] * 5


async def test_messages_within_the_merge_window_form_one_turn(stage: Stage) -> None:
    """People type in bursts; a tenant may have them answered once."""
    stage.turns.policy = ConversationPolicy(merge_window=timedelta(milliseconds=400))
    async with running(stage.workers()):
        await stage.send("my parcel")
        await stage.send("is late")
        await eventually(lambda: bool(stage.turns.said))

    assert stage.turns.said == ["you said: my parcel\nis late"]
    assert stage.turns.ended[0][2] == ("m-1", "m-2")


async def test_a_turn_is_one_persons_whatever_the_merge_window(stage: Stage) -> None:
    """What nobody in particular has said must not be taken for a customer's words."""
    stage.turns.policy = ConversationPolicy(merge_window=timedelta(milliseconds=400))
    ada, bob = (VerifiedCustomer(customer_id=name) for name in ("cust-ada", "cust-bob"))
    speakers = [None, ada, ada, bob, None]
    for number, speaker in enumerate(speakers):
        await stage.send(str(number), customer=speaker)
    async with running(stage.workers()):
        await eventually(lambda: len(stage.turns.ended) == 4)

    spoke = [event for event in stage.turns.events if isinstance(event, CustomerSpoke)]
    assert [(event.text, event.customer) for event in spoke] == [
        ("0", None),
        ("1\n2", ada),
        ("3", bob),
        ("4", None),
    ]


async def test_a_message_of_a_void_session_is_not_heard_and_the_others_are(stage: Stage) -> None:
    """It was let in while nobody could look; the store knows, and the conversation goes on."""
    stage.turns.policy = ConversationPolicy(merge_window=timedelta(milliseconds=400))
    stage.turns.void = {"m-1", "m-3"}
    async with running(stage.workers()):
        await stage.send("refund it", "m-1")
        await stage.send("hello", "m-2")
        await eventually(lambda: bool(stage.turns.said))
        await stage.send("refund it at once", "m-3")
        await stage.send("thanks", "m-4", VerifiedCustomer(customer_id="cust-ada"))
        await eventually(lambda: len(stage.turns.said) == 2)
        recent = await stage.handle.query(ConversationWorkflow.get_recent_turns)

    assert stage.turns.said == ["you said: hello", "you said: thanks"]
    assert [turn.message_ids for turn in recent] == [("m-1", "m-2"), ("m-4",)]


async def test_a_failing_step_is_tried_again_and_says_nothing_twice(stage: Stage) -> None:
    """A commit that failed three times as a quick step succeeds as a patient one."""
    stage.turns.failures = ["commit_turn"] * 4 + ["advance_turn"] * 4
    async with running(stage.workers()):
        await stage.send("hello")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["you said: hello"]


async def test_a_conversation_rolls_without_losing_or_repeating(stage: Stage) -> None:
    """Continue-as-new carries the inbox and the ids seen: a repeat after it is still dropped."""
    messages = options.ROLL_AT_TURNS + 5
    async with running(stage.workers()):
        for number in range(messages):
            await stage.send(str(number), f"m-{number}")
        await eventually(lambda: len(stage.turns.said) == messages, within=240)
        first_run = (await stage.handle.describe()).run_id
        await stage.send("again", "m-0")
        await stage.send("last", "m-last")
        await eventually(lambda: len(stage.turns.said) == messages + 1)
        description = await stage.handle.describe()

    assert stage.turns.said[:-1] == [f"you said: {number}" for number in range(messages)]
    assert description.history_length < options.ROLL_AT_EVENTS
    assert stage.turns.sessions == 1
    assert first_run == description.run_id
    assert description.raw_description.workflow_execution_info.first_run_id != first_run


async def test_a_repeat_after_a_close_is_found_in_the_transcript(
    skipping: WorkflowEnvironment,
) -> None:
    """A closed conversation has forgotten its ids; the transcript's unique key has not."""
    stage = Stage(skipping.client, FakeTurns(closing))
    async with running(stage.workers()):
        first = await stage.send("hello", "m-1")
        await first.result()
        await stage.send("hello", "m-1")
        second = await stage.send("new", "m-2")
        await second.result()

    assert stage.turns.said.count("you said: hello") == 1
    assert stage.turns.said.count("you said: new") == 1
    assert stage.turns.sessions == 2


async def test_a_quiet_conversation_is_nudged_once_and_closed(
    skipping: WorkflowEnvironment,
) -> None:
    """Ten minutes of silence bring one nudge, a day of it the end of the session."""
    stage = Stage(skipping.client, FakeTurns(closing))
    async with running(stage.workers()):
        conversation = await stage.send("hello")
        await conversation.result()
        closed = await stage.handle.describe()

    assert stage.turns.said == ["you said: hello", "idle_elapsed", "goodbye"]
    assert closed.status is WorkflowExecutionStatus.COMPLETED
    assert closed.close_time is not None
    lasted = closed.close_time - closed.start_time
    assert timedelta(hours=24) <= lasted < timedelta(hours=24, minutes=5)


async def test_recent_turns_are_kept_with_their_ids(stage: Stage) -> None:
    """An operator sees the last ten turns, not more."""
    async with running(stage.workers()):
        for number in range(12):
            await stage.send(str(number), f"m-{number}")
        await eventually(lambda: len(stage.turns.said) == 12)
        recent = await stage.handle.query("get_recent_turns", result_type=list[dict[str, object]])
        view = await stage.handle.query("get_state", result_type=dict[str, object])

    assert [turn["message_ids"] for turn in recent] == [[f"m-{n}"] for n in range(2, 12)]
    assert view["turns"] == 12
    assert view["status"] == "waiting_for_customer"


async def test_an_ordinary_turn_takes_five_events(stage: Stage) -> None:
    """An ordinary turn is one workflow task: the signal, three of the task, one marker."""
    async with running(stage.workers()):
        await stage.send("first")
        await eventually(lambda: len(stage.turns.ended) == 1)
        before = await stage.rest()
        await stage.send("second")
        await eventually(lambda: len(stage.turns.ended) == 2)
        after = await stage.rest()

    assert after - before == 5
    assert [type(event) for event in stage.turns.events] == [CustomerSpoke, CustomerSpoke]


async def test_a_terminated_conversation_begins_again_under_other_names(stage: Stage) -> None:
    """Its count of turns is lost; a new turn must not be taken for an old one."""
    async with running(stage.workers()):
        await stage.send("before", "m-1")
        await eventually(lambda: len(stage.turns.ended) == 1)
        await stage.handle.terminate()
        await stage.send("after", "m-2")
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert stage.turns.said == ["you said: before", "you said: after"]
    assert len({turn for turn, _, _ in stage.turns.ended}) == 2


async def test_a_long_inbox_of_long_messages_is_carried_small(stage: Stage) -> None:
    """However many wait: beyond ten they are carried as two numbers and kept outside."""
    words = "all work and no play makes the bot a dull one " * 80
    messages = options.ROLL_AT_TURNS * 3
    for number in range(messages):
        await stage.send(f"{number} {words}")
    async with running(stage.workers()):
        await eventually(lambda: len(stage.turns.said) == messages, within=240)
        description = await stage.handle.describe()
        carried = await _bytes_carried(stage)

    assert stage.turns.said == [f"you said: {number} {words}" for number in range(messages)]
    assert len(carried) >= 2
    assert max(carried) < 16_000
    assert description.history_length < options.ROLL_AT_EVENTS


async def _bytes_carried(stage: Stage) -> list[int]:
    """Into each run that continued another one, newest first."""
    carried: list[int] = []
    run_id: str | None = None
    while run_id != "":
        handle = stage.client.get_workflow_handle(stage.handle.id, run_id=run_id)
        history = await handle.fetch_history()
        started = history.events[0].workflow_execution_started_event_attributes
        run_id = started.continued_execution_run_id
        carried.append(started.input.ByteSize())
    return carried[:-1]
