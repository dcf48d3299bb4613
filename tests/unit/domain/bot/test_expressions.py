"""Conditions of a flow."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bot.expressions import holds, names_in, parse
from domain.errors import InvalidInput

VALUES: Mapping[str, Any] = {
    "amount": {"amount": "129.90", "currency": "EUR"},
    "limit": {"amount": "100.00", "currency": "EUR"},
    "dollars": {"amount": "500.00", "currency": "USD"},
    "beds": 2,
    "reason": "damaged",
    "sure": True,
    "unsure": False,
    "arrival": "2026-12-01",
    "order.status": "delivered",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount > 100", True),
        ("amount > 129.90", False),
        ("amount >= 129.9", True),
        ("amount > limit", True),
        ("amount > dollars", False),
        ("dollars > amount", False),
        ("beds = 2 and sure", True),
        ("beds = 3 or not unsure", True),
        ("not (beds = 2 and sure)", False),
        ("not not sure", True),
        ("reason = 'damaged'", True),
        ('reason != "damaged"', False),
        ("order.status in ['shipped', 'delivered']", True),
        ("order.status in ['shipped']", False),
        ("missing > 1", False),
        ("missing = null", True),
        ("missing", False),
        ("not missing", True),
        ("sure = true", True),
        ("beds = true", False),
        ("arrival > '2026-11-30'", True),
        ("reason > 3", False),
        ("1 < 2 and 2 < 3 or false", True),
    ],
)
def test_a_condition_holds_or_not(text: str, expected: bool) -> None:  # noqa: FBT001
    """Money compares with numbers, other currencies with nothing, and what is missing is false."""
    assert holds(text, VALUES.get) is expected


@pytest.mark.parametrize(
    "text",
    ["", "amount >", "> 3", "a b", "(a", "a)", "a = = b", "[1, 2", "a & b", "a.b.", "(" * 40 + "a"],
)
def test_what_is_no_expression_is_refused_by_name(text: str) -> None:
    """An author reads what was expected, not a traceback."""
    with pytest.raises(InvalidInput):
        parse(text)


@given(st.text(max_size=200))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    """There is no code to be run: any text is an expression or InvalidInput."""
    try:
        assert holds(text, VALUES.get) in {True, False}
    except InvalidInput:
        return


def test_the_names_that_it_reads_are_known() -> None:
    """The linter and the list of kept results are made of them."""
    expression = parse("not (order.total > 100) and reason in ['damaged', other]")

    assert list(names_in(expression)) == ["order.total", "reason", "other"]
