"""Patterns that tenants write."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from domain.errors import InvalidInput
from domain.messages import MAX_TEXT
from domain.understanding.patterns import (
    MAX_FOUND,
    check_pattern,
    matches,
    normalise,
    search_all,
)

EVIL = (
    "(a|a)+b", "(?:a|aa)+b", "(a?){25}a{25}", "(.|.)+x", "a{1,200}" * 4 + "b", "^(a|ab|b)+$",
    "(a+)+$", r"(\w*)*x", "(a|b*)+", "a*b*c*x", "(.*a){11}", "(.*,){20}x", "([ab]*)*c",
    "(a{1,30}){1,30}b", "[ab]*a[ab]{18}b", "(a|b|ab)*(ba|a)*x", "(.{1,30}){1,30}x", ".{1,1000}x",
    r"(\pL{1,30}){1,30}x", r"\pL{1,1000}x", "((a{0,100}){0,100}){0,100}b", "(?:(?:a?){30}){30}b",
    "a.*b|a", "(a.*|b.*)*c", r".*.*.*.*.*\d", "(x+x+)+y",
    "((a?b?){9}){9}x", ".{1,50}x", r"(\pL?){6}x", "(a?b?c?){25}x",
)  # fmt: skip
HOSTILE = (
    "a",
    "ab",
    "a ",
    "ba ",
    "\u00e9",
    "a\u00e9 ",
    "x",
    "1,",
    "\U0001f600",
    "aab" * 40 + "x ",
    "\U0001f600" * 40 + "x ",
)
MOST_FLOORS = 300
"""Of CPU, on the longest message; a floor is a look at each of its characters, timed in the same
breath. The largest programs that are taken need some 50 of them; backtracking takes hours."""


@pytest.mark.parametrize(
    "pattern",
    ["^A[0-9]{6}$", r"\d{4}-\d{4}", "(foo|bar)[a-z]*", "[A-Z]{2}[0-9]+", r"(?:RE|RT)-\d{1,8}",
     r"\p{L}{1,2}-[0-9]{1,6}", "(a+)+b"],
)  # fmt: skip
def test_ordinary_patterns_are_accepted(pattern: str) -> None:
    """
    The bound must not be in the way of what tenants need.
    """
    check_pattern("entities.sku", pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"(a)\1", "(?=a)b", "(?<!x)a", "(?P<n>a)(?P=n)", "a++", "(?>a)", "(a)(?(1)b|c)", "(", "a)(b",
     "a{1001}", "a**", "a*", "x" * 201, r"\C", "(a{0,100}){0,100}b", r"\pL{1,1000}", "\ud800("],
)  # fmt: skip
def test_what_the_engine_cannot_do_is_refused_by_name(pattern: str) -> None:
    """
    A tenant learns from `check` what is wrong, not from a bot that understands nothing.
    """
    with pytest.raises(InvalidInput, match=r"^entities\.sku: .{20}"):
        check_pattern("entities.sku", pattern)


def test_a_refusal_says_what_is_allowed() -> None:
    """
    Whoever knows Python's patterns does not know which part of them RE2 has.
    """
    with pytest.raises(InvalidInput, match="look-around, back-references"):
        check_pattern("slots.order", "(?<=A)[0-9]+")


@pytest.mark.parametrize("pattern", EVIL)
def test_an_evil_pattern_is_refused_or_quick_on_the_longest_message(pattern: str) -> None:
    """
    One tenant's pattern must not be able to hold the workers of all.
    """
    try:
        check_pattern("entities.sku", pattern)
    except InvalidInput:
        return
    for unit in HOSTILE:
        text = (unit * MAX_TEXT)[:MAX_TEXT]
        floor = min(_cpu_ms(partial(_look_at_each, text)) for _ in range(5))
        taken = min(_cpu_ms(partial(_search, pattern, text)) for _ in range(3))
        assert taken < MOST_FLOORS * floor, (pattern, unit, taken, floor)


def test_an_old_revision_with_a_refused_pattern_finds_nothing() -> None:
    """
    A conversation pinned to it goes on, without what only a backtracking engine could find.
    """
    assert list(search_all("(?=A)A1", "A1")) == []
    assert not matches("(?=A)A1", "A1")
    assert normalise("(?=A)A1", "a1") == "a1"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^A[0-9]{6}$", "a100001,A100002 A100003", ["A100001", "A100002", "A100003"]),
        ("^A[0-9]{6}$", "xA100001 A1000022 \u00e9A100003 A100004\u00e9 _A100005", []),
        ("foo|foobar", "foobar foo", ["foobar", "foo"]),
        ("[a-z]{2}-?", "ab-cd-", ["ab", "cd-"]),
        ("-x", "a-x -x-x", ["-x"]),
        (r"x\$", "x$ x", ["x$"]),
        ("a", "\u0663a a\u0301", ["a"]),
        ("a", "\ud800 a", ["a"]),
    ],
)
def test_a_match_is_a_word_of_its_own(pattern: str, text: str, found: list[str]) -> None:
    """
    Part of a longer number is another number; and no match hides the one right after it.
    """
    spans = list(search_all(pattern, text))
    assert [value for _, _, value in spans] == found
    assert [text[start:end].casefold() for start, end, _ in spans] == [f.casefold() for f in found]


def test_so_many_matches_of_a_pattern_are_looked_at() -> None:
    """
    Each search may read to the end of the text, so their number has a bound.
    """
    assert len(list(search_all("a", "a " * MAX_TEXT))) == MAX_FOUND


def test_the_case_is_what_the_pattern_asks_for() -> None:
    """
    Backends look order numbers up by their exact form.
    """
    assert normalise("^A[0-9]{6}$", "a100001") == "A100001"
    assert normalise("[a-z]{2}", "XY") == "xy"
    assert matches("^A[0-9]{6}$", "A100001")


def _search(pattern: str, text: str) -> None:
    list(search_all(pattern, text))
    matches(pattern, text)


def _look_at_each(text: str) -> None:
    for character in text:
        character.casefold()


def _cpu_ms(work: Callable[[], None]) -> float:
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1_000
