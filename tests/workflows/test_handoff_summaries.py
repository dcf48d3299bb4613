"""A summary is asked for beside the waiting, once, and only of tenants with a model for it."""

import pytest

from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp
from tests.workflows.desk import SAM, Desk, claim


@pytest.mark.parametrize("fails", [True, False])
async def test_it_is_asked_for_once_and_holds_nobody_up(set_up: SetUp, *, fails: bool) -> None:
    """Whether or not a model answers, the customer is claimed."""
    desk = Desk()
    stage = set_up(FakeTurns(desk, ConversationPolicy(summarises_handoffs=True)))
    stage.summaries.fails = fails
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("human")
        await eventually(lambda: bool(stage.summaries.asked))
        await claim(stage, desk.handoff_id, SAM)

    [asked] = stage.summaries.asked
    assert asked.handoff_id == desk.handoff_id


async def test_without_a_model_nothing_is_scheduled(set_up: SetUp) -> None:
    """As it was before there were models."""
    desk = Desk()
    stage = set_up(FakeTurns(desk))
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.handoffs))
        await claim(stage, desk.handoff_id, SAM)

    assert stage.summaries.asked == []
