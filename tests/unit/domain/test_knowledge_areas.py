"""The documents of a skill come first, and nobody else's answer is lost for it."""

import pytest

from domain.knowledge import Answer, Passage
from domain.knowledge_areas import KnowledgeArea, area_first, one_document, preferred, with_area
from tests.fakes.answers import an_answer

BILLING = KnowledgeArea(patterns=("billing/",))


def passages(*names: str) -> list[Passage]:
    return [Passage(document_id=name, title="", heading="", text=name, score=1.0) for name in names]


def names(found: list[Passage]) -> list[str]:
    return [one.document_id for one in found]


@pytest.mark.parametrize("pattern", ["billing", "billing/", "billing/*", "billing/*.md", "b*/f??s"])
def test_a_folder_may_be_written_in_several_ways(pattern: str) -> None:
    """Files are named by what stands before their ending."""
    assert KnowledgeArea(patterns=("prices", pattern)).has("billing/fees")


@pytest.mark.parametrize("pattern", ["bill", "fees", "Billing/", "billing/fees/more", "other/*"])
def test_what_only_resembles_a_document_does_not_own_it(pattern: str) -> None:
    assert not KnowledgeArea(patterns=(pattern,)).has("billing/fees")


def test_the_best_of_an_area_are_found_behind_the_best_of_all() -> None:
    """Each as many as asked for, and none twice."""
    found = passages("a", "billing/1", "b", "billing/2", "c", "billing/3")
    assert names(with_area(found, BILLING, limit=2)) == ["a", "billing/1", "billing/2"]
    assert names(with_area(found, None, limit=2)) == ["a", "billing/1"]


def test_a_model_is_shown_the_area_first_and_always_some_others() -> None:
    """Else a question that was routed wrongly could not be answered."""
    found = passages("a", *(f"billing/{n}" for n in range(5)), "b")
    assert names(area_first(found, BILLING, limit=4)) == ["billing/0", "billing/1", "a", "b"]
    assert names(area_first(found, None, limit=3)) == ["a", "billing/0", "billing/1"]


@pytest.mark.parametrize(
    ("own", "other", "wanted"),
    [(0.7, 0.75, 0.7), (0.6, 0.75, 0.75), (0.6, None, 0.6), (None, 0.6, 0.6), (None, None, None)],
)
def test_of_answers_that_are_alike_the_area_gives_its_own(
    own: float | None, other: float | None, wanted: float | None
) -> None:
    """One that is clearly surer wins, whoever gives it."""

    def sure(confidence: float | None) -> Answer | None:
        if confidence is None:
            return None
        return an_answer("Yes.").model_copy(update={"confidence": confidence})

    found = preferred(sure(own), sure(other))
    assert (found.confidence if found else None) == wanted


@pytest.mark.parametrize("name", ["a*", "a[1]", "a?"])
def test_one_document_is_meant_to_the_letter(name: str) -> None:
    """Names come from outside, and a star in one is no pattern."""
    area = one_document(name)
    assert area.has(name)
    assert not area.has("a1")
    assert not area.has("ab")
