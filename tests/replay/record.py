"""Record the histories that later releases must still replay.

    python -m tests.replay.record             every scene
    python -m tests.replay.record wait nobody only these, beside the files that are there

Run it after every intended change of workflow code, and keep the files of older releases: a
conversation lives for months, and its history must replay on each release that meets it.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from importlib.metadata import version

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from domain.deliveries import DeliveryStatus
from domain.dialogue.commands import (
    AskApproval,
    CallTool,
    CancelWait,
    Command,
    DeferCall,
    HandOff,
    WaitUntil,
)
from domain.dialogue.events import (
    ApprovalDecided,
    CustomerSpoke,
    Event,
    HandoffReturned,
    HandoffTransferred,
    HandoffUnanswered,
    MomentReached,
    ToolSucceeded,
    ToolUnavailable,
)
from domain.handoffs import ClaimHandoff
from domain.revisions import MoveToRevision
from domain.tenant_settings import ConversationPolicy
from duralogue.embedded.binaries import temporal_binary
from tests.fakes.activities import FakeTurns, echo, say
from tests.replay.answer_scene import answers
from tests.replay.careful_scene import careful
from tests.replay.desk_scene import declined, desk, passes_on, taken_over
from tests.replay.form_scene import form
from tests.replay.history_files import HISTORIES, write
from tests.replay.rounds_scene import rounds
from tests.replay.staff_scene import SAM, approval, handoff
from tests.support import eventually, running
from tests.workflows.conftest import Stage, register_search_attributes
from workflows.conversation import ConversationWorkflow
from workflows.options import ROLL_AT_TURNS

CALL = CallTool(call_id="c-1", tool="get_order", arguments={"order_id": "A1"}, attempts=2)


def brain(event: Event) -> Sequence[Command]:  # noqa: PLR0911 - one for each word
    """Everything a decision can ask for, each at a word of its own."""
    match event:
        case CustomerSpoke(text="track"):
            return [CALL]
        case CustomerSpoke(text="refund"):
            expires = event.at + timedelta(days=1)
            return [
                AskApproval(
                    approval_id="ap-1",
                    name="refund",
                    by_role="supervisor",
                    shown={"amount": "129.90 EUR"},
                    digest="d1",
                    expires_at=expires,
                )
            ]
        case CustomerSpoke(text="human"):
            due = event.at + timedelta(hours=1)
            return [HandOff(handoff_id="h-1", queue="support", first_reply_due=due, nobody_at=due)]
        case CustomerSpoke(text="remind"):
            soon, later = (event.at + timedelta(seconds=s) for s in (4, 3_600))
            return [WaitUntil(wait_id="w-1", at=soon), WaitUntil(wait_id="w-2", at=later)]
        case CustomerSpoke(text="call off"):
            return [CancelWait(wait_id="w-2")]
        case CustomerSpoke(text="nobody"):
            first, second, third = (event.at + timedelta(seconds=s) for s in (1, 2, 4))
            return [
                HandOff(
                    handoff_id="h-2",
                    queue="support",
                    first_reply_due=first,
                    nobody_at=second,
                    nobody_again=(third,),
                )
            ]
        case HandoffTransferred():
            return passes_on(event)
        case ToolUnavailable():
            return [say("away"), DeferCall(call=CALL, give_up_at=event.at + timedelta(hours=2))]
        case (
            ToolSucceeded()
            | ApprovalDecided()
            | HandoffReturned()
            | HandoffUnanswered()
            | MomentReached()
        ):
            return [say(event.kind)]
        case _:
            return echo(event)


async def chat(stage: Stage) -> None:
    """Plain turns, with a quick step that fails, up to and past a roll."""
    for number in range(3):
        await stage.send(f"hello {number}")
    await eventually(lambda: len(stage.turns.said) == 3)
    stage.turns.failures = ["advance_turn"] * 3 + ["commit_turn"] * 3
    await stage.send("stumble")
    await eventually(lambda: len(stage.turns.said) == 4)


async def many_turns(stage: Stage) -> None:
    for number in range(ROLL_AT_TURNS + 2):
        await stage.send(str(number))
    await eventually(lambda: len(stage.turns.said) == ROLL_AT_TURNS + 2)


async def tools(stage: Stage) -> None:
    """A call that answers, and one that is parked until the backend is back."""
    await stage.send("track")
    await eventually(lambda: stage.turns.said == ["tool_succeeded"])
    stage.tools.is_down = True
    await stage.send("track")
    await eventually(lambda: len(stage.turns.said) == 2)
    await stage.send("meanwhile")
    stage.tools.is_down = False
    await eventually(lambda: len(stage.turns.said) == 4)


async def rolled(stage: Stage) -> None:
    """Moved to another revision of its bot, and asked to roll while it is idle."""
    await stage.send("one")
    await eventually(lambda: len(stage.turns.said) == 1)
    looked_at = await stage.handle.query(ConversationWorkflow.get_dialogue)
    move = MoveToRevision(
        from_revision=looked_at.revision,
        to_revision="r2",
        mark=looked_at.mark,
        policy=ConversationPolicy(),
    )
    await stage.handle.execute_update(ConversationWorkflow.move_to_revision, move)
    await _roll(stage)
    await stage.send("two")
    await eventually(lambda: len(stage.turns.said) == 2)


async def sends(stage: Stage) -> None:
    """Through a provider: tried again, carried over a roll, and ended by a human's claim."""
    delivery = stage.needing_a_provider().delivery
    delivery.outcomes.append(DeliveryStatus.SENDING)
    async with stage.delivery_worker():
        await stage.send("hello")
        await eventually(lambda: bool(delivery.sent))
        delivery.always = DeliveryStatus.PENDING
        await stage.send("later")
        await stage.send("human")
        await eventually(lambda: len(stage.turns.ended) == 3 and len(delivery.attempts) > 2)
        await _roll(stage)
        claim = ClaimHandoff(handoff_id="h-1", agent=SAM)
        await stage.handle.execute_update(ConversationWorkflow.claim_handoff, claim)
        await eventually(lambda: bool(delivery.given_up))


async def wait(stage: Stage) -> None:
    """Two waits: one is called off, the other is reached in the next run."""
    await stage.send("remind")
    await stage.send("call off")
    await eventually(lambda: len(stage.turns.ended) == 2)
    await _roll(stage)
    await eventually(lambda: stage.turns.said == ["moment_reached"])


async def nobody(stage: Stage) -> None:
    """Nobody comes, is told so twice and then no more; claimed in the end."""
    await stage.send("nobody")
    await eventually(lambda: stage.turns.said == ["handoff_unanswered"] * 2)
    claim = ClaimHandoff(handoff_id="h-2", agent=SAM)
    await stage.handle.execute_update(ConversationWorkflow.claim_handoff, claim)
    await eventually(lambda: len(stage.desk.changes) == 2)


async def _roll(stage: Stage) -> None:
    """Ask it to roll and wait for its next run to have begun."""
    before = (await stage.handle.describe()).run_id
    await stage.handle.signal(ConversationWorkflow.roll)

    async def has_rolled() -> bool:
        return (await stage.handle.describe()).run_id != before

    await eventually(has_rolled)


SCENES: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    chat,
    many_turns,
    tools,
    approval,
    handoff,
    rolled,
    sends,
    wait,
    nobody,
    answers,
    form,
    desk,
    declined,
    taken_over,
    careful,
)
QUEUES = {
    "handoff": ("h-1", "queue"),
    "nobody": ("h-2", "nobody-queue"),
    "desk": ("h-1", "desk-queue"),
    "declined": ("h-1", "declined-queue"),
}
"""Scenes whose handoffs have histories of their own."""


async def main(names: Sequence[str] = ()) -> None:
    HISTORIES.mkdir(exist_ok=True)
    async with await WorkflowEnvironment.start_local(
        data_converter=pydantic_data_converter, dev_server_existing_path=str(temporal_binary())
    ) as environment:
        await register_search_attributes(environment.client)
        for scene in SCENES:
            if names and scene.__name__ not in names:
                continue
            await _record(environment.client, scene)
        if not names or "rounds" in names:
            for suffix, handle in (await rounds(environment.client)).items():
                await write(handle, f"{version('duralogue')}-rounds{suffix}")


async def _record(client: Client, scene: Callable[[Stage], Awaitable[None]]) -> None:
    name = scene.__name__
    stage = Stage(client, FakeTurns(brain), conversation_id=name)
    async with running(stage.workers()):
        await scene(stage)
    described = await stage.handle.describe()
    first = described.raw_description.workflow_execution_info.first_run_id
    runs = {"": described.run_id} if first == described.run_id else {"": first, "-2": None}
    for suffix, run_id in runs.items():
        handle = client.get_workflow_handle(stage.workflow_id, run_id=run_id)
        await write(handle, f"{version('duralogue')}-{name.replace('_', '-')}{suffix}")
    if name in QUEUES:
        handoff_id, queue = QUEUES[name]
        handle = client.get_workflow_handle(f"handoff/acme/{handoff_id}")
        await write(handle, f"{version('duralogue')}-{queue}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
