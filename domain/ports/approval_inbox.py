"""Port of the inbox of approvals: what waits in it, and how it is pressed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

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
