"""Migrating a tenant's open conversations on a real Temporal server."""

from datetime import UTC, datetime

from temporalio import activity
from temporalio.client import Client

from domain.bot.model import Bot, Flow, Step
from domain.channel_addresses import (
    Channel,
)
from domain.dialogue.state import FlowFrame, Waiting
from domain.messages import (
    InboundMessage,
)
from domain.turns import AdvanceTurn, StepResult
from duralogue.revision_migration import Migration, MigrationOutcome, Verdict
from infra.temporal.conversations import TemporalConversationGateway
from infra.temporal.revisions import TemporalRevisions
from tests.fakes.activities import FakeTurns, say
from tests.fakes.bots import OneBot, a_bot
from tests.support import eventually, running
from tests.workflows.conftest import Stage

OLD = a_bot().model_copy(
    update={"flows": {"book": Flow(name="book", steps=(Step(id="room", collect="room"),))}}
)
NEW = a_bot(revision="r2")
IN_A_FLOW = FlowFrame(
    flow="book", run="s1.1", path=("room",), waiting=Waiting(on="slot", ref="room")
)


class BookingTurns(FakeTurns):
    """Whoever says "book" stands in a flow from then on."""

    @activity.defn
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        state = request.state
        if getattr(request.event, "text", "") == "book":
            state = state.model_copy(update={"stack": (IN_A_FLOW,)})
        return StepResult(commands=(say("well"),), state=state)


async def verdicts(client: Client, to: Bot, *, dry_run: bool) -> dict[str, Verdict]:
    revisions = TemporalRevisions(client, "acme")
    migration = Migration(OneBot(OLD), revisions, to, dry_run=dry_run)
    return {verdict.conversation_id: verdict async for verdict in migration.run()}


async def deliver(client: Client, tenant_id: str, conversation_id: str, text: str) -> None:
    message = InboundMessage(
        message_id=f"m-{conversation_id}",
        tenant_id=tenant_id,
        conversation_id=conversation_id,
        channel=Channel.WEB,
        text=text,
        received_at=datetime.now(UTC),
    )
    await TemporalConversationGateway(client).deliver(message)


async def test_those_that_can_go_on_are_moved_and_the_others_are_named(
    own_temporal: Client,
) -> None:
    """A dry run tells the same and touches nothing; another tenant's are not even looked at."""
    stage = Stage(own_temporal, BookingTurns())
    async with running(stage.workers()):
        await deliver(own_temporal, "acme", "c-idle", "hello")
        await deliver(own_temporal, "acme", "c-booking", "book")
        await deliver(own_temporal, "other", "c-other", "hello")
        await eventually(lambda: len(stage.turns.ended) == 3)

        async def are_listed() -> bool:
            return len(await verdicts(own_temporal, NEW, dry_run=True)) == 2

        await eventually(are_listed)
        foretold = await verdicts(own_temporal, NEW, dry_run=True)
        done = await verdicts(own_temporal, NEW, dry_run=False)
        afterwards = await verdicts(own_temporal, NEW, dry_run=False)

    broken = Verdict("c-booking", MigrationOutcome.WOULD_BREAK, ("the flow book is gone",))
    assert foretold == {
        "c-idle": Verdict("c-idle", MigrationOutcome.WOULD_MOVE),
        "c-booking": broken,
    }
    assert done == {"c-idle": Verdict("c-idle", MigrationOutcome.MOVED), "c-booking": broken}
    assert afterwards == {
        "c-idle": Verdict("c-idle", MigrationOutcome.ALREADY_THERE),
        "c-booking": broken,
    }
