"""Recorded edits and deletions, beside turns whose store is a dict."""

from temporalio import activity

from activities.message_changes import RecordChanges
from domain.channels import MessageChange
from tests.fakes.activities import FakeTurns


class FakeChanges:
    """Stands where MessageChangeActivities stands; `recorded` is what the transcript was told."""

    def __init__(self, turns: FakeTurns) -> None:
        self._turns = turns
        self.asked = 0
        self.recorded: list[MessageChange] = []

    @activity.defn
    async def record_changes(self, request: RecordChanges) -> tuple[str, ...]:
        self.asked += 1
        known = [c for c in request.changes if c.message_id in self._turns.turn_of]
        self.recorded += known
        return tuple(change.event_id for change in known)
