"""The judge of answers: how well its confidence tells right quotes from wrong ones.

    python -m bench.evals.judge --fit

fits it anew on all trades and writes it beside the answerer. As an area of `make eval` it shows the
confidence against what was right, and what each group of measures is worth.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bench.evals import judge_fitting
from bench.evals.figures import Figure, Findings
from bench.evals.judge_fitting import Case, Judged, as_json, cases, fit, left_out, seen_by_others
from infra.local_models.sentence_evidence import MEASURES

FITTED = Path(judge_fitting.__file__).parents[2] / "infra/local_models/data/answer_judge.json"
AREA = "judge"
DATA_SET = "bench/judge, each trade judged by the others"
PARTS = {
    "kind of answer": ("kind",),
    "action and qualifiers": ("action", "qualifier", "the opposite"),
    "late interaction": ("late interaction",),
    "heading and title": ("heading", "title"),
    "names in titles": (
        "words of the title asked",
        "words of another title",
        "words added",
        "the rest",
        "rest of the words",
    ),
    "other passages": ("nowhere", "another", "something else", "rank of"),
    "missing words": ("missing", "least"),
}
"""Names of parts, and what the names of their measures have in them."""
_BINS, _FOLDS = 10, 3
_MOST_WRONG = 0.03
_CURVE = (0.01, 0.02, 0.03, 0.05, 0.08)


def measure(data: Path | None) -> Findings:  # noqa: ARG001 - needs no public set
    judged = [one for _, some in seen_by_others().values() for one in some]
    rule = "small trees over named measures, confidence of the quote"
    figures = [
        Figure(AREA, "area under the curve", _curve(judged), DATA_SET, rule, size=len(judged)),
        Figure(
            AREA, "error of calibration", _error(judged), DATA_SET,
            f"mean distance of confidence and share right, {_BINS} bins", size=len(judged),
        ),
    ]  # fmt: skip
    figures += [_at(judged, wrong) for wrong in _CURVE]
    figures += _ablation()
    return Findings(figures, {"judge_reliability.svg": _diagram(judged)})


def _at(judged: Sequence[Judged], wrong: float) -> Figure:
    name = f"right of those with an answer at {wrong:.0%} wrong"
    rule = "the judge alone as its threshold moves"
    return Figure(AREA, name, 100 * right_at(judged, wrong), DATA_SET, rule, size=len(judged))


def _ablation() -> list[Figure]:
    whole = _right_at(cases())
    rule = f"points of right answers at {_MOST_WRONG:.0%} wrong that are lost without it"
    return [
        Figure(
            AREA, f"without: {part}", 100 * (whole - _right_at(_without(words))),
            f"bench/judge, {_FOLDS} folds of trades", rule, target=0.5,
        )
        for part, words in PARTS.items()
    ]  # fmt: skip


def _without(words: Sequence[str]) -> tuple[Case, ...]:
    columns = [at for at, name in enumerate(MEASURES) if any(word in name for word in words)]

    def blind(case: Case) -> Case:
        tables = [table.copy() for table in case.considered.tables]
        for table in tables:
            table[:, columns] = 0
        return replace(case, considered=replace(case.considered, tables=tables))

    return tuple(blind(case) for case in cases())


def _right_at(some: Sequence[Case]) -> float:
    judged = [
        one for _, few in left_out(some, folds=_FOLDS, with_threshold=False).values() for one in few
    ]
    return right_at(judged, _MOST_WRONG)


def right_at(judged: Sequence[Judged], most_wrong: float) -> float:
    """The share of what can be answered, at the threshold that lets so many be wrong."""
    order = sorted(judged, key=lambda one: -one.confidence)
    right = np.cumsum([one.is_right for one in order])
    wrong = np.cumsum([not one.is_right for one in order]) / len(order)
    allowed = int(np.searchsorted(wrong, most_wrong, side="right"))
    answerable = sum(one.case.asked.is_answerable for one in judged)
    return float(right[allowed - 1]) / answerable if allowed else 0.0


def _curve(judged: Sequence[Judged]) -> float:
    right = [one.is_right for one in judged]
    return float(roc_auc_score(right, [one.confidence for one in judged]))


def _bins(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """Of each tenth its mean confidence, its share right and its size."""
    found = []
    for at in range(_BINS):
        some = [one for one in judged if at <= one.confidence * _BINS < at + 1]
        if some:
            confidence = float(np.mean([one.confidence for one in some]))
            found.append((confidence, float(np.mean([one.is_right for one in some])), len(some)))
    return found


def _error(judged: Sequence[Judged]) -> float:
    gaps = (abs(confidence - right) * size for confidence, right, size in _bins(judged))
    return float(sum(gaps)) / len(judged)


def _diagram(judged: Sequence[Judged]) -> str:
    marks = "".join(
        f'<circle cx="{20 + 200 * x:.1f}" cy="{220 - 200 * y:.1f}" r="{2 + size**0.5 / 3:.1f}"/>'
        for x, y, size in _bins(judged)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240" font-size="8">'
        '<rect x="20" y="20" width="200" height="200" fill="none" stroke="#888"/>'
        '<line x1="20" y1="220" x2="220" y2="20" stroke="#bbb"/>'
        f'<g fill="#26c" fill-opacity="0.7">{marks}</g>'
        '<text x="90" y="234">confidence</text><text x="22" y="16">share right</text></svg>'
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.evals.judge", description=__doc__)
    parser.add_argument("--fit", action="store_true", required=True)
    parser.parse_args()
    said = as_json(fit(cases()))
    FITTED.write_text(json.dumps(said) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FITTED.name}: answers from {said['answers_from']}\n")


if __name__ == "__main__":
    main()
