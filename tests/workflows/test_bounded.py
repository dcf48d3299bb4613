"""A conversation that goes on for a year stays small."""

from datetime import timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import Stage
from workflows import options

MONTHS = 12
MOST_CARRIED = 16_000
"""Bytes that a run may begin with."""


async def test_a_year_of_bursts_and_idle_months_is_answered_within_bounds(
    skipping: WorkflowEnvironment, request: pytest.FixtureRequest
) -> None:
    """Every run ends in good time, and what it hands on does not grow with its age.

    A burst is longer than a run, so that messages arrive at the very moment of a roll.
    """
    burst = -(-int(request.config.getoption("year_of_messages")) // MONTHS)
    policy = ConversationPolicy(nudge_after=None, close_after=timedelta(days=400))
    stage = Stage(skipping.client, FakeTurns(policy=policy))
    longest, most_carried, runs = 0, 0, set[str]()
    async with running(stage.workers()):
        for month in range(MONTHS):
            for number in range(burst):
                await stage.send(f"{month}.{number}")
            await eventually(lambda: len(stage.turns.said) == stage.sent, within=400)
            description = await stage.handle.describe()
            started = (await stage.handle.fetch_history()).events[0]
            carried = started.workflow_execution_started_event_attributes.input.ByteSize()
            longest = max(longest, description.history_length)
            most_carried = max(most_carried, carried)
            runs.add(str(description.run_id))
            await skipping.sleep(timedelta(days=30))

    assert stage.turns.said == [f"you said: {m}.{n}" for m in range(MONTHS) for n in range(burst)]
    assert stage.turns.sessions == 1
    assert len(runs) >= MONTHS
    assert longest < options.ROLL_AT_EVENTS + 50
    assert most_carried < MOST_CARRIED
