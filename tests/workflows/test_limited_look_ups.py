"""A provider that lets nobody ask more than once a minute what became of a send."""

from collections.abc import Sequence
from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from domain.deliveries import DeliveryStatus
from domain.dialogue.commands import CloseConversation, Command
from domain.dialogue.events import Event, IdleElapsed
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, echo
from tests.support import running
from tests.workflows.conftest import Stage


def _brain(event: Event) -> Sequence[Command]:
    if isinstance(event, IdleElapsed) and event.stage == "close":
        return [CloseConversation(reason="idle")]
    return echo(event)


async def test_a_look_up_that_is_put_off_at_the_end_is_made_all_the_same(
    skipping: WorkflowEnvironment,
) -> None:
    """Up to five minutes longer than a send is tried; then the row is final."""
    stage = Stage(skipping.client, FakeTurns(_brain)).needing_a_provider()
    stage.delivery.always, stage.delivery.put_off = DeliveryStatus.SENDING, 2
    stage.turns.policy = ConversationPolicy(nudge_after=None, close_after=timedelta(minutes=30))
    async with running([*stage.workers(), stage.delivery_worker()]):
        conversation = await stage.send("one")
        await conversation.result()

    said = stage.delivery.looked_up_until
    assert len(said) == 3
    assert None not in said
    assert len(set(said)) == 1
    assert list(stage.delivery.given_up) == ["you said: one"]
