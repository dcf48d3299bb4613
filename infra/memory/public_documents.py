"""Memory twin of the pages of public documents."""

from datetime import date

from domain.errors import NotFound
from domain.knowledge import DocumentPage


class MemoryPublicDocuments:
    """Implements `PublicDocuments` over pages that were put there."""

    def __init__(self) -> None:
        self._pages: dict[tuple[str, str], DocumentPage] = {}

    def put(self, tenant_id: str, document_id: str, page: DocumentPage) -> None:
        """Show it from now on, on every day."""
        self._pages[tenant_id, document_id] = page

    async def page(
        self,
        tenant_id: str,
        document_id: str,
        *,
        today: date,  # noqa: ARG002 - what was put here is public
    ) -> DocumentPage:
        try:
            return self._pages[tenant_id, document_id]
        except KeyError:
            raise NotFound("There is no such document.") from None
