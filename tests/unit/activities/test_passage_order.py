"""Passages in the order of a tenant's reranking model, or as they were found."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

import activities.passage_order as order
from activities.answer_finder import AnswerFinder
from activities.answers import AnswerActivities, AnswerRequest
from activities.passage_order import CANDIDATES, KEPT, PassageOrder
from domain.errors import DependencyUnavailable, ModelRetired
from domain.knowledge import Answer, Passage
from domain.ports.reranking import Reranker
from domain.turns import TraceEntry
from tests.fakes.answers import an_answer

FOUND = [
    Passage(document_id=f"d{n}", title="T", heading="H", text=f"text {n}", score=1 / n)
    for n in range(1, CANDIDATES + 1)
]


class Backwards:
    """Ranks what was found last first; late or failing as a test wants."""

    model = "cohere/rerank-1"

    def __init__(self, fails: Exception | None = None, *, hangs: bool = False) -> None:
        self.asked: list[tuple[str, Sequence[str]]] = []
        self._fails, self._hangs = fails, hangs

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((query, texts))
        if self._fails is not None:
            raise self._fails
        if self._hangs:
            await asyncio.Event().wait()
        return [place / len(texts) for place in range(len(texts))]


class Rerankers:
    def __init__(self, reranker: Reranker | None) -> None:
        self.reranker = reranker

    async def for_tenant(self, tenant_id: str, revision: str) -> Reranker | None:
        return self.reranker


async def ordered(reranker: Reranker | None) -> tuple[list[str], list[TraceEntry]]:
    trace: list[TraceEntry] = []
    found = await PassageOrder(Rerankers(reranker)).best(reranker, "how long?", FOUND, trace)
    return [passage.document_id for passage in found], trace


async def test_the_model_puts_them_in_order() -> None:
    """It reads each with its title and heading, and the best eight are kept."""
    model = Backwards()
    names, trace = await ordered(model)
    assert names == [f"d{n}" for n in range(CANDIDATES, CANDIDATES - KEPT, -1)]
    assert [(entry.step, entry.note) for entry in trace] == [("rerank", "cohere/rerank-1")]
    assert model.asked[0][1][0] == "T\nH\ntext 1"


@pytest.mark.parametrize(
    "model",
    [
        Backwards(DependencyUnavailable("503")),
        Backwards(ModelRetired("rerank-1")),
        Backwards(hangs=True),
        None,
    ],
)
async def test_without_it_they_stay_as_they_were_found(
    model: Backwards | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Down, retired, late or not there: nobody waits long, and the trace says why."""
    monkeypatch.setattr(order, "_WITHIN_S", 0.05)
    names, trace = await ordered(model)
    assert names == [f"d{n}" for n in range(1, KEPT + 1)]
    assert [entry.note.startswith("as found") for entry in trace] == ([True] if model else [])


class Library:
    """Embedder, retriever and answerer; remembers how many passages it was asked for."""

    model, dimension = "m", 1

    def __init__(self) -> None:
        self.limits: list[int] = []
        self.quoted: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        return [(1.0,) for _ in texts]

    async def search(self, *_: Any, limit: int = 8, **__: Any) -> list[Passage]:
        self.limits.append(limit)
        return FOUND[:limit]

    async def answer(self, _: str, __: Any, passages: Sequence[Passage]) -> Answer | None:
        self.quoted = [passage.document_id for passage in passages]
        return an_answer("Yes.")


class NoModels:
    """Generates nothing: what is quoted comes from the same passages."""

    within_s = 1.0

    async def answer(self, _: Any) -> None:
        return None

    async def store(self, *_: Any, **__: Any) -> None:
        raise AssertionError


@pytest.mark.parametrize("has_model", [True, False])
async def test_more_is_found_only_for_a_model_to_choose_from(*, has_model: bool) -> None:
    """Without one a search costs what it did."""
    library: Any = Library()
    activities = AnswerActivities(
        AnswerFinder(library, library, library),
        within=timedelta(seconds=5),
        generated=cast("Any", NoModels()),
        order=PassageOrder(Rerankers(Backwards() if has_model else None)),
    )
    request = AnswerRequest(
        tenant_id="acme",
        conversation_id="c-1",
        turn="t1",
        query="how long?",
        at=datetime(2026, 3, 2, 12, tzinfo=UTC),
        revision="r1",
    )
    await activities.find_answer(request)
    assert library.limits == [CANDIDATES if has_model else KEPT]
    assert library.quoted[0] == (f"d{CANDIDATES}" if has_model else "d1")
    assert len(library.quoted) == KEPT
