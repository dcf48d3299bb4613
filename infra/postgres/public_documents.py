"""A tenant's public documents as pages, put together from the passages that answers quote."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.chunking import is_line
from domain.errors import NotFound
from domain.knowledge import DocumentPage, Section
from infra.postgres.raw_queries import Row, tenant_rows

_PASSAGES = """
SELECT d.title, c.heading, array(
    SELECT s.text FROM knowledge_sentences s
    WHERE s.tenant_id = c.tenant_id AND s.chunk_id = c.chunk_id ORDER BY s.position
) AS sentences
FROM knowledge_documents d
JOIN knowledge_chunks c USING (tenant_id, document_id, sync_id)
JOIN knowledge_generations g ON g.tenant_id = d.tenant_id
WHERE d.tenant_id = %(tenant)s AND d.document_id = %(document)s
AND d.shown_from <= g.generation AND (d.shown_until IS NULL OR d.shown_until > g.generation)
AND d.audience = 'public' AND (d.valid_until IS NULL OR d.valid_until >= %(today)s)
ORDER BY c.position
"""


class PostgresPublicDocuments:
    """Implements `domain.ports.pages.PublicDocuments`.

    Nothing is read as markdown here: whatever a document holds, its page costs one query.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def page(self, tenant_id: str, document_id: str, *, today: date) -> DocumentPage:
        values = {"tenant": tenant_id, "document": document_id, "today": today}
        rows = await tenant_rows(self._engine, tenant_id, _PASSAGES, values)
        if not rows:
            raise NotFound("There is no such document.")
        sections = (
            Section(heading=heading, paragraphs=tuple(_paragraphs(_sentences(passages))))
            for heading, passages in groupby(rows, key=lambda row: str(row["heading"]))
        )
        return DocumentPage(title=rows[0]["title"], sections=tuple(sections))


def _sentences(passages: Iterable[Row]) -> Iterator[str]:
    """In order; passages of a long section overlap by a sentence, which is shown once."""
    last = None
    for passage in passages:
        sentences: list[str] = passage["sentences"]
        yield from sentences[1:] if sentences[:1] == [last] else sentences
        last = sentences[-1] if sentences else None


def _paragraphs(sentences: Iterable[str]) -> Iterator[str]:
    """A row, an item or a step by itself; what lies between them as one paragraph."""
    for is_alone, run in groupby(sentences, key=is_line):
        if is_alone:
            yield from run
        else:
            yield " ".join(run)
