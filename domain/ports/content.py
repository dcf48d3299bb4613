"""Ports for a bot's content: published revisions, understanding, knowledge, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from domain.bot.model import Bot
    from domain.knowledge import (
        Answer,
        Audience,
        Chunk,
        KnowledgeDocument,
        KnowledgeStatus,
        Passage,
        SyncReport,
        Topic,
    )
    from domain.knowledge_areas import KnowledgeArea
    from domain.understanding.model import DialogueContext, Understanding

Vector = tuple[float, ...]


class Bots(Protocol):
    """Published revisions of bots. Revisions are immutable, so adapters may cache them."""

    async def get(self, tenant_id: str, revision: str) -> Bot:
        """Raise NotFound where there is no such revision."""
        ...

    async def current(self, tenant_id: str) -> Bot:
        """Raise NotFound for an unknown tenant or one that has published nothing."""
        ...

    async def publish(self, bot: Bot, *, by: str) -> bool:
        """Store and make current. False if this revision was current already."""
        ...


class BotCompiler(Protocol):
    """Turns the files of a tenant into a bot; nothing else may be published."""

    async def compile(self, files: Mapping[str, str], *, servers: tuple[str, ...] = ()) -> Bot:
        """Compile texts by their paths in the tenant's folder, within bounds of time and memory.

        `servers` are the addresses that the operator has given this tenant. Raise InvalidBot with
        every problem found.
        """
        ...


class Embedder(Protocol):
    """Sentence embeddings, L2-normalised. Those of two models compare with nothing."""

    @property
    def model(self) -> str:
        """Its name and version, such as "all-MiniLM-L6-v2-int8": an index is searched by the
        model that made it, and by no other."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One vector for each text, in their order. Raise DependencyUnavailable where the model
        does not answer, BudgetExceeded for a text that takes too much of the machine."""
        ...


class Understander(Protocol):
    """Intent, entities and references of one message, for one revision of a bot."""

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        """`vector` is the text's, where it is known already. Raise DependencyUnavailable where the
        model does not answer, BudgetExceeded for a text that takes too much of the machine."""
        ...


class Retriever(Protocol):
    """Finds passages of a tenant's documents, by words and by meaning."""

    async def search(
        self,
        tenant_id: str,
        query: str,
        vector: Vector,
        *,
        limit: int = 8,
        today: datetime,
        audiences: frozenset[Audience] = ...,
        area: KnowledgeArea | None = None,
    ) -> list[Passage]:
        """Best first; documents past `valid_until`, and those for others than `audiences`, are
        left out. With an area, the best `limit` of it are found beside the best `limit` of all.

        Raise ConfigurationError where the tenant's documents are indexed with another model than
        the vector's, and DependencyUnavailable.
        """
        ...


class KnowledgeSources(Protocol):
    """A tenant's documents as written, on their way to the index."""

    async def replace(
        self,
        tenant_id: str,
        documents: Sequence[KnowledgeDocument],
        *,
        unchanged: Collection[str] = (),
    ) -> None:
        """Exactly these are the tenant's files from now on, beside those that stay as they were
        stored (by their ids). What came from the web is left alone."""
        ...

    async def hashes(self, tenant_id: str) -> dict[str, str]:
        """document_id -> content_hash of what shall be indexed."""
        ...

    async def get(self, tenant_id: str, document_id: str) -> KnowledgeDocument:
        """Raise NotFound where the tenant has no such document (any more)."""
        ...

    async def note_indexing(self, tenant_id: str, reasons: Mapping[str, str | None]) -> None:
        """Why documents (by their ids) could not be indexed, or what is wrong with a setting (by
        its name) that indexing needs; None for those that were, which are so mended."""
        ...


class Chunker(Protocol):
    """Takes a document apart into passages and their sentences, without vectors yet."""

    async def chunks(self, document: KnowledgeDocument) -> list[Chunk]:
        """Raise ConfigurationError for one that cannot be indexed as it is written, and
        BudgetExceeded for one that takes more of the machine than any may."""
        ...


class KnowledgeStore(Protocol):
    """A tenant's documents as indexed by one model. `swap` is atomic: readers see all of a sync or
    nothing."""

    async def hashes(self, tenant_id: str) -> dict[str, str]:
        """document_id -> content_hash of what is indexed now; "" for what another model indexed,
        which so counts as changed."""
        ...

    async def staged(self, tenant_id: str, sync_id: str) -> dict[str, str]:
        """document_id -> content_hash of what this sync has staged so far."""
        ...

    async def stage(
        self, tenant_id: str, sync_id: str, document: KnowledgeDocument, chunks: Sequence[Chunk]
    ) -> None:
        """Keep one document for the swap of this sync; staging it again replaces it."""
        ...

    async def swap(self, tenant_id: str, sync_id: str, removed: Sequence[str]) -> SyncReport:
        """Show what this sync staged, without the documents `removed` (by their ids). Repeating it
        changes nothing."""
        ...

    async def roll_back(self, tenant_id: str) -> KnowledgeStatus:
        """Show the documents as they were before the last swap. Raise ConfigurationError where
        that is not kept: there was none, or it was rolled back already."""
        ...

    async def status(self, tenant_id: str) -> KnowledgeStatus:
        """What readers see now."""
        ...


class Answerer(Protocol):
    """Turns passages into an answer with citations, or None rather than a guess.

    Where it answers is for the wiring: one that may take seconds is called by `find_answer` on the
    queue `intelligence`, never within a step."""

    async def answer(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None:
        """Answer the query out of the passages, best first; `vector` is the query's.

        Raise DependencyUnavailable where that may be tried again, and BudgetExceeded.
        """
        ...


@runtime_checkable
class NamesTopics(Protocol):
    """An answerer that can say what a question may be about where it does not answer it."""

    async def topics(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> tuple[Topic, ...]:
        """A few sections, likeliest first; none where none is likely. Raise what `answer` does."""
        ...
