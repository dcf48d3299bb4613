"""Answers from help pages: how many are right, wrong and refused, in each trade and language.

Each trade's questions are judged by what the other trades taught, with the threshold that those
gave. A quote that has not the expected words is wrong, and so is any answer where there is none.
"""

from collections.abc import Sequence
from pathlib import Path

from bench.evals.figures import Figure, Findings
from bench.evals.help_pages import TENANTS
from bench.evals.judge_fitting import MOST_WRONG, Judged, seen_by_others
from infra.local_models.answerer import PLAIN_FROM, TOPIC_FROM

AREA = "answers"
RIGHT, WRONG, GERMAN_BEHIND = 90.0, 3.0, 5.0
Given = list[tuple[Judged, bool | None]]
"""Each question with whether its answer is right; None where it is refused."""


def measure(data: Path | None) -> Findings:  # noqa: ARG001 - our own pages only
    alone, given = _given(None), _given(PLAIN_FROM)
    tenants = [one for one in given if one[0].case.trade in TENANTS]
    english, german = (
        [one for one in tenants if one[0].case.asked.language == language]
        for language in ("en", "de")
    )
    figures = [
        *_shares("all trades", given),
        *_shares("all trades, the judge alone", alone),
        *_shares("three tenants", tenants),
        *_shares("three tenants, English", english),
        *_shares("three tenants, German", german),
        Figure(
            AREA, "points that German is behind English", _right(english) - _right(german),
            "bench/judge, three tenants", "right in English less right in German",
            target=GERMAN_BEHIND, at_most=True,
        ),
    ]  # fmt: skip
    figures += _offers(given)
    for trade in sorted({one.case.trade for one, _ in given}):
        figures += _shares(trade, [one for one in given if one[0].case.trade == trade])
    return Findings(figures)


def _given(plain_from: float | None) -> Given:
    judged = seen_by_others().values()
    return [(one, one.given(least, plain_from)) for least, some in judged for one in some]


def _right(given: Given) -> float:
    right = sum(is_right is True for _, is_right in given)
    return 100 * right / sum(one.case.asked.is_answerable for one, _ in given)


def _offers(given: Given) -> list[Figure]:
    """What is not answered: neither right nor wrong, a section to read for who wants it."""
    refused = [one for one, is_right in given if is_right is None]
    offered = [one for one in refused if one.confidence >= TOPIC_FROM]
    answerable = sum(one.case.asked.is_answerable for one, _ in given)
    others = len(given) - answerable
    found = sum(one.is_among_topics and one.case.asked.is_answerable for one in offered)
    vain = sum(not one.case.asked.is_answerable for one in offered)
    rule = f"sections offered to read where nothing is answered, from {TOPIC_FROM:g}"
    data_set = "bench/judge, all trades, judged by the other trades"
    return [
        Figure(
            AREA, "% not answered and offered the right section, of those with an answer",
            100 * found / answerable, data_set, rule, size=answerable,
        ),
        Figure(
            AREA, "% offered sections, of those without an answer", 100 * vain / others, data_set,
            rule, size=others,
        ),
    ]  # fmt: skip


def _shares(name: str, given: Sequence[tuple[Judged, bool | None]]) -> list[Figure]:
    answerable = sum(one.case.asked.is_answerable for one, _ in given)
    others = len(given) - answerable
    wrong = sum(is_right is False for _, is_right in given)
    answered = sum(
        is_right is not None and not one.case.asked.is_answerable for one, is_right in given
    )
    data_set = f"bench/judge, {name}, judged by the other trades"
    rule = f"judge at {MOST_WRONG:.0%} wrong in the other trades, likeness from {PLAIN_FROM:g}"
    return [
        Figure(
            AREA, f"{name}: % right of those with an answer", _right(list(given)), data_set, rule,
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
