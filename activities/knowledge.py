"""Indexing a tenant's documents: read, cut, embed, stage, and swap in at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import islice
from typing import NamedTuple

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from activities.heartbeats import beating
from activities.hosted_passages import SETTING, HostedPassages
from domain.chunking import text_to_embed
from domain.errors import BudgetExceeded, ConfigurationError, NotFound
from domain.knowledge import MOST_FAILURES, Chunk, KnowledgeDocument, SyncReport
from domain.ports import Chunker, Embedder, KnowledgeSources, KnowledgeStore, Vector
from domain.ports.foreign_knowledge import Indexing, IndexingChoice
from domain.ports.hosted_embedding import TEXTS_PER_CALL
from domain.ports.knowledge_search import ChunkEmbedder
from domain.ports.search_index import IndexFollower

_PORTION = 64
"""Texts embedded at once: seconds of a core at most, so that each can be bounded and told of."""
_LONGEST_REASON = 300
_BEATS_EVERY_S = 10


class Sync(BaseModel):
    """One pass over a tenant's documents."""

    tenant_id: str
    sync_id: str


class IndexBatch(Sync):
    """Index at most `limit` documents of a sync."""

    limit: int = 20
    after: str = ""
    """Only documents whose ids come later: a batch need not try again what the ones before it
    could not index."""


class BatchIndexed(BaseModel):
    """What a batch did: counts of documents, and the first failures in words."""

    indexed: int
    remaining: int
    last: str = ""
    """The document at which the next batch goes on."""
    failed: int = 0
    failures: tuple[str, ...] = ()


class _Read(NamedTuple):
    """A document with its chunks, and their local vectors."""

    document: KnowledgeDocument
    chunks: list[Chunk]


class KnowledgeActivities:
    """Each step looks up what is left to do, so that it may be repeated after a crash.

    Only ids and counts pass through the workflow; the documents themselves stay in the database.
    """

    def __init__(
        self,
        sources: KnowledgeSources,
        store: KnowledgeStore,
        chunker: Chunker,
        embedder: Embedder,
        follower: IndexFollower | None = None,
        *,
        choice: IndexingChoice | None = None,
    ) -> None:
        """`follower` is told of each swap, where another index follows this one. `choice` takes
        the place of store and embedder, tenant by tenant."""
        self._choice = choice
        self._sources = sources
        self._store = store
        self._chunker = chunker
        self._embedder = embedder
        self._follower = follower
        self._indexing = asyncio.Lock()

    @activity.defn
    async def plan_sync(self, sync: Sync) -> SyncReport:
        """How many documents are new, changed, unchanged and removed."""
        with as_application_errors():
            written = await self._sources.hashes(sync.tenant_id)
            indexing = await self._indexing_of(sync.tenant_id)
            indexed = await indexing.store.hashes(sync.tenant_id)
            await self._sources.note_indexing(sync.tenant_id, {SETTING: indexing.problem})
        unchanged = sum(indexed.get(name) == content for name, content in written.items())
        return SyncReport(
            added=len(written.keys() - indexed.keys()),
            changed=len(written.keys() & indexed.keys()) - unchanged,
            unchanged=unchanged,
            removed=len(indexed.keys() - written.keys()),
        )

    @activity.defn
    async def index_batch(self, batch: IndexBatch) -> BatchIndexed:
        """Stage the next documents that are new or changed and not yet staged.

        One that cannot be indexed is named, and the others go on. A worker indexes one batch at a
        time, also where it has places for other work: embedding takes a whole core.
        """
        async with self._alone(batch.after):
            return await self._index_batch(batch)

    @asynccontextmanager
    async def _alone(self, document_id: str) -> AsyncIterator[None]:
        """Temporal hears of whoever waits for the batches before theirs."""
        acquired = False
        while not acquired:
            _beat(document_id)
            with suppress(TimeoutError):
                acquired = await asyncio.wait_for(self._indexing.acquire(), _BEATS_EVERY_S)
        try:
            yield
        finally:
            self._indexing.release()

    async def _index_batch(self, batch: IndexBatch) -> BatchIndexed:
        reasons: dict[str, str | None] = {}
        with as_application_errors():
            indexing = await self._indexing_of(batch.tenant_id)
            pending = await self._pending(batch, indexing)
            names = list(islice(pending, batch.limit))
            reasons |= await self._index(batch, names, indexing)
            await self._sources.note_indexing(batch.tenant_id, reasons)
        failures = [f"{name}: {why}"[:_LONGEST_REASON] for name, why in reasons.items() if why]
        return BatchIndexed(
            indexed=len(names) - len(failures),
            remaining=len(pending) - len(names),
            last=names[-1] if names else batch.after,
            failed=len(failures),
            failures=tuple(failures[:MOST_FAILURES]),
        )

    @activity.defn
    async def swap_in(self, sync: Sync) -> SyncReport:
        """Readers see the new documents, and the removed ones no more, from one moment on."""
        with as_application_errors():
            written = await self._sources.hashes(sync.tenant_id)
            store = (await self._indexing_of(sync.tenant_id)).store
            indexed = await store.hashes(sync.tenant_id)
            removed = sorted(indexed.keys() - written.keys())
            report = await store.swap(sync.tenant_id, sync.sync_id, removed)
            if self._follower is not None:
                await self._follower.follow(sync.tenant_id)
            return report

    async def _pending(self, batch: IndexBatch, indexing: Indexing) -> dict[str, str]:
        written = await self._sources.hashes(batch.tenant_id)
        store = indexing.store
        indexed = await store.hashes(batch.tenant_id)
        staged = await store.staged(batch.tenant_id, batch.sync_id)
        return {
            name: content
            for name, content in sorted(written.items())
            if name > batch.after and content not in {indexed.get(name), staged.get(name)}
        }

    async def _index(
        self, sync: Sync, names: Sequence[str], indexing: Indexing
    ) -> dict[str, str | None]:
        """Stage these documents; by their ids, why one was not.

        Each alone, or for a hosted model in portions of a request: what it has embedded is kept
        though it fails at the next one, or its budget ends there.
        """
        reasons: dict[str, str | None] = dict.fromkeys(names)
        portion: list[_Read] = []
        for name in names:
            try:
                document = await self._sources.get(sync.tenant_id, name)
                chunks = await self._embedded(document, indexing.embedder)
                portion.append(_Read(document, chunks))
            except NotFound:  # removed by its author since it was listed
                continue
            except (ConfigurationError, BudgetExceeded) as error:
                reasons[name] = _reason(error)
            _beat(name)
            texts = sum(len(one.chunks) for one in portion)
            if indexing.hosted is None or texts >= TEXTS_PER_CALL:
                reasons |= await self._stage(sync, portion, indexing)
                portion = []
        return reasons | await self._stage(sync, portion, indexing)

    async def _stage(
        self, sync: Sync, portion: Sequence[_Read], indexing: Indexing
    ) -> dict[str, str | None]:
        reasons: dict[str, str | None] = {}
        chunks = {one.document.document_id: one.chunks for one in portion}
        if indexing.hosted is not None and portion:
            hosted = HostedPassages(indexing.hosted, self._sources, sync.tenant_id)
            async with beating():
                chunks, refused = await hosted.embedded(chunks)
            reasons |= {name: why[:_LONGEST_REASON] for name, why in refused.items()}
        for document, _ in portion:
            name = document.document_id
            if name in reasons:
                continue
            try:
                await indexing.store.stage(sync.tenant_id, sync.sync_id, document, chunks[name])
            except ConfigurationError as error:
                reasons[name] = _reason(error)
            _beat(name)
        return reasons

    async def _indexing_of(self, tenant_id: str) -> Indexing:
        """By which this tenant's documents are indexed, and kept."""
        if self._choice is None:
            return Indexing(self._store, self._embedder)
        return await self._choice.of(tenant_id)

    async def _embedded(self, document: KnowledgeDocument, embedder: Embedder) -> list[Chunk]:
        chunks = await self._chunker.chunks(document)
        if isinstance(embedder, ChunkEmbedder):
            embedded: list[Chunk] = []
            for portion in _portions(chunks):
                embedded += await embedder.embed_chunks(portion)
                _beat(document.document_id)
            return embedded
        texts = [text_to_embed(chunk) for chunk in chunks]
        for chunk in chunks:
            texts += [sentence.text for sentence in chunk.sentences]
        vectors = iter(await _vectors_of(embedder, texts, document.document_id))
        for chunk in chunks:
            chunk.vector = next(vectors)
        for chunk in chunks:
            for sentence in chunk.sentences:
                sentence.vector = next(vectors)
        return chunks


def _reason(error: ConfigurationError | BudgetExceeded) -> str:
    """For its author."""
    if isinstance(error, ConfigurationError):
        return str(error)[:_LONGEST_REASON]
    return "reading it takes more of the machine than one document may; simplify or split"


async def _vectors_of(embedder: Embedder, texts: list[str], document_id: str) -> list[Vector]:
    vectors: list[Vector] = []
    for start in range(0, len(texts), _PORTION):
        vectors += await embedder.embed(texts[start : start + _PORTION])
        _beat(document_id)
    return vectors


def _portions(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """Chunks with their sentences, of about so many texts."""
    portion: list[Chunk] = []
    texts = 0
    for chunk in chunks:
        if portion and texts > _PORTION:
            yield portion
            portion, texts = [], 0
        portion.append(chunk)
        texts += 1 + len(chunk.sentences)
    if portion:
        yield portion


def _beat(document_id: str) -> None:
    if activity.in_activity():
        activity.heartbeat(document_id)
