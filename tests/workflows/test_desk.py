"""The clock of a tenant's desk."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from infra.temporal.desk import TemporalDeskWakes
from tests.fakes.desk_rounds import FakeRounds
from tests.support import eventually, running
from workflows import options
from workflows.client_calls import DeskInput
from workflows.desk import DeskWorkflow
from workflows.queues import CONVERSATIONS


@pytest.fixture
async def tenant(temporal: Client) -> AsyncIterator[str]:
    """One of this test's own: the id of its desk is made of it."""
    tenant = f"t{uuid4().hex[:8]}"
    yield tenant
    await temporal.get_workflow_handle(f"desk/{tenant}").terminate("the test is over")


async def test_each_change_is_looked_at_and_none_during_a_round_is_missed(
    temporal: Client, tenant: str
) -> None:
    """
    It starts with the first wake-up, sleeps while nothing is due, and is woken from it at once.
    """
    wakes, rounds = TemporalDeskWakes(temporal), FakeRounds()
    async with running([rounds.worker(temporal, CONVERSATIONS)]):
        await wakes.wake(tenant)
        await eventually(lambda: rounds.rounds == 1)
        rounds.during = lambda: wakes.wake(tenant)
        await wakes.wake(tenant)
        await eventually(lambda: rounds.rounds == 3)


async def test_it_rolls_when_asked_and_goes_on(temporal: Client, tenant: str) -> None:
    """
    The next run begins with a round, so that no wake-up can be lost between the two.
    """
    rounds = FakeRounds()
    handle: WorkflowHandle[Any, Any] = temporal.get_workflow_handle(f"desk/{tenant}")
    async with running([rounds.worker(temporal, CONVERSATIONS)]):
        await TemporalDeskWakes(temporal).wake(tenant)
        await eventually(lambda: rounds.rounds == 1)
        before = (await handle.describe()).run_id
        await handle.signal(DeskWorkflow.roll)
        await eventually(lambda: rounds.rounds == 2)

    assert (await handle.describe()).run_id != before


async def test_it_looks_by_itself_when_something_is_due_and_survives_a_round_that_fails(
    skipping: WorkflowEnvironment,
) -> None:
    """
    Thirty seconds by the clock each time, and after so many rounds a new run: the history of a
    desk that is always busy stays short.
    """
    due = timedelta(seconds=30)
    rounds = FakeRounds(*[due] * (options.ROLL_AT_ROUNDS + 1))
    rounds.failures = 1
    client = skipping.client
    async with running([rounds.worker(client, CONVERSATIONS)]):
        handle = await client.start_workflow(
            DeskWorkflow.run, DeskInput(tenant_id="acme"), id="desk/acme", task_queue=CONVERSATIONS
        )
        first, began = (await handle.describe()).run_id, await skipping.get_current_time()
        await skipping.sleep(due * (options.ROLL_AT_ROUNDS + 1) + timedelta(seconds=5))
        await eventually(lambda: rounds.rounds == options.ROLL_AT_ROUNDS + 2)
        described = await handle.describe()
        await handle.terminate("the test is over")

    assert described.run_id != first
    assert described.history_length < options.ROLL_AT_EVENTS
    assert await skipping.get_current_time() >= began + due * options.ROLL_AT_ROUNDS
