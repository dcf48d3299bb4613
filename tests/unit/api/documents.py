"""A tenant's public documents, listed by a test."""

from dataclasses import dataclass, field
from datetime import date

from domain.errors import NotFound
from domain.knowledge import DocumentPage


@dataclass
class ListedDocuments:
    """Implements `PublicDocuments`."""

    listed: dict[tuple[str, str], DocumentPage] = field(default_factory=dict)

    async def page(self, tenant_id: str, document_id: str, *, today: date) -> DocumentPage:
        try:
            return self.listed[tenant_id, document_id]
        except KeyError:
            raise NotFound("There is no such document.") from None
