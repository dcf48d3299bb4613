"""A tenant's documents, listed by a test."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.errors import NotFound
from domain.knowledge import KnowledgeDocument, Section


@dataclass
class ListedDocuments:
    """Implements `KnowledgeSources`."""

    listed: dict[tuple[str, str], KnowledgeDocument] = field(default_factory=dict)

    async def replace(self, tenant_id: str, documents: Sequence[KnowledgeDocument]) -> None:
        self.listed = {(tenant_id, document.document_id): document for document in documents}

    async def hashes(self, tenant_id: str) -> dict[str, str]:
        return {key[1]: one.content_hash for key, one in self.listed.items() if key[0] == tenant_id}

    async def get(self, tenant_id: str, document_id: str) -> KnowledgeDocument:
        try:
            return self.listed[tenant_id, document_id]
        except KeyError:
            raise NotFound(f"the tenant {tenant_id} has no document {document_id}") from None


class ParagraphSections:
    """Implements `PageReader`: a line that begins with "## " is a heading."""

    def sections(self, body: str) -> list[Section]:
        parts = body.split("## ")
        return [
            Section(heading=lines[0] if number else "", paragraphs=tuple(lines[bool(number) :]))
            for number, part in enumerate(parts)
            if (lines := part.strip().splitlines())
        ]
