"""Port for the pages of a tenant's public documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from domain.knowledge import DocumentPage


class PublicDocuments(Protocol):
    """Documents as they are indexed: what answers quote is what their pages show."""

    async def page(self, tenant_id: str, document_id: str, *, today: date) -> DocumentPage:
        """Raise NotFound where there is none that anybody may read on this day."""
        ...
