"""Port for the pages of a tenant's public documents."""

from datetime import date
from typing import Protocol

from domain.knowledge import DocumentPage


class PublicDocuments(Protocol):
    """Documents as they are indexed: what answers quote is what their pages show."""

    async def page(self, tenant_id: str, document_id: str, *, today: date) -> DocumentPage:
        """Raise NotFound where there is none that anybody may read on this day."""
        ...
