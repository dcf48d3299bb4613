"""Answers from documents in another language than the question's."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.foreign_answers import AnswersAcrossLanguages, language_said
from domain.knowledge import EVERYBODY, Answer, Passage
from domain.ports import Vector

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ENGLISH = "You can return what you do not like within 30 days."
GERMAN = "Sie können alles innerhalb von 30 Tagen zurückgeben, was Ihnen nicht gefällt."


class Knowledge:
    """All ports in one: what is near, in this order; the first is quoted."""

    model, dimension = "many", 1

    def __init__(self, *texts: str, made_by: str = "many", falls_by: float = 0.001) -> None:
        """Each text is less near than the one before it."""
        self._falls_by = falls_by
        self._texts = texts
        self._made_by = made_by
        self.compared: list[str] = []
        self.confidence = 0.9

    async def model_of(self, tenant_id: str, *, again: bool = False) -> str | None:
        return self._made_by

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [(1.0,) for _ in texts]

    async def nearest(self, tenant_id: str, vector: Vector, **_: object) -> list[Passage]:
        return [
            Passage(
                document_id="d",
                title="",
                heading="",
                text=text,
                score=1,
                vector_similarity=0.9 - self._falls_by * place,
            )
            for place, text in enumerate(self._texts)
        ]

    async def quote(self, query: str, passages: Sequence[Passage]) -> Answer | None:
        self.compared = [passage.text for passage in passages]
        return Answer(text=self.compared[0], citations=(), confidence=self.confidence)


async def found(knowledge: Knowledge, query: str) -> Answer | None:
    answers = AnswersAcrossLanguages(knowledge, knowledge, knowledge, knowledge)
    return await answers.find("acme", query, today=NOW, audiences=EVERYBODY)


async def test_passages_in_the_questions_own_language_are_left_to_the_usual_answerer() -> None:
    """They come first in every search across languages, and were refused before."""
    knowledge = Knowledge(GERMAN, ENGLISH)
    answer = await found(knowledge, "Wie lange kann ich das zurückgeben?")
    assert knowledge.compared == [ENGLISH]
    assert answer is not None
    assert answer.language == "en"


async def test_what_is_told_in_the_questions_own_language_is_not_answered_by_a_translation() -> (
    None
):
    """If the German page does not answer it, the English one of the same matter hardly does."""
    knowledge = Knowledge(GERMAN, ENGLISH, falls_by=0.05)
    assert await found(knowledge, "Wie lange kann ich das zurückgeben?") is None


async def test_where_the_own_language_has_something_nearer_a_quote_must_be_surer() -> None:
    """A question that its own page half answers is seldom answered better by another."""
    knowledge = Knowledge(GERMAN, ENGLISH, falls_by=0.02)
    knowledge.confidence = 0.75
    assert await found(knowledge, "Wie lange kann ich das zurückgeben?") is None
    alone = Knowledge(ENGLISH, GERMAN)
    alone.confidence = 0.75
    assert await found(alone, "Wie lange kann ich das zurückgeben?") is not None


async def test_it_works_both_ways_and_compares_a_few_only() -> None:
    """Comparing costs a pass of the model for each sentence."""
    knowledge = Knowledge(ENGLISH, *(f"{GERMAN} {place}." for place in range(9)))
    answer = await found(knowledge, "how long can i return it?")
    assert len(knowledge.compared) == 3
    assert answer is not None
    assert answer.language == "de"


async def test_a_tenant_of_one_language_is_asked_nothing_more() -> None:
    """Its index was made by the usual model."""
    knowledge = Knowledge(ENGLISH, made_by="usual")
    assert await found(knowledge, "Wie lange kann ich das zurückgeben?") is None
    assert knowledge.compared == []


async def test_nothing_in_another_language_is_no_answer() -> None:
    """Nor is a text whose language nobody can tell."""
    assert await found(Knowledge(GERMAN, "4.90 EUR"), "Was kostet die Lieferung für mich?") is None
    assert language_said("4.90 EUR") is None
