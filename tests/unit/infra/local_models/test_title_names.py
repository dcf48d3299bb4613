"""Names in titles, numbers in sentences, and sections that are offered."""

import numpy as np

from domain.knowledge import Passage, Sentence
from infra.local_models.same_numbers import numbers_in
from infra.local_models.title_names import title_names
from infra.local_models.topics import TOPICS, nearest_topics


def test_a_name_that_lacks_a_word_of_the_question_is_another() -> None:
    """ "Dark green account" is asked about; one title is "Green Account"."""
    dark = np.eye(3, dtype=np.float32)
    plain = np.array([[0, 0], [1, 0], [0, 1]], dtype=np.float32)
    asked, other = title_names([dark, plain], [np.arange(3), np.arange(2)])

    assert asked.own.tolist() == [True, True, True]
    assert not asked.missing.any()
    assert other.missing.tolist() == [True, False, False]


def test_a_name_with_a_word_more_is_another() -> None:
    """ "Silver card" is asked about; one title is "Business Silver Card"."""
    silver = np.eye(2, dtype=np.float32)
    business = np.array([[0, 1, 0], [0, 0, 1]], dtype=np.float32)
    asked, other = title_names([silver, business], [np.arange(2), np.arange(3)])

    assert (asked.added, asked.beyond) == (0, 0)
    assert (other.added, other.beyond) == (1, 1)


def test_no_passage_has_no_name() -> None:
    assert title_names([], []) == []


def test_two_sentences_with_one_price_say_the_same() -> None:
    assert numbers_in("It costs $1,500.") == numbers_in("You pay up to $1,500 a day.") == {"1,500"}
    assert not numbers_in("It is free.")


def test_sections_are_offered_by_their_best_sentence_and_once_each() -> None:
    """A long section is cut between sentences."""
    scores = [
        np.array([0.1, 3.0], np.float32),
        np.array([5.0], np.float32),
        np.zeros(0, np.float32),
    ]
    ranked = [Found("Fees", "One. " * 40, "Two. " * 40), Found("Card", "Free."), Found("None")]
    topics = nearest_topics(ranked, [*scores])  # type: ignore[arg-type]

    assert [topic.label for topic in topics] == ["Card", "Fees"]
    assert topics[1].text == ("One. " * 40).strip()
    assert len(nearest_topics(ranked[:1] * 9, scores[:1] * 9)) == 1  # type: ignore[arg-type]
    assert TOPICS > 1


class Found:
    """As much of an `Evidence` as is looked at."""

    def __init__(self, title: str, *texts: str) -> None:
        self.passage = Passage(
            document_id=title,
            title=title,
            heading="",
            text=" ".join(texts),
            score=1.0,
            sentences=tuple(Sentence(text=text.strip()) for text in texts),
        )
