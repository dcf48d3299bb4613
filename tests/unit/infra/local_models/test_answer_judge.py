"""The fitted judge as it ships."""

import json
from importlib.resources import files

from infra.local_models.answer_judge import QUOTE_MEASURES, fitted_judge
from infra.local_models.sentence_evidence import MEASURES


def test_each_measure_has_its_weight() -> None:
    """
    A measure that is renamed would silently count for nothing until the judge is fitted anew.
    """
    path = files("infra.local_models") / "data" / "answer_judge.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    assert set(said["sentence"]["weights"]) == set(MEASURES)
    assert set(said["quote"]["weights"]) == set(QUOTE_MEASURES)
    assert {name for tree in said["quote"]["asks"] for name in tree} <= set(QUOTE_MEASURES)


def test_measures_have_names_of_their_own() -> None:
    """
    Of two with one name the fit would keep one weight for both.
    """
    assert len(set(MEASURES)) == len(MEASURES)
    assert len(set(QUOTE_MEASURES)) == len(QUOTE_MEASURES)


def test_it_leans_towards_refusing() -> None:
    """
    A wrong answer costs more than none.
    """
    assert 0.5 < fitted_judge().answers_from < 1
