"""Answers from help pages: how many are right, wrong and refused, in each trade and language.

Each trade's questions are judged by what the other trades taught, with the threshold that those
gave. A quote that has not the expected words is wrong, and so is any answer where there is none.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from bench.evals.figures import Figure, Findings
from bench.evals.help_pages import TENANTS
from bench.evals.judge_fitting import MOST_WRONG, Judged, seen_by_others

AREA = "answers"
RIGHT, WRONG, GERMAN_BEHIND = 90.0, 3.0, 5.0


def measure(data: Path | None) -> Findings:  # noqa: ARG001 - our own pages only
    given = [
        (one, one.confidence >= least) for least, some in seen_by_others().values() for one in some
    ]

    def of(test: Callable[[Judged], bool]) -> list[tuple[Judged, bool]]:
        return [(one, is_given) for one, is_given in given if test(one)]

    figures = [
        *_shares("all trades", given),
        *_shares("three tenants", of(lambda one: one.case.trade in TENANTS)),
        *_shares("three tenants, German", of(_is_tenant_in("de"))),
        *_shares("three tenants, English", of(_is_tenant_in("en"))),
    ]
    english, german = (_right(of(_is_tenant_in(language))) for language in ("en", "de"))
    figures.append(
        Figure(
            AREA, "points that German is behind English", english - german,
            "bench/judge, three tenants", "right in English less right in German",
            target=GERMAN_BEHIND, at_most=True,
        )
    )  # fmt: skip
    for trade in sorted({one.case.trade for one, _ in given}):
        some = [(one, is_given) for one, is_given in given if one.case.trade == trade]
        figures += _shares(trade, some)[:2]
    return Findings(figures)


def _is_tenant_in(language: str) -> Callable[[Judged], bool]:
    return lambda one: one.case.trade in TENANTS and one.case.asked.language == language


def _right(given: Sequence[tuple[Judged, bool]]) -> float:
    right = sum(one.is_right and is_given for one, is_given in given)
    return 100 * right / sum(one.case.asked.is_answerable for one, _ in given)


def _shares(name: str, given: Sequence[tuple[Judged, bool]]) -> list[Figure]:
    answerable = sum(one.case.asked.is_answerable for one, _ in given)
    others = len(given) - answerable
    wrong = sum(is_given and not one.is_right for one, is_given in given)
    answered = sum(is_given and not one.case.asked.is_answerable for one, is_given in given)
    data_set = f"bench/judge, {name}, judged by the other trades"
    rule = f"threshold for {MOST_WRONG:.0%} wrong in the other trades"
    return [
        Figure(
            AREA, f"{name}: % right of those with an answer", _right(given), data_set, rule,
            target=RIGHT, size=answerable,
        ),
        Figure(
            AREA, f"{name}: % answered wrongly", 100 * wrong / len(given), data_set, rule,
            target=WRONG, at_most=True, size=len(given),
        ),
        Figure(
            AREA, f"{name}: % answered of those without an answer", 100 * answered / others,
            data_set, rule, size=others,
        ),
    ]  # fmt: skip
