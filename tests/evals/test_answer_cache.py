"""Two questions that are two are not taken for one; many that are one are known as such."""

from bench.answer_cache.pairs import neighbours, opposites, paraphrases
from bench.evals.answer_cache import interval, is_hit

_MOST_FALSE, _LEAST_HITS = 0.001, 0.4
_OF_EACH_PAGE = 7


def test_opposites_are_told_apart() -> None:
    """Even the upper end of the interval is within the bound."""
    pairs = opposites()
    hits = [pair for pair in pairs if is_hit(pair)]
    assert not hits
    assert interval(len(hits), len(pairs))[1] <= _MOST_FALSE


def test_questions_about_the_same_pages_are_told_apart() -> None:
    """A part of them; the bench takes all."""
    assert not [pair for pair in neighbours()[::_OF_EACH_PAGE] if is_hit(pair)]


def test_paraphrases_that_nobody_has_tuned_by_are_known() -> None:
    """In both languages."""
    for language in ("en", "de"):
        held = [one for one in paraphrases() if one.is_held and one.language == language]
        assert sum(map(is_hit, held)) / len(held) >= _LEAST_HITS


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    """As the tables of statistics have it."""
    assert interval(0, 100) == (0.0, interval(0, 100)[1])
    assert round(interval(0, 100)[1], 4) == 0.0362
    assert [round(one, 4) for one in interval(5, 100)] == [0.0164, 0.1128]
