"""The ports behind which the local models stand in another process."""

from collections.abc import Sequence
from typing import Any

from domain.bot.model import Bot
from domain.knowledge import Answer, Chunk, KnowledgeDocument, Passage, Topic
from domain.ports import Vector
from domain.ports.knowledge_search import SearchQuery
from domain.ranking import Closeness
from domain.understanding.model import DialogueContext, Understanding
from infra.model_process.jobs import Job, fingerprint
from infra.model_process.process import ModelProcess

_EMBEDDING = 10
"""Embedding takes a document's sentences too; its own part in Python is small."""
_CUTTING = 10
"""A document may be fifty times as long as a message. The largest ordinary one takes half a
second of a core, the worst that we know of three."""


class DistantUnderstander:
    """Implements `domain.ports.Understander`."""

    def __init__(self, process: ModelProcess) -> None:
        self._process = process

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        tenant = bot.tenant.tenant
        suspect = fingerprint("understand", tenant, bot.revision, text)
        job = Job(
            kind="understand",
            arguments=lambda _: (bot.revision, text, context, vector),
            suspect=suspect,
            key=suspect + fingerprint(context.model_dump_json()),
            budget=self._process.budget,
            bot=bot,
            about={"tenant_id": tenant},
        )
        understood: Understanding = await self._process.run(job)
        return understood


class DistantEmbedder:
    """Implements `domain.ports.Embedder`, `ChunkEmbedder` and `PassageMatcher`.

    `model` is what the process will load.
    """

    def __init__(
        self, process: ModelProcess, *, model: str, dimension: int, jobs: str = ""
    ) -> None:
        """`jobs` ends the names of the process's jobs for a model that is not the usual one."""
        self._jobs = jobs
        self._process = process
        self._model = model
        self._dimension = dimension

    @property
    def model(self) -> str:
        return self._model

    @property
    def dimension(self) -> int:
        return self._dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        suspect = fingerprint("embed", self._jobs, *texts)
        vectors: list[Vector] = await self._process.run(
            Job(
                kind=f"embed{self._jobs}",
                arguments=lambda _: (tuple(texts),),
                suspect=suspect,
                key=suspect,
                budget=_EMBEDDING * self._process.budget,
            )
        )
        return vectors

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        suspect = fingerprint("index", self._jobs, *(chunk.text for chunk in chunks))
        embedded: list[Chunk] = await self._process.run(
            Job(
                kind=f"index{self._jobs}",
                arguments=lambda _: (tuple(chunks),),
                suspect=suspect,
                key=suspect,
                budget=_EMBEDDING * self._process.budget,
            )
        )
        return embedded

    async def match(self, query: SearchQuery, passages: Sequence[Passage]) -> list[Closeness]:
        """A passage that the process has is sent by its id."""
        names = [passage.content_id or passage.text for passage in passages]
        suspect = fingerprint("match", self._jobs, *query.texts, *names)
        closeness: list[Closeness] = await self._process.run(
            Job(
                kind=f"match{self._jobs}",
                arguments=lambda given: (query, [_sent(passage, given) for passage in passages]),
                suspect=suspect,
                key=suspect,
                budget=self._process.budget,
            )
        )
        return closeness


class DistantChunker:
    """Implements `domain.ports.Chunker`."""

    def __init__(self, process: ModelProcess) -> None:
        self._process = process

    async def chunks(self, document: KnowledgeDocument) -> list[Chunk]:
        suspect = fingerprint("cut", document.document_id, document.content_hash)
        chunks: list[Chunk] = await self._process.run(
            Job(
                kind="cut",
                arguments=lambda _: (document,),
                suspect=suspect,
                key=suspect,
                budget=_CUTTING * self._process.budget,
                about={"document_id": document.document_id},
            )
        )
        return chunks


class DistantAnswerer:
    """Implements `domain.ports.Answerer` and `NamesTopics`.

    A passage that the process has is sent by its id."""

    def __init__(self, process: ModelProcess) -> None:
        self._process = process

    async def answer(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None:
        answer: Answer | None = await self._ask("answer", query, vector, passages)
        return answer

    async def topics(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> tuple[Topic, ...]:
        topics: tuple[Topic, ...] = await self._ask("topics", query, vector, passages)
        return topics

    async def _ask(self, kind: str, query: str, vector: Vector, passages: Sequence[Passage]) -> Any:
        names = [f"{p.content_id or p.text} {p.score} {p.vector_similarity}" for p in passages]
        suspect = fingerprint(kind, query, *names)

        def arguments(given: set[str]) -> tuple[Any, ...]:
            return query, vector, [_sent(passage, given) for passage in passages]

        return await self._process.run(
            Job(
                kind=kind,
                arguments=arguments,
                suspect=suspect,
                key=suspect,
                budget=self._process.budget,
            )
        )


class DistantForeignQuoter:
    """Implements `domain.ports.foreign_knowledge.ForeignQuoter`."""

    def __init__(self, process: ModelProcess) -> None:
        self._process = process

    async def quote(self, query: str, passages: Sequence[Passage]) -> Answer | None:
        suspect = fingerprint("quote", query, *(passage.text for passage in passages))
        answer: Answer | None = await self._process.run(
            Job(
                kind="quote",
                arguments=lambda _: (query, tuple(passages)),
                suspect=suspect,
                key=suspect,
                budget=_EMBEDDING * self._process.budget,
            )
        )
        return answer


Ranks = tuple[float, int | None, float | None]


def _sent(passage: Passage, given: set[str]) -> Passage | tuple[str, Ranks]:
    if passage.content_id is None:
        return passage
    if passage.content_id not in given:
        given.add(passage.content_id)
        return passage
    ranks = (passage.score, passage.lexical_rank, passage.vector_similarity)
    return passage.content_id, ranks
