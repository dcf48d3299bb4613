"""Indexing a tenant's documents: read, cut, embed, stage, and swap in at once."""

from contextlib import suppress
from itertools import islice

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.chunking import chunks_of, text_to_embed
from domain.errors import NotFound
from domain.knowledge import Chunk, KnowledgeDocument, SyncReport
from domain.ports import Embedder, KnowledgeSources, KnowledgeStore, SectionReader


class Sync(BaseModel):
    """One pass over a tenant's documents."""

    tenant_id: str
    sync_id: str


class IndexBatch(Sync):
    limit: int = 20


class BatchIndexed(BaseModel):
    indexed: int
    remaining: int


class KnowledgeActivities:
    """Each step looks up what is left to do, so that it may be repeated after a crash.

    Only ids and counts pass through the workflow; the documents themselves stay in the database.
    """

    def __init__(
        self,
        sources: KnowledgeSources,
        store: KnowledgeStore,
        sections: SectionReader,
        embedder: Embedder,
    ) -> None:
        self._sources = sources
        self._store = store
        self._sections = sections
        self._embedder = embedder

    @activity.defn
    async def plan_sync(self, sync: Sync) -> SyncReport:
        """How many documents are new, changed, unchanged and removed."""
        with as_application_errors():
            written = await self._sources.hashes(sync.tenant_id)
            indexed = await self._store.hashes(sync.tenant_id)
        unchanged = sum(indexed.get(name) == content for name, content in written.items())
        return SyncReport(
            added=len(written.keys() - indexed.keys()),
            changed=len(written.keys() & indexed.keys()) - unchanged,
            unchanged=unchanged,
            removed=len(indexed.keys() - written.keys()),
        )

    @activity.defn
    async def index_batch(self, batch: IndexBatch) -> BatchIndexed:
        """Stage the next documents that are new or changed and not yet staged."""
        with as_application_errors():
            pending = await self._pending(batch)
            names = list(islice(pending, batch.limit))
            for name in names:
                with suppress(NotFound):  # removed by its author since it was listed
                    await self._index(batch, name)
                if activity.in_activity():
                    activity.heartbeat(name)
        return BatchIndexed(indexed=len(names), remaining=len(pending) - len(names))

    @activity.defn
    async def swap_in(self, sync: Sync) -> SyncReport:
        """Readers see the new documents, and the removed ones no more, from one moment on."""
        with as_application_errors():
            written = await self._sources.hashes(sync.tenant_id)
            indexed = await self._store.hashes(sync.tenant_id)
            removed = sorted(indexed.keys() - written.keys())
            return await self._store.swap(sync.tenant_id, sync.sync_id, removed)

    async def _pending(self, sync: Sync) -> dict[str, str]:
        written = await self._sources.hashes(sync.tenant_id)
        indexed = await self._store.hashes(sync.tenant_id)
        staged = await self._store.staged(sync.tenant_id, sync.sync_id)
        return {
            name: content
            for name, content in sorted(written.items())
            if content not in {indexed.get(name), staged.get(name)}
        }

    async def _index(self, sync: Sync, document_id: str) -> None:
        document = await self._sources.get(sync.tenant_id, document_id)
        chunks = await self._embedded(document)
        await self._store.stage(sync.tenant_id, sync.sync_id, document, chunks)

    async def _embedded(self, document: KnowledgeDocument) -> list[Chunk]:
        chunks = chunks_of(document, self._sections.sections(document.body))
        texts = [text_to_embed(chunk) for chunk in chunks]
        for chunk in chunks:
            texts += [sentence.text for sentence in chunk.sentences]
        vectors = iter(await self._embedder.embed(texts))
        for chunk in chunks:
            chunk.vector = next(vectors)
        for chunk in chunks:
            for sentence in chunk.sentences:
                sentence.vector = next(vectors)
        return chunks
