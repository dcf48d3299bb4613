"""Patterns that tenants write."""

import time

import pytest

from domain.errors import InvalidInput
from domain.understanding.patterns import check_pattern, matches, normalise, search_all


@pytest.mark.parametrize(
    "pattern",
    ["^A[0-9]{6}$", r"\d{4}-\d{4}", "(foo|bar)[a-z]*", "[A-Z]{2}[0-9]+", r"(?:RE|RT)-\d{1,8}"],
)
def test_ordinary_patterns_are_accepted(pattern: str) -> None:
    """
    The bound must not be in the way of what tenants need.
    """
    check_pattern("entities.sku", pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", r"(\w*)*x", "((ab)?c+){5}", "(a|b*)+", r"a*b*c*", r"(a)\1", "(", "a*", "x" * 201],
)
def test_patterns_that_could_run_for_long_are_refused_by_name(pattern: str) -> None:
    """
    One tenant's pattern must not be able to hang the workers of all.
    """
    with pytest.raises(InvalidInput, match=r"^entities\.sku: "):
        check_pattern("entities.sku", pattern)


def test_the_worst_accepted_pattern_is_quick_on_the_longest_message() -> None:
    """
    The bound is only worth something if what it lets through stays quick.
    """
    pattern = r"[0-9]+-?[0-9]+x"
    check_pattern("entities.sku", pattern)
    began = time.perf_counter()
    assert list(search_all(pattern, "1" * 4_000)) == []
    assert time.perf_counter() - began < 2


def test_the_case_is_what_the_pattern_asks_for() -> None:
    """
    Backends look order numbers up by their exact form.
    """
    assert normalise("^A[0-9]{6}$", "a100001") == "A100001"
    assert normalise("[a-z]{2}", "XY") == "xy"
    assert matches("^A[0-9]{6}$", "A100001")
