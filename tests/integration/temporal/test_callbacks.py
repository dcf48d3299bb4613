"""From a ticket to a call-back on a real Temporal."""

from datetime import timedelta
from uuid import uuid4

from temporalio.client import Client

from infra.memory.database import MemoryDatabase
from infra.memory.handoffs import MemoryTickets
from infra.temporal.callbacks import CallingTickets


async def test_a_ticket_begins_its_call_back_once(temporal: Client) -> None:
    """The tool call that leaves the number may be repeated; a plain ticket calls nobody."""
    tenant = f"t{uuid4().hex[:8]}"
    tickets = CallingTickets(MemoryTickets(MemoryDatabase()), temporal)
    asked = {"contact": "+49 30 1234567", "about": "the chat"}

    first = await tickets.create(tenant, "c-1", key="k-1", kind="callback", **asked)
    handle = temporal.get_workflow_handle(f"callback/{tenant}/{first}")
    begun = (await handle.describe(rpc_timeout=timedelta(seconds=5))).run_id
    again = await tickets.create(tenant, "c-1", key="k-1", kind="callback", **asked)

    assert again == first
    assert (await handle.describe()).run_id == begun
    await handle.terminate("the test is over")
    assert await tickets.create(tenant, "c-1", key="k-1", kind="callback", **asked) == first
    assert (await handle.describe()).run_id == begun
