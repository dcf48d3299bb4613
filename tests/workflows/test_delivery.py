"""Sends through a provider: in order, alongside the turns, and never over a human."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.deliveries import DeliveryStatus
from domain.dialogue.commands import CallTool, CloseConversation, Command, HandOff
from domain.dialogue.events import CustomerSpoke, Event, IdleElapsed, ToolSucceeded
from domain.handoffs import Agent, AgentMessage, ClaimHandoff
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows.conversation import ConversationWorkflow

SAM = Agent(name="Sam")
PENDING, SENDING = DeliveryStatus.PENDING, DeliveryStatus.SENDING
TOOK_OVER = "a human took over"


def brain(event: Event) -> Sequence[Command]:
    match event:
        case CustomerSpoke(text="two"):
            return [say("one"), say("two")]
        case CustomerSpoke(text="track"):
            return [CallTool(call_id="c-1", tool="get_order", arguments={})]
        case ToolSucceeded():
            return [say("it is shipped")]
        case CustomerSpoke(text="human") if event.message_ids:
            due = event.at + timedelta(hours=1)
            handoff_id = f"h-{event.message_ids[0]}"
            handoff = HandOff(handoff_id=handoff_id, queue="q", first_reply_due=due, nobody_at=due)
            return [say("wait"), say("a colleague comes"), handoff]
        case IdleElapsed(stage="close"):
            return [say("goodbye"), CloseConversation(reason="idle")]
        case _:
            return echo(event)


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns(brain)).needing_a_provider()


async def claim(stage: Stage) -> None:
    await stage.handle.execute_update(
        ConversationWorkflow.claim_handoff,
        ClaimHandoff(handoff_id=stage.turns.handoffs[0], agent=SAM),
    )


async def write(stage: Stage, text: str) -> None:
    message = AgentMessage(
        message_id=f"a-{text}",
        handoff_id=stage.turns.handoffs[0],
        agent=SAM,
        text=text,
        sent_at=datetime.now(UTC),
    )
    await stage.handle.execute_update(ConversationWorkflow.send_agent_message, message)


async def test_the_order_is_kept_when_the_first_is_tried_again(stage: Stage) -> None:
    """The inbox goes on being dealt with meanwhile; what it brings to say waits its turn."""
    delivery = stage.delivery
    delivery.outcomes.extend([PENDING])
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("two")
        await eventually(lambda: bool(delivery.attempts))
        await stage.send("more")
        await eventually(lambda: len(stage.turns.ended) == 2)
        attempts_by_then = list(delivery.attempts)
        await eventually(lambda: len(delivery.sent) == 3)

    assert attempts_by_then == ["one"]
    assert delivery.sent == ["one", "two", "you said: more"]
    assert delivery.attempts == ["one", "one", "two", "you said: more"]


async def test_an_attempt_that_died_is_made_again(stage: Stage) -> None:
    """The workflow counts attempts, so that a lost worker costs one and not the message."""
    stage.delivery.fails = 1
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("hello")
        await eventually(lambda: bool(stage.delivery.sent))

    assert stage.delivery.attempts == ["you said: hello"] * 2


async def test_a_step_adopted_after_a_crash_is_sent_too(stage: Stage) -> None:
    """Stored and then lost on the way: the same commit names again what is to be sent."""
    stage.turns.failures = ["answer of commit_turn"]
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("hello")
        await eventually(lambda: bool(stage.delivery.sent))

    assert stage.delivery.sent == stage.turns.said == ["you said: hello"]


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


async def test_a_claim_ends_the_bots_retries_and_the_human_is_heard(stage: Stage) -> None:
    """What has surely not gone out never does; what the human writes comes after it."""
    delivery = stage.delivery
    delivery.always = PENDING
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("human", f"m-{stage.conversation_id}")
        await eventually(lambda: len(delivery.attempts) == 1)
        await claim(stage)
        delivery.always = None
        await write(stage, "hello")
        await eventually(lambda: bool(delivery.sent))

    assert delivery.sent == ["hello"]
    assert delivery.given_up == {"wait": TOOK_OVER, "a colleague comes": TOOK_OVER}


async def test_a_claim_returns_once_the_attempt_in_flight_is_final(stage: Stage) -> None:
    """Else the bot's words could land in the middle of the human's first sentence."""
    delivery = stage.delivery
    delivery.sending = asyncio.Event()
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("human", f"m-{stage.conversation_id}")
        await eventually(lambda: bool(delivery.attempts))
        claiming = asyncio.create_task(claim(stage))
        await stage.handle.query("get_state")
        done, _ = await asyncio.wait({claiming}, timeout=0.3)
        delivery.sending.set()
        await claiming
        sent_by_then = list(delivery.sent)
        await eventually(lambda: bool(delivery.given_up))

    assert not done
    assert sent_by_then == ["wait"]
    assert delivery.sent == ["wait"]
    assert delivery.given_up == {"a colleague comes": TOOK_OVER}


async def test_a_claim_waits_for_what_may_have_gone_out(stage: Stage) -> None:
    """An attempt that ended without an answer is settled first: found, or known to have failed."""
    delivery = stage.delivery
    delivery.always = SENDING
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("human", f"m-{stage.conversation_id}")
        await eventually(lambda: bool(delivery.attempts))
        await claim(stage)
        final_by_then = set(delivery.is_final)

    assert "wait" in final_by_then


async def test_what_was_stored_before_a_claim_and_adopted_after_it_is_not_sent(
    stage: Stage,
) -> None:
    """Its answer was lost on the way, so the conversation hears of it only when a human has it."""
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("human", f"m-{stage.conversation_id}")
        await eventually(lambda: len(stage.delivery.sent) == 2)
        before = len(stage.turns.events)
        stage.turns.failures = ["answer of commit_turn"] * 3
        stage.turns.cannot = lambda _: len(stage.turns.events) >= before + 3
        await stage.send("hello")
        await eventually(lambda: not stage.turns.failures)
        await claim(stage)
        stage.turns.cannot = lambda _: False
        await eventually(lambda: bool(stage.delivery.given_up))

    assert stage.delivery.given_up == {"you said: hello": TOOK_OVER}
    assert stage.delivery.sent == ["wait", "a colleague comes"]


async def test_a_claim_calls_off_what_no_worker_has_begun(stage: Stage) -> None:
    """Without a worker that sends, a human must not wait for one."""
    delivery = stage.delivery
    async with running(stage.workers()):
        await stage.send("human", f"m-{stage.conversation_id}")
        await eventually(lambda: bool(stage.turns.ended))
        async with asyncio.timeout(60):
            await claim(stage)
        async with stage.delivery_worker():
            await eventually(lambda: len(delivery.given_up) == 2)

    assert delivery.attempts == delivery.sent == []


async def test_what_is_still_to_be_sent_survives_a_roll(stage: Stage) -> None:
    """Rolled between two attempts, the next run goes on where this one was."""
    delivery = stage.delivery
    delivery.always = PENDING
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("two")
        await eventually(lambda: bool(delivery.attempts))
        before = (await stage.handle.describe()).run_id
        await stage.handle.signal(ConversationWorkflow.roll)

        async def has_rolled() -> bool:
            return (await stage.handle.describe()).run_id != before

        await eventually(has_rolled)
        delivery.always = None
        await stage.send("more")
        await eventually(lambda: len(delivery.sent) == 3)

    assert delivery.sent == ["one", "two", "you said: more"]


async def test_a_roll_calls_off_what_no_worker_has_begun(stage: Stage) -> None:
    """A release must not wait for a worker that sends; the next run asks for one again."""
    async with running(stage.workers()):
        await stage.send("two")
        await eventually(lambda: bool(stage.turns.ended))
        before = (await stage.handle.describe()).run_id
        await stage.handle.signal(ConversationWorkflow.roll)

        async def has_rolled() -> bool:
            return (await stage.handle.describe()).run_id != before

        await eventually(has_rolled)
        async with stage.delivery_worker():
            await eventually(lambda: len(stage.delivery.sent) == 2)

    assert stage.delivery.sent == stage.delivery.attempts == ["one", "two"]


async def test_what_a_terminated_conversation_left_open_is_ended_and_not_sent(
    stage: Stage,
) -> None:
    """An answer of last week would only confuse, but its row in the ledger must be final."""
    stage.turns.left_open = ("last week",)
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("hello")
        await eventually(lambda: bool(stage.delivery.sent))

    assert stage.delivery.given_up == {"last week": "its conversation was terminated"}
    assert stage.delivery.sent == ["you said: hello"]


async def test_what_cannot_be_sent_is_given_up_in_time_and_the_next_goes_on(
    skipping: WorkflowEnvironment,
) -> None:
    """Ten minutes after it was said, and then a closed conversation ends: every row is final."""
    stage = Stage(skipping.client, FakeTurns(brain)).needing_a_provider()
    stage.delivery.always = PENDING
    stage.turns.policy = ConversationPolicy(nudge_after=None, close_after=timedelta(minutes=30))
    async with running([*stage.workers(), stage.delivery_worker()]):
        conversation = await stage.send("two")
        await conversation.result()

    attempts = stage.delivery.attempts
    assert stage.delivery.sent == []
    assert list(stage.delivery.given_up) == ["one", "two", "goodbye"]
    assert set(stage.delivery.given_up.values()) == {"the provider could not be reached in time"}
    assert 10 < attempts.count("one") < 20
    assert attempts.count("two") == 1  # it waited as long, and had its one attempt
