"""Patterns that tenants write."""

import pytest

from domain.errors import InvalidInput
from domain.understanding.patterns import check_pattern, matches, normalise, search_all
from tests.growth import MOST, growth, hostile_units


@pytest.mark.parametrize(
    "pattern",
    ["^A[0-9]{6}$", r"\d{4}-\d{4}", "(foo|bar)[a-z]*", "[A-Z]{2}[0-9]+", r"(?:RE|RT)-\d{1,8}"],
)
def test_ordinary_patterns_are_accepted(pattern: str) -> None:
    """
    The bound must not be in the way of what tenants need.
    """
    check_pattern("entities.sku", pattern)


EXPLOSIVE = (
    "(a+)+b", "(a|a)+b", "(?:a|aa)+b", "(a?){25}a{25}", "(.|.)+x", "a{1,200}a{1,200}a{1,200}b",
    "^(a|ab|b)+$", r"(\w*)*x", "((ab)?c+){5}", "(a|b*)+c", "a(.*b)?", "([a-z]+)*[0-9]",
    "(.*)(.*)(.*)x", "((a{1,30}){1,30})b", "[0-9]+-?[0-9]+x", r"(\pL+\s?)+!",
)  # fmt: skip
"""Each keeps a matcher that tries again busy for seconds, or for ever."""


@pytest.mark.parametrize("pattern", EXPLOSIVE)
def test_no_pattern_of_a_tenant_explodes(pattern: str) -> None:
    """
    One tenant's pattern must not hold the workers of all, whatever a customer writes.
    """
    check_pattern("entities.sku", pattern)
    for unit in hostile_units(pattern.replace(r"\pL", "a")):
        assert growth(lambda text: [*search_all(pattern, text)], unit) <= MOST
        assert growth(lambda text: matches(pattern, text), unit) <= MOST


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(a)\1", "back-references"),
        ("(?=a)b", "look-ahead"),
        ("(?<!a)b", "look-ahead, look-behind"),
        ("a++", "possessive"),
        ("a{1,5000}", "1,000"),
        ("(a?){900}", "repeats too much"),
        (r"\pL{500}", "repeats too much|too large"),
        ("(", "not a regular expression"),
        ("[", "not a regular expression"),
        ("a*", "empty text"),
        ("x" * 201, "at most 200"),
    ],
)
def test_what_cannot_run_in_linear_time_is_refused_with_the_reason(pattern: str, why: str) -> None:
    """
    An author learns which part of the pattern to write in another way.
    """
    with pytest.raises(InvalidInput, match=rf"^entities\.sku: .*(?:{why})"):
        check_pattern("entities.sku", pattern)


def test_a_value_is_a_word_of_its_own() -> None:
    """
    Neighbours that share the space between them are both found; a part of a word is nothing.
    """
    text = "A100001 A100002,A100003 xA100004 A1000055 äA100006 (a100007)\ud800 A100008_ A100009"

    found = [value for _, _, value in search_all("^A[0-9]{6}$", text)]

    assert found == ["A100001", "A100002", "A100003", "A100007", "A100009"]
    assert all(
        text[start:end].upper() == value for start, end, value in search_all("A[0-9]{6}", text)
    )


def test_the_case_is_what_the_pattern_asks_for() -> None:
    """
    Backends look order numbers up by their exact form.
    """
    assert normalise("^A[0-9]{6}$", "a100001") == "A100001"
    assert normalise("[a-z]{2}", "XY") == "xy"
    assert matches("^A[0-9]{6}$", "A100001")
