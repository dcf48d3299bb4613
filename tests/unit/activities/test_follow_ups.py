"""A question that rests on an answer is answered by the same document, or not at all."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from activities.answer_finder import AnswerFinder
from domain.follow_ups import EarlierAnswer, FollowUp, Resting
from domain.knowledge import Answer, Passage, Topic
from domain.knowledge_areas import KnowledgeArea
from domain.messages import Citation
from domain.turns import TraceEntry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTION = "what does that cost?"
IN_CONTEXT = "Returns: what does that cost?"


class Library:
    """Of two documents; it knows which question each of them answers."""

    model, dimension = "m", 1

    def __init__(self, **answers: str) -> None:
        self._answers = answers
        """Document -> the question that it answers."""

    async def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        return [(1.0,) for _ in texts]

    async def search(self, *_: Any, area: KnowledgeArea | None = None, **__: Any) -> list[Passage]:
        return [
            Passage(document_id=name, title="", heading="", text=name, score=1.0)
            for name in ("shipping", "returns")
        ]

    async def answer(self, query: str, __: Any, passages: Sequence[Passage]) -> Answer | None:
        for one in passages:
            if self._answers.get(one.document_id) == query:
                cited = Citation(document_id=one.document_id, title="")
                return Answer(text=one.document_id, citations=(cited,), confidence=0.6)
        return None


async def found(
    library: Library, resting: Resting, document: str = "returns", trace: Any = None
) -> str | None:
    follow_up = FollowUp(
        earlier=EarlierAnswer(document_id=document, heading="Returns"), resting=resting
    )
    finder = AnswerFinder(library, library, library)
    told = [] if trace is None else trace
    answer = await finder.find("acme", QUESTION, NOW, told, follow_up=follow_up)
    return answer.text if answer else None


@pytest.mark.parametrize(
    ("resting", "said"),
    [(Resting.WHOLLY, None), (Resting.PERHAPS, "shipping"), (Resting.HARDLY, "shipping")],
)
async def test_another_document_counts_only_where_the_question_may_be_read_alone(
    resting: Resting, said: str | None
) -> None:
    """What delivery costs is no answer to what a return costs."""
    assert await found(Library(shipping=QUESTION), resting) == said


@pytest.mark.parametrize(
    ("resting", "said"),
    [(Resting.WHOLLY, "returns"), (Resting.PERHAPS, "returns"), (Resting.HARDLY, "shipping")],
)
async def test_what_comes_first_where_both_would_answer(resting: Resting, said: str) -> None:
    """What is cut short is read with the answer before it, and a whole question alone."""
    library = Library(shipping=QUESTION, returns=IN_CONTEXT)
    assert await found(library, resting) == said


async def test_a_whole_question_without_an_answer_may_rest_on_the_one_before() -> None:
    """ "What do I have to bring?" has no word that says so."""
    assert await found(Library(returns=IN_CONTEXT), Resting.HARDLY) == "returns"


async def test_the_trace_says_what_it_was_asked_after() -> None:
    """An operator sees why this document alone was read."""
    trace: list[TraceEntry] = []
    await found(Library(returns=IN_CONTEXT), Resting.WHOLLY, trace=trace)
    assert trace[-1].note == "returns, asked after returns"


async def test_what_may_be_read_instead_is_about_the_question_alone_where_it_may_be() -> None:
    """Sections under the heading of an earlier answer are offered only for what rests on it."""
    asked: list[str] = []

    class Naming(Library):
        async def topics(self, query: str, *_: Any) -> Sequence[Topic]:
            asked.append(query)
            return [Topic(text=query, citation=Citation(document_id="d", title=""))]

    for resting, about in ((Resting.HARDLY, QUESTION), (Resting.WHOLLY, IN_CONTEXT)):
        topics: list[Topic] = []
        library = Naming()
        finder = AnswerFinder(library, library, library)
        earlier = EarlierAnswer(document_id="returns", heading="Returns")
        follow_up = FollowUp(earlier=earlier, resting=resting)
        await finder.find("acme", QUESTION, NOW, [], topics=topics, follow_up=follow_up)
        assert [topic.text for topic in topics] == [about]
