"""Port of the inbox of approvals: what waits in it, and how it is pressed for."""

from collections.abc import Sequence
from typing import Protocol

from domain.approval_rules import Pressing
from domain.handoffs import Approval


class ApprovalInbox(Protocol):
    """Approvals that nobody has decided yet."""

    async def waiting(self, tenant_id: str, *, limit: int) -> list[Approval]:
        """The longest waiting first."""
        ...

    async def press(self, tenant_id: str, found: Sequence[Pressing]) -> None:
        """Show reminders and escalations, each once; what was decided meanwhile stays as it is."""
        ...
