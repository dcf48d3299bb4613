"""The one order of what a search has found."""

import pytest

from domain.query_parts import MOST_PARTS, parts_of
from domain.ranking import Candidate, Closeness, Ranked, rank, rank_closely


def candidate(
    name: str, lexical: float, similarity: float, document: str | None = None
) -> Candidate:
    return Candidate(name, document or name, (lexical,), (similarity,))


def names(ranked: list[Ranked]) -> list[str]:
    return [one.candidate.reference for one in ranked]


def test_a_short_question_goes_by_meaning_and_a_long_text_by_its_words_too() -> None:
    """
    Customers seldom use a document's words; a page of their story has many of them.
    """
    found = [
        candidate("words", 9.0, 0.30),
        candidate("meaning", 0.0, 0.60),
        candidate("neither", 0.0, 0.10),
    ]
    assert names(rank(found, words=4)) == ["meaning", "words", "neither"]
    assert names(rank(found, words=400))[0] == "words"


def test_a_long_text_finds_what_a_few_of_its_sentences_are_about() -> None:
    """
    The mean of a story is about nothing; five of its sentences are about a card.
    """
    story = Candidate("story", "story", (0.0, 0.0, 0.0), (0.30, 0.31, 0.31))
    card = Candidate("card", "card", (0.0, 9.0, 0.0), (0.28, 0.80, 0.05))
    rest = Candidate("rest", "rest", (0.0, 0.0, 0.0), (0.1, 0.1, 0.1))
    assert names(rank([story, card, rest], words=60))[0] == "card"


def test_the_other_passages_of_a_document_speak_for_each_where_much_is_asked() -> None:
    """
    Of two passages alike, the one from the document about the matter is meant.
    """
    found = [
        candidate("alone", 5.0, 0.5, "other"),
        candidate("among", 5.0, 0.5, "about"),
        candidate("friend", 5.0, 0.5, "about"),
        candidate("stranger", 0.0, 0.0, "other"),
    ]
    assert names(rank(found, words=200))[:2] == ["among", "friend"]


def test_the_first_are_ordered_again_by_how_near_they_come() -> None:
    """
    Two vectors say what a passage is about, its sentences whether it answers.
    """
    ranked = rank([candidate("a", 0.0, 0.52), candidate("b", 0.0, 0.50)], words=5)
    close = {"a": Closeness(0.5, 0.5), "b": Closeness(0.8, 0.7)}
    again = rank_closely(ranked, [close[name] for name in names(ranked)], words=5)
    assert (names(ranked), names(again)) == (["a", "b"], ["b", "a"])


def test_equals_and_nothing_are_ranked() -> None:
    """
    The same search gives the same order, and an empty index is no error.
    """
    assert rank([], words=0) == []
    same = [candidate("b", 0.0, 0.5), candidate("a", 0.0, 0.5)]
    assert names(rank(same, words=0)) == ["a", "b"]


def test_a_single_question_has_no_parts_and_a_long_text_a_bounded_number() -> None:
    """
    Each part costs a pass through the model.
    """
    assert parts_of("how long may I return an item?") == ()
    assert parts_of("") == ()
    assert parts_of("Hi. My card was stolen in Rome.\n- **I need** a new one quickly") == (
        "My card was stolen in Rome.",
        "I need a new one quickly",
    )
    story = " ".join(f"This is sentence number {number} of it." for number in range(500))
    assert len(parts_of(story)) == MOST_PARTS


@pytest.mark.parametrize("score", [0.1, 1 / 3, 0.7000000000000001])
@pytest.mark.parametrize("count", [3, 7, 10])
def test_scores_that_are_all_the_same_stand_out_by_nothing(score: float, count: int) -> None:
    """Whatever the last bit of their mean is."""
    alike = [candidate(f"{place}", score, score) for place in range(count)]
    assert {one.worth for one in rank(alike, words=3)} == {0.0}
