"""The program of a worker's model process: `python -m duralogue.wiring.model_process`."""

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.bot.model import Bot
from domain.knowledge import Answer, Chunk, KnowledgeDocument, Passage, Topic
from domain.ports import Vector
from domain.ports.knowledge_search import SearchQuery
from domain.ranking import Closeness
from domain.understanding.model import DialogueContext, Understanding
from infra.model_process.serving import Handler, Missing, end_with, serve
from infra.telemetry.logging import configure_logging

if TYPE_CHECKING:
    from infra.local_models.answerer import ExtractiveAnswerer
    from infra.local_models.embedding_cache import CachingEmbedder
    from infra.local_models.foreign_quotes import ForeignQuotes
    from infra.local_models.multilingual_passages import MultilingualPassages
    from infra.local_models.understander import LocalUnderstander

_BOTS, _PASSAGES = 64, 4_000


class LocalModels:
    """What the process does. The models load beside its first jobs."""

    def __init__(self, classifiers: Path, threads: int, reading_bytes: int) -> None:
        self._classifiers = classifiers
        self._threads = threads
        self._reading_bytes = reading_bytes
        self._bots: OrderedDict[str, Bot] = OrderedDict()
        self._passages: OrderedDict[str, Passage] = OrderedDict()
        self._loaded: asyncio.Future[_Models] | None = None

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "meet": self.meet,
            "understand": self.understand,
            "embed": self.embed,
            "index": self.index,
            "match": self.match,
            "cut": self.cut,
            "answer": self.answer,
            "embed multilingual": self.embed_multilingual,
            "index multilingual": self.index_multilingual,
            "match multilingual": self.match_multilingual,
            "quote": self.quote,
            "topics": self.topics,
        }

    async def meet(self, content: dict[str, Any]) -> None:
        """A revision of a bot, before the first message for it."""
        bot = Bot.model_validate(content)
        _keep(self._bots, bot.revision, bot, _BOTS)
        await (await self._models()).understander.prepare(bot)

    async def understand(
        self, revision: str, text: str, context: DialogueContext, vector: Vector | None
    ) -> Understanding:
        bot = self._bots.get(revision)
        if bot is None:
            raise Missing
        return await (await self._models()).understander.understand(bot, text, context, vector)

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await (await self._models()).embedder.embed(texts)

    async def index(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        return await (await self._models()).embedder.embed_chunks(chunks)

    async def match(self, query: SearchQuery, sent: Sequence[Any]) -> list[Closeness]:
        passages = [self._passage(one) for one in sent]
        return await (await self._models()).embedder.match(query, passages)

    async def cut(self, document: KnowledgeDocument) -> list[Chunk]:
        # Where nothing is indexed, the reader of markdown is not loaded.
        from infra.markdown.documents import MarkdownSections  # noqa: PLC0415

        return await MarkdownSections().chunks(document)

    async def answer(self, query: str, vector: Vector, sent: Sequence[Any]) -> Answer | None:
        passages = [self._passage(one) for one in sent]
        return await (await self._models()).answerer.answer(query, vector, passages)

    async def embed_multilingual(self, texts: Sequence[str]) -> list[Vector]:
        return await (await self._models()).multilingual.embed(texts)

    async def index_multilingual(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        return await (await self._models()).multilingual.embed_chunks(chunks)

    async def match_multilingual(self, query: SearchQuery, sent: Sequence[Any]) -> list[Closeness]:
        passages = [self._passage(one) for one in sent]
        return await (await self._models()).multilingual.match(query, passages)

    async def quote(self, query: str, passages: Sequence[Passage]) -> Answer | None:
        return await (await self._models()).quoter.quote(query, passages)

    async def topics(self, query: str, vector: Vector, sent: Sequence[Any]) -> tuple[Topic, ...]:
        passages = [self._passage(one) for one in sent]
        return await (await self._models()).answerer.topics(query, vector, passages)

    def _passage(self, sent: Any) -> Passage:
        if isinstance(sent, Passage):
            if sent.content_id is not None:
                _keep(self._passages, sent.content_id, sent, _PASSAGES)
            return sent
        name, (score, lexical_rank, similarity) = sent
        kept = self._passages.get(name)
        if kept is None:
            raise Missing
        ranked = {
            "score": score,
            "lexical_rank": lexical_rank,
            "vector_similarity": similarity,
        }
        return kept.model_copy(update=ranked)

    async def _models(self) -> "_Models":
        if self._loaded is None or (self._loaded.done() and self._loaded.exception()):
            loop = asyncio.get_running_loop()
            self._loaded = loop.run_in_executor(None, self._load)
        return await asyncio.shield(self._loaded)

    def _load(self) -> "_Models":
        return _Models(self._classifiers, self._threads, self._reading_bytes)


class _Models:
    understander: "LocalUnderstander"
    embedder: "CachingEmbedder"
    answerer: "ExtractiveAnswerer"
    multilingual: "MultilingualPassages"
    quoter: "ForeignQuotes"

    def __init__(self, classifiers: Path, threads: int, reading_bytes: int) -> None:
        # Loaded in a thread of their own: a second of a core that nobody should wait for.
        from infra.local_models.answerer import ExtractiveAnswerer  # noqa: PLC0415
        from infra.local_models.embedder import MiniLMEmbedder  # noqa: PLC0415
        from infra.local_models.embedding_cache import CachingEmbedder  # noqa: PLC0415
        from infra.local_models.foreign_quotes import ForeignQuotes  # noqa: PLC0415
        from infra.local_models.multilingual_embedder import MultilingualEmbedder  # noqa: PLC0415
        from infra.local_models.multilingual_passages import MultilingualPassages  # noqa: PLC0415
        from infra.local_models.understander import LocalUnderstander  # noqa: PLC0415

        model = MiniLMEmbedder(threads=threads)
        self.embedder = CachingEmbedder(model)
        self.understander = LocalUnderstander(self.embedder, classifiers)
        self.answerer = ExtractiveAnswerer(model, kept_bytes=reading_bytes)
        several = MultilingualEmbedder(threads=threads)
        self.multilingual = MultilingualPassages(self.embedder, several)
        self.quoter = ForeignQuotes(several)


def _keep(kept: OrderedDict[str, Any], name: str, value: Any, most: int) -> None:
    kept[name] = value
    kept.move_to_end(name)
    while len(kept) > most:
        kept.popitem(last=False)


async def _main(models: LocalModels, connection: int, page: int) -> None:
    loading = asyncio.ensure_future(models.embed(["ready?"]))
    loading.add_done_callback(lambda done: done.cancelled() or done.exception())
    await serve(connection, page, models.handlers())


def main(arguments: Sequence[str]) -> None:
    classifiers, threads, reading_bytes, level, parent, connection, page = arguments
    end_with(int(parent))
    configure_logging("model-process", level, stream=sys.stderr)
    models = LocalModels(Path(classifiers), int(threads), int(reading_bytes))
    asyncio.run(_main(models, int(connection), int(page)))


if __name__ == "__main__":
    main(sys.argv[1:])
