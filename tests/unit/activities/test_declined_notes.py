"""Notes for whoever passed a conversation on, where that was declined."""

from temporalio.testing import ActivityEnvironment

from activities.handoffs import HandoffActivities, HandoffChange
from domain.desk.notes import DECLINED_PREFIX
from domain.handoffs import HandoffStatus, HandoffUpdate
from infra.memory.conversations import MemoryAgentRecords
from infra.memory.database import MemoryDatabase
from infra.memory.desk_tools import MemoryConversationNotes
from infra.memory.handoffs import MemoryApprovals, MemoryHandoffs
from tests.integration.postgres.stores import NOW
from tests.unit.api.test_claim_rules import a_handoff


async def test_a_declined_transfer_is_noted_once_and_a_kept_one_never() -> None:
    """The worker may die after any write, so the activity runs again."""
    database, notes = MemoryDatabase(), MemoryConversationNotes()
    handoffs = MemoryHandoffs(database)
    found = a_handoff(1, status=HandoffStatus.CLAIMED, assigned_agent="Kim")
    database.handoffs["acme", "h-1"] = found
    activities = HandoffActivities(
        handoffs, MemoryAgentRecords(database), MemoryApprovals(database), notes
    )

    async def record(**fields: object) -> None:
        update = HandoffUpdate.model_validate({"at": NOW, **fields}).model_dump(exclude_unset=True)
        change = HandoffChange(tenant_id="acme", handoff_id="h-1", **update)
        await ActivityEnvironment().run(activities.record_change, change)

    await record(preferred_agent="Ann")
    await record(is_kept=True)
    assert await notes.listed("acme", "web-1") == []
    for _ in range(2):
        await record(is_kept=True, declined_by="Ann")

    [note] = await notes.listed("acme", "web-1")
    assert (note.agent, note.mentions) == ("Ann", ("Kim",))
    assert note.note_id.startswith(DECLINED_PREFIX)
