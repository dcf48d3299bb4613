"""A desk, as `record` records it: woken, by its timer, a round that fails, and a roll."""

from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle

from infra.temporal.desk import TemporalDeskWakes
from tests.fakes.desk_rounds import FakeRounds
from tests.support import eventually, running
from workflows.desk import DeskWorkflow
from workflows.queues import CONVERSATIONS


async def desk(client: Client) -> dict[str, WorkflowHandle[Any, Any]]:
    """Its first run and its second."""
    rounds, wakes = FakeRounds(timedelta(seconds=1)), TemporalDeskWakes(client)
    async with running([rounds.worker(client, CONVERSATIONS)]):
        await wakes.wake("acme")
        await eventually(lambda: rounds.rounds == 2)
        rounds.failures = 1
        await wakes.wake("acme")
        await eventually(lambda: rounds.rounds == 3)
        await wakes.wake("acme")
        await eventually(lambda: rounds.rounds == 4)
        handle = client.get_workflow_handle("desk/acme")
        first = (await handle.describe()).run_id
        await handle.signal(DeskWorkflow.roll)
        await eventually(lambda: rounds.rounds == 5)
    return {"": client.get_workflow_handle("desk/acme", run_id=first), "-2": handle}
