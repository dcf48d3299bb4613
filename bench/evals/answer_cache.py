"""The cache of answers: how often two questions pass for one that are two, and how often two that
are one are known as such."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.answer_cache.pairs import Pair, neighbours, opposites, paraphrases
from bench.evals.figures import Figure, Findings
from infra.local_models.same_questions import SameQuestions

AREA = "answer_cache"
_MOST_FALSE, _LEAST_HITS = 0.001, 0.4
_CONFIDENCE = 0.95
_STEPS = 60


def measure(data: Path | None) -> Findings:  # noqa: ARG001 - needs no public set
    """Over pairs of opposites by kind, over questions about the same pages, over paraphrases."""
    found = Findings()
    for name, pairs in (("opposites", opposites()), ("same pages", neighbours())):
        found.figures += _false(name, pairs)
    for half, is_held in (("tuned", False), ("held", True)):
        for language in ("en", "de"):
            pairs = [
                one for one in paraphrases() if one.is_held == is_held and one.language == language
            ]
            hits = sum(map(is_hit, pairs))
            found.figures.append(
                Figure(
                    area=AREA,
                    name=f"hits on paraphrases, {language}, {half} half",
                    value=hits / len(pairs),
                    data_set="bench/answer_cache/paraphrases.yaml",
                    rule="the matcher takes both for the same question",
                    target=_LEAST_HITS,
                    size=len(pairs),
                )
            )
    return found


_QUESTIONS = SameQuestions()


def is_hit(pair: Pair) -> bool:
    """In either order: whoever asked first."""
    forth = _QUESTIONS.same(pair.one, pair.other, pair.language)
    return forth or _QUESTIONS.same(pair.other, pair.one, pair.language)


def _false(name: str, pairs: list[Pair]) -> list[Figure]:
    hits = [pair for pair in pairs if is_hit(pair)]
    low, high = interval(len(hits), len(pairs))
    rule = f"95 % interval (Clopper-Pearson): {low:.3%} to {high:.3%}"
    figures = [_figure(f"false hits, {name}", len(hits), len(pairs), rule, target=_MOST_FALSE)]
    wrong, all_of = Counter(one.kind for one in hits), Counter(one.kind for one in pairs)
    if len(all_of) > 1:
        for kind, size in all_of.items():
            _, high = interval(wrong[kind], size)
            rule = f"95 % interval up to {high:.3%}"
            figures.append(_figure(f"false hits, {name}, {kind}", wrong[kind], size, rule))
    return figures


def _figure(name: str, hits: int, size: int, rule: str, *, target: float | None = None) -> Figure:
    return Figure(
        area=AREA,
        name=name,
        value=hits / size,
        data_set="bench/answer_cache",
        rule=rule,
        target=target,
        at_most=True,
        size=size,
    )


def interval(hits: int, size: int) -> tuple[float, float]:
    """Clopper and Pearson's, which is never too narrow."""
    tail = (1 - _CONFIDENCE) / 2
    low = 0.0 if hits == 0 else _root(lambda share: 1 - _most(hits - 1, size, share), tail)
    high = 1.0 if hits == size else _root(lambda share: -_most(hits, size, share), -tail)
    return low, high


def _most(hits: int, size: int, share: float) -> float:
    """The chance of at most so many hits."""
    if share >= 1:
        return 0.0
    term = total = (1 - share) ** size
    for number in range(1, hits + 1):
        term *= (size - number + 1) / number * share / (1 - share)
        total += term
    return total


def _root(rises: Callable[[float], float], wanted: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < wanted else (low, middle)
    return (low + high) / 2
