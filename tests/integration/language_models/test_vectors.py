"""Vectors and ranks from the doubles of both vendors."""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from domain.errors import (
    ConfigurationError,
    DependencyError,
    DependencyRejected,
    DependencyUnavailable,
    UnusableAnswer,
)
from domain.ports import Reranker, Vector
from domain.ports.hosted_embedding import EmbeddingAdapter, TextKind
from infra.cohere.embedder import CohereEmbedder
from infra.cohere.reranker import CohereReranker
from infra.hosted_models.endpoint import ModelEndpoint
from infra.language_models.embedding_batches import BatchingEmbedder
from infra.openai_compatible.embedder import OpenAICompatibleEmbedder
from infra.openai_compatible.reranker import OpenAICompatibleReranker
from provider_doubles.faults import FaultKind
from tests.integration.language_models.servers import SHORT, Server, running_server
from tests.support import plain_http


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


class Questions:
    """An adapter as an `Embedder`."""

    def __init__(self, adapter: EmbeddingAdapter) -> None:
        self._adapter = adapter
        self.model, self.dimension = adapter.model, adapter.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return (await self._adapter.embed_texts(texts, TextKind.QUESTION)).vectors


def nearness(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


async def test_an_index_names_its_model(server: Server) -> None:
    """Vendor, model and dimension: a vector of another compares with nothing."""
    embedder: EmbeddingAdapter = embedder_of(server)
    assert embedder.model in {"cohere/embed-v4.0@256", "vllm/bge-m3@384"}
    (vector,) = await Questions(embedder).embed(["Where is my parcel?"])
    assert len(vector) == embedder.dimension
    assert math.isclose(nearness(vector, vector), 1, abs_tol=1e-6)


async def test_many_texts_go_out_in_batches(server: Server) -> None:
    """In their order, each different one once; an empty one, which vendors refuse, too."""
    texts = [f"text about thing{number}" for number in range(200)] + ["", "text about thing7"]
    vectors = await Questions(embedder_of(server)).embed(texts)
    assert len(vectors) == 202
    assert vectors[-1] == vectors[7]
    assert vectors[0] != vectors[1]
    assert server.log.counts["embed"] == 3
    assert await Questions(embedder_of(server)).embed([]) == []
    assert server.log.counts["embed"] == 3


async def test_questions_of_many_conversations_are_one_request(server: Server) -> None:
    """Each gets what it would get alone."""
    alone = Questions(embedder_of(server))
    together = BatchingEmbedder(alone)
    asked = [f"where is parcel {number}?" for number in range(12)]
    found = await asyncio.gather(*(together.embed([text]) for text in asked))
    assert server.log.counts["embed"] == 1
    assert [vector for (vector,) in found] == await alone.embed(asked)


@pytest.mark.parametrize("kind", TextKind)
async def test_a_vendor_counts_the_tokens(server: Server, kind: TextKind) -> None:
    """Of all requests together; passages and questions are told apart where a vendor can."""
    texts = [f"text about thing{number}" for number in range(100)]
    embedded = await embedder_of(server).embed_texts(texts, kind)
    alone = [await embedder_of(server).embed_texts([text], kind) for text in texts[:2]]
    assert all(one.tokens for one in alone)
    assert embedded.tokens == 50 * sum(one.tokens or 0 for one in alone)


@pytest.mark.parametrize(
    "answer",
    [
        {"data": [{"index": 0, "embedding": [0.0, 1.0]}]},
        {"data": [{"index": n, "embedding": [0.0, 1.0, 0.5]} for n in range(2)]},
        {"data": [{"index": n, "embedding": [0.0, "a"]} for n in range(2)]},
        {"data": [{"index": n, "embedding": [0.0, 1e999]} for n in range(2)]},
        {"data": [{"index": n, "embedding": [10**400, 1.0]} for n in range(2)]},
        {"data": [{"index": n, "embedding": [float(n), 0.0]} for n in range(2)]},
        {"data": [{"index": n, "embedding": [1e-200, 0.0]} for n in range(2)]},
        {"data": [{"index": n} for n in range(2)]},
        {"data": "none"},
        {},
    ],
    ids=[
        *("fewer", "longer", "words", "infinite", "huge", "zeros", "tiny"),
        *("without", "text", "empty"),
    ],
)
async def test_what_are_no_vectors_is_refused(answer: dict[str, Any]) -> None:
    """Fewer than were asked for would be those of other texts."""
    body = json.dumps({**answer, "usage": {"prompt_tokens": 7}})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=body))
    endpoint = ModelEndpoint(vendor="openai", url="http://10.0.0.7/v1", model="bge-m3")
    async with httpx.AsyncClient(transport=transport) as client:
        adapter = OpenAICompatibleEmbedder(endpoint, client, dimension=2)
        with pytest.raises(UnusableAnswer, match="vectors") as refused:
            await adapter.embed_texts(["a", "b"], TextKind.PASSAGE)
    assert refused.value.tokens == 7  # they are billed all the same


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ((2, 0, 1), [1, 2, 0]),
        ((3, 1, 2), [1, 2, 0]),
        ((None, None, None), [0, 1, 2]),
        ((0, 0, 0), [0, 1, 2]),
        ((0, 0, 1), None),
        ((2, 0, None), None),
    ],
)
async def test_each_text_gets_the_vector_of_its_index(
    places: Sequence[int | None], order: list[int] | None
) -> None:
    """Where servers count; where two claim one place, any order would be a guess."""
    rows = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    data = [{"index": n, "embedding": row} for n, row in zip(places, rows, strict=True)]
    body = json.dumps({"data": data})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=body))
    endpoint = ModelEndpoint(vendor="openai", url="http://10.0.0.7/v1", model="bge-m3")
    async with httpx.AsyncClient(transport=transport) as client:
        adapter = OpenAICompatibleEmbedder(endpoint, client, dimension=3)
        if order is None:
            with pytest.raises(DependencyRejected, match="share an index"):
                await adapter.embed_texts(["a", "b", "c"], TextKind.PASSAGE)
        else:
            embedded = await adapter.embed_texts(["a", "b", "c"], TextKind.PASSAGE)
            assert embedded.vectors == [tuple(rows[place]) for place in order]


@pytest.mark.parametrize(
    "body",
    [
        *("null", "[]", "7", '"text"', "{}", '{"id": "x"}', "[" * 100_000),
        *('{"embeddings": null, "results": null}', '{"embeddings": [], "results": [3]}'),
        *('{"embeddings": {"float": "a"}}', '{"embeddings": {"float": [[1]]}, "meta": 3}'),
        '{"embeddings": {"float": [[1]]}, "meta": {"billed_units": "many"}}',
        f'{{"embeddings": {{"float": [[1{"0" * 400}]]}}, "results": [{{"index": 0}}]}}',
        f'{{"results": [{{"index": 0, "relevance_score": 1{"0" * 400}}}]}}',
    ],
    ids=lambda body: body[:50],
)
async def test_whatever_a_vendors_sdk_makes_of_an_answer_is_an_error_of_ours(body: str) -> None:
    """It checks little of what it reads: the search would end with an AttributeError."""
    answered = httpx.Response(200, text=body, headers={"content-type": "application/json"})
    transport = httpx.MockTransport(lambda _: answered)
    endpoint = ModelEndpoint(vendor="cohere", url="https://cohere.invalid", model="m", key="k")
    async with httpx.AsyncClient(transport=transport) as client:
        embedder = CohereEmbedder(endpoint, client, dimension=256)
        with pytest.raises(DependencyError):
            await embedder.embed_texts(["a"], TextKind.PASSAGE)
        with pytest.raises(DependencyError):
            await CohereReranker(endpoint, client).rerank("a", ["b"])


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [({"prompt_tokens": 7}, 7), ({"prompt_tokens": -7}, None), ({"prompt_tokens": "7"}, None),
     ({"prompt_tokens": 10**12}, None), ("much", None), (None, None)],
)  # fmt: skip
async def test_a_count_that_is_none_is_left_out(usage: Any, tokens: int | None) -> None:
    """Whoever pays goes by an estimate then."""
    body = json.dumps({"data": [{"index": 0, "embedding": [3.0, 4.0]}], "usage": usage})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=body))
    endpoint = ModelEndpoint(vendor="openai", url="http://10.0.0.7/v1", model="bge-m3")
    async with httpx.AsyncClient(transport=transport) as client:
        adapter = OpenAICompatibleEmbedder(endpoint, client, dimension=2)
        embedded = await adapter.embed_texts(["a"], TextKind.QUESTION)
    assert embedded == ([(0.6, 0.8)], tokens)


async def test_prefixes_are_part_of_the_name() -> None:
    """With others the vectors are others."""
    endpoint = ModelEndpoint(vendor="openai", url="http://10.0.0.7/v1", model="bge-m3")
    async with plain_http(timeout=60) as client:
        named = {
            OpenAICompatibleEmbedder(endpoint, client, dimension=384, prefixes=prefixes).model
            for prefixes in [("", ""), ("query: ", "passage: "), ("query: ", "")]
        }
    assert len(named) == 3


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
        await Questions(embedder if server.kind == "cohere" else other).embed(["a text"])
    assert server.log.counts["embed"] == 1


async def test_another_dimension_than_asked_for() -> None:
    """A model that was changed on the server must not fill an index."""
    async with running_server("ollama") as server:
        embedder = OpenAICompatibleEmbedder(server.endpoint("bge-m3"), server.client, dimension=100)
        with pytest.raises(DependencyRejected, match=r"\(1, 384\)"):
            await Questions(embedder).embed(["a text"])
        ranker = OpenAICompatibleReranker(server.endpoint("bge-m3"), server.client)
        with pytest.raises(DependencyRejected, match="no such method"):
            await ranker.rerank("a", ["b"])
        with pytest.raises(ConfigurationError, match="dimension"):
            CohereEmbedder(server.endpoint("embed-v4.0"), server.client, dimension=100)
