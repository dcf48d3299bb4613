"""Where the pages of a tenant's public documents come from."""

from datetime import date
from typing import Protocol

from domain.knowledge import DocumentPage


class PublicDocuments(Protocol):
    """Documents as they are indexed: what answers quote is what their pages show."""

    async def page(self, tenant_id: str, document_id: str, *, today: date) -> DocumentPage:
        """Raise NotFound where there is none that anybody may read on this day."""
        ...
