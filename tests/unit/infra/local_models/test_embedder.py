"""The embedding model as installed; it needs no network."""

import asyncio
from collections.abc import Sequence
from unittest.mock import Mock, call, patch

import numpy as np
import pytest

from domain.knowledge import Chunk, Passage
from domain.ports import Vector
from domain.ports.knowledge_search import SearchQuery
from domain.ranking import Closeness
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.embedding_model import DIMENSIONS


class CountingEmbedder:
    """Answers with short vectors and remembers what it was asked."""

    model, dimension = "all-MiniLM-L6-v2-int8", 384

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        return [(float(len(text)), 0.0) for text in texts]

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        raise AssertionError(chunks)

    async def match(self, query: SearchQuery, passages: Sequence[Passage]) -> list[Closeness]:
        raise AssertionError(query, passages)


async def test_similar_sentences_have_similar_vectors_of_length_one(
    embedder: MiniLMEmbedder,
) -> None:
    """
    The database compares by cosine and takes the length for granted.
    """
    a, b, c = np.array(
        await embedder.embed(["where is my parcel", "has my package arrived", "I like cats"])
    )
    assert a.shape == (DIMENSIONS,)
    assert np.linalg.norm(a) == pytest.approx(1.0, abs=1e-5)
    assert a @ b > a @ c + 0.3


async def test_a_vector_does_not_depend_on_the_batch(embedder: MiniLMEmbedder) -> None:
    """
    A chunk indexed with others must compare like the question embedded alone.
    """
    texts = [f"sentence number {'long ' * number}" for number in range(20)]
    together = np.array(await embedder.embed(texts))
    alone = np.array([(await embedder.embed([text]))[0] for text in texts])
    assert np.allclose(together, alone, atol=1e-4)


async def test_messages_that_come_together_share_a_pass(embedder: MiniLMEmbedder) -> None:
    """
    With many customers the model is what costs most; each must get exactly what is theirs.
    """
    texts = [f"where is order number {number}" for number in range(8)]
    alone = [(await embedder.embed([text]))[0] for text in texts]
    pieces = await embedder.embed_tokens(texts)
    runs = Mock(wraps=embedder._run)

    with patch.object(embedder, "_run", runs):
        together = await asyncio.gather(
            *(embedder.embed([text]) for text in [*texts, "long " * 99])
        )

    assert [len(run.args[0]) for run in runs.mock_calls] == [8, 1]
    assert np.allclose([vector for [vector] in together[:8]], alone, atol=1e-6)
    for mine, kept in zip(pieces, await embedder.embed_tokens(texts), strict=True):
        assert np.allclose(mine.vectors, kept.vectors, atol=1e-5)


async def test_a_pass_that_fails_is_told_to_all_who_shared_it(embedder: MiniLMEmbedder) -> None:
    """
    And the next message is embedded again: nobody waits for a pass that has ended.
    """
    with patch.object(embedder, "_run", Mock(side_effect=MemoryError)):
        failed = await asyncio.gather(
            *(embedder.embed([text]) for text in ("one", "two")), return_exceptions=True
        )

    assert [type(one) for one in failed] == [MemoryError, MemoryError]
    assert len(await embedder.embed(["three"])) == 1


async def test_no_text_and_a_text_beyond_the_limit_are_embedded(embedder: MiniLMEmbedder) -> None:
    """
    The model reads 256 tokens; what is longer is cut, not refused.
    """
    assert await embedder.embed([]) == []
    assert len(await embedder.embed(["", "word " * 4_000])) == 2


async def test_the_pieces_of_a_message_need_no_second_pass(embedder: MiniLMEmbedder) -> None:
    """
    The model is the dearest thing in a turn; what is kept must be what a pass of its own gives.
    """
    texts = ["where is my parcel?", "it never came"]
    anew = await embedder.embed_tokens(texts)
    await embedder.embed(texts[:1])
    runs = Mock(wraps=embedder._run)

    with patch.object(embedder, "_run", runs):
        kept, other = await embedder.embed_tokens(texts)

    assert runs.call_args_list == [call(texts[1:])]
    assert (kept.offsets, other.offsets) == (anew[0].offsets, anew[1].offsets)
    assert np.allclose(kept.vectors, anew[0].vectors, atol=1e-4)


async def test_a_text_is_embedded_once() -> None:
    """
    Understanding and retrieval ask for the same vector within one turn.
    """
    inner = CountingEmbedder()
    embedder = CachingEmbedder(inner, entries=2)

    assert await embedder.embed(["a", "bb", "a"]) == [(1.0, 0.0), (2.0, 0.0), (1.0, 0.0)]
    await embedder.embed(["bb"])
    assert inner.asked == ["a", "bb"]
    await embedder.embed(["ccc"])
    await embedder.embed(["a"])
    assert inner.asked == ["a", "bb", "ccc", "a"], "the least recently used is forgotten"
