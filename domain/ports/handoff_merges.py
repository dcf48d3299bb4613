"""The port of merged handoffs: which conversation goes with which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from domain.desk.merges import Merged, MergeSide, Straggler
    from domain.handoffs import Handoff


class HandoffMerges(Protocol):
    """A link from one open handoff to another; who has either is the conversations' to decide."""

    async def sides(
        self, tenant_id: str, handoff_id: str, conversation_id: str
    ) -> tuple[MergeSide, MergeSide]:
        """The handoff's conversation and the other one. Raise NotFound where one is not there."""
        ...

    async def merge(
        self,
        tenant_id: str,
        handoff_id: str,
        conversation_id: str,
        *,
        agent: str,
        by: str,
        at: datetime,
    ) -> Merged:
        """Let the conversation's open handoff, and what is merged into it, go with this handoff,
        and note so beside what was said. Again is the same. Of two at once the second sees what the
        first has done; raise Conflict where `merge_refusal` finds a reason, or none is open."""
        ...

    async def separate(self, tenant_id: str, handoff_id: str) -> None:
        """It is one of its own again; again is the same. Raise NotFound where it never was."""
        ...

    async def merged_into(self, tenant_id: str, handoff_id: str) -> list[Handoff]:
        """Those that go with it, open or over, the first opened first; a bounded number."""
        ...

    async def stragglers(self, tenant_id: str, *, limit: int) -> list[Straggler]:
        """Those that may have something to do, the longest merged first."""
        ...
