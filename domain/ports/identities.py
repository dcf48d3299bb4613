"""To whom conversations belong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.identities import Binding, SessionProof, VisitorConversation


class Identities(Protocol):
    """To whom conversations belong. It goes one way: anonymous, one customer, ended."""

    async def holds(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        """Whether a session that proves this still opens the conversation."""
        ...

    async def bind(self, tenant_id: str, conversation_id: str, customer_id: str) -> Binding:
        """Give it to the customer, unless it is another's or ended. Of two at once one wins."""
        ...

    async def end(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        """End all its sessions for good; False where the one that asks no longer holds."""
        ...


class VisitorConversations(Protocol):
    """What a visitor may open."""

    async def listed(
        self,
        tenant_id: str,
        named: Sequence[str],
        proof: SessionProof,
        *,
        seen: Mapping[str, int],
    ) -> list[VisitorConversation]:
        """Of the conversations that the session names, and of the proved customer's, those that
        the proof opens and in which something was said: the latest first, at most 20. `seen` are
        numbers of events by conversation; where it has none, nothing is unread."""
        ...
