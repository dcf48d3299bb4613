"""Floors for the check of generated answers, over all trades of `bench/judge`."""

from bench.evals.grounding import accepted_paraphrases, refused_mutants, sentences
from domain.generated_answers.grounding import grounding_of

LEAST_PASSED, LEAST_REFUSED = 0.85, 0.995


def test_what_a_page_says_word_for_word_is_grounded() -> None:
    """No sentence that stands there is refused."""
    refused = [s for s, passage, _ in sentences() if grounding_of(s, [passage]).fault]
    assert refused == []


def test_true_paraphrases_pass() -> None:
    """Most of what a model words anew is let through; the rest is quoted instead."""
    passed, refused = accepted_paraphrases()
    assert len(passed) / (len(passed) + len(refused)) >= LEAST_PASSED, refused


def test_sentences_that_are_wrong_in_one_thing_are_refused() -> None:
    """A number, a day, a name, a denial, a thing or a unit that is another one or another's."""
    found = refused_mutants()
    kinds = {"number", "exchanged numbers", "date", "name", "negation", "thing", "unit"}
    assert set(found) == kinds
    total = sum(size for size, _ in found.values())
    passing = [one for _, some in found.values() for one in some]
    assert total >= 2_000
    assert 1 - len(passing) / total >= LEAST_REFUSED, passing
