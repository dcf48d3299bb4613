"""Vectors and ranks from the doubles of both vendors."""

import asyncio
import math
from collections.abc import AsyncIterator

import pytest

from domain.errors import ConfigurationError, DependencyRejected, DependencyUnavailable
from domain.knowledge import Chunk, Sentence
from domain.ports import Embedder, Reranker, Vector
from infra.cohere.embedder import CohereEmbedder
from infra.cohere.reranker import CohereReranker
from infra.hosted_models.embedding_batches import BatchingEmbedder
from infra.openai_compatible.embedder import OpenAICompatibleEmbedder
from infra.openai_compatible.reranker import OpenAICompatibleReranker
from provider_doubles.faults import FaultKind
from tests.integration.language_models.servers import SHORT, Server, running_server


@pytest.fixture(scope="module", params=["cohere", "vllm"])
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Server]:
    async with running_server(request.param) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.start_over()
    return running


def embedder_of(server: Server) -> CohereEmbedder | OpenAICompatibleEmbedder:
    if server.kind == "cohere":
        endpoint = server.endpoint("embed-v4.0")
        return CohereEmbedder(endpoint, server.client, dimension=256, deadlines=SHORT)
    endpoint = server.endpoint("bge-m3")
    return OpenAICompatibleEmbedder(endpoint, server.client, dimension=384, deadlines=SHORT)


def reranker_of(server: Server) -> Reranker:
    if server.kind == "cohere":
        return CohereReranker(server.endpoint("rerank-v4.0-fast"), server.client, SHORT)
    return OpenAICompatibleReranker(server.endpoint("bge-reranker-v2-m3"), server.client, SHORT)


def nearness(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


async def test_an_index_names_its_model(server: Server) -> None:
    """Vendor, model and dimension: a vector of another compares with nothing."""
    embedder: Embedder = embedder_of(server)
    assert embedder.model in {"cohere/embed-v4.0@256", "vllm/bge-m3@384"}
    (vector,) = await embedder.embed(["Where is my parcel?"])
    assert len(vector) == embedder.dimension
    assert math.isclose(nearness(vector, vector), 1, abs_tol=1e-6)


async def test_many_texts_go_out_in_batches(server: Server) -> None:
    """In their order, each different one once; an empty one, which vendors refuse, too."""
    texts = [f"text about thing{number}" for number in range(200)] + ["", "text about thing7"]
    vectors = await embedder_of(server).embed(texts)
    assert len(vectors) == 202
    assert vectors[-1] == vectors[7]
    assert vectors[0] != vectors[1]
    assert server.log.counts["embed"] == 3
    assert await embedder_of(server).embed([]) == []
    assert server.log.counts["embed"] == 3


async def test_questions_of_many_conversations_are_one_request(server: Server) -> None:
    """Each gets what it would get alone."""
    alone = embedder_of(server)
    together = BatchingEmbedder(alone)
    asked = [f"where is parcel {number}?" for number in range(12)]
    found = await asyncio.gather(*(together.embed([text]) for text in asked))
    assert server.log.counts["embed"] == 1
    assert [vector for (vector,) in found] == await alone.embed(asked)


async def test_chunks_get_vectors_for_their_sentences(server: Server) -> None:
    """Answers are picked by sentence."""
    chunk = Chunk(
        document_id="a.md",
        title="Returns",
        heading="Time",
        text="Thirty days. Free.",
        position=0,
        sentences=(Sentence(text="Thirty days."), Sentence(text="Free.")),
    )
    (found,) = await embedder_of(server).embed_chunks([chunk])
    assert len({found.vector, *(tuple(each.vector) for each in found.sentences)}) == 3
    assert found.text == chunk.text


async def test_ranks_come_in_the_order_of_the_texts(server: Server) -> None:
    """Vendors answer best first."""
    texts = ["The shop opens at nine.", "Send parcels back within 30 days.", "Nothing at all."]
    scores = await reranker_of(server).rerank("How do I send parcels back?", texts)
    assert len(scores) == 3
    assert max(scores) == scores[1]
    assert await reranker_of(server).rerank("Anything?", []) == []


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.HANG, FaultKind.RESET_AFTER])
async def test_what_fails_fails_once(server: Server, kind: FaultKind) -> None:
    """No retries behind our back."""
    server.fail(kind, times=None, seconds=30)
    quick = SHORT.__class__(call_s=0.2)
    embedder = CohereEmbedder(server.endpoint("embed-v4.0"), server.client, deadlines=quick)
    other = OpenAICompatibleEmbedder(
        server.endpoint("bge-m3"), server.client, dimension=384, deadlines=quick
    )
    with pytest.raises(DependencyUnavailable):
        await (embedder if server.kind == "cohere" else other).embed(["a text"])
    assert server.log.counts["embed"] == 1


async def test_another_dimension_than_asked_for() -> None:
    """A model that was changed on the server must not fill an index."""
    async with running_server("ollama") as server:
        embedder = OpenAICompatibleEmbedder(server.endpoint("bge-m3"), server.client, dimension=100)
        with pytest.raises(DependencyRejected, match=r"\(1, 384\)"):
            await embedder.embed(["a text"])
        ranker = OpenAICompatibleReranker(server.endpoint("bge-m3"), server.client)
        with pytest.raises(DependencyRejected, match="no such method"):
            await ranker.rerank("a", ["b"])
        with pytest.raises(ConfigurationError, match="dimension"):
            CohereEmbedder(server.endpoint("embed-v4.0"), server.client, dimension=100)
