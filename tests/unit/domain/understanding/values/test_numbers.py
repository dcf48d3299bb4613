"""Numbers, identifiers and e-mail addresses: whole, by the habits of the language."""

import pytest

from domain.understanding.values.emails import find_emails
from domain.understanding.values.identifiers import find_identifiers, folded
from domain.understanding.values.numbers import find_numbers

NUMBERS = [
    ("fünfunddreißig Stück", [35.0], [35.0]),
    ("1.000", [1000.0, 1.0], [1000.0]), ("1,000", [1000.0], [1000.0, 1.0]),
    ("1,5", [1.5], [1.5]), ("1.5", [1.5], [1.5]), ("1.000.000", [1e6], [1e6]),
    ("1,234.56", [1234.56], [1234.56]), ("1.234,56", [1234.56], [1234.56]),
    ("10 000", [10000.0], [10000.0]), ("1,2,3", [None], [None]), ("1/2", [None], [None]),
    ("1\u20442", [None], [None]), ("one two three", [None], [None]),
    ("two and a half", [None], [None]), ("zweieinhalb", [None], [None]),
    ("twenty-three", [23.0], [23.0]), ("two hundred and five", [205.0], [205.0]),
    ("a dozen", [12.0], [12.0]), ("half a dozen", [6.0], [6.0]), ("zwölf", [12.0], [12.0]),
    ("dreiundzwanzig", [23.0], [23.0]), ("zweihundertfünfzig", [250.0], [250.0]),
    ("zweitausenddreihundert", [2300.0], [2300.0]), ("fuenf", [5.0], [5.0]),
    ("wir sind zu viert", [4.0], [4.0]), ("2 or 3", [2.0, 3.0], [2.0, 3.0]),
    ("the red one", [], []), ("3x", [3.0], [3.0]), ("a1", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "english", "german"), NUMBERS)
def test_a_number_is_read_whole(
    text: str, english: list[float | None], german: list[float | None]
) -> None:
    """
    Two readings are both given; None stands for what is none, so that no part of it is taken.
    """
    assert [value for _, _, value in find_numbers(text, ".")] == english
    assert [value for _, _, value in find_numbers(text, ",")] == german


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("where is order A-100002?", ["A100002"]), ("a 100 002", ["A100002"]),
        ("#A100002", ["A100002"]), ("A100 002 and A100003", ["A100003", "A100002"]),
        ("I have a 100 people", []), ("100 002", []), ("A1000023", []),
    ],
)  # fmt: skip
def test_an_identifier_may_bear_signs_of_the_customers(text: str, found: list[str]) -> None:
    """
    People copy numbers as they are printed.
    """
    assert [value for _, _, value in find_identifiers("^A[0-9]{6}$", text)] == found


def test_digits_alone_are_folded_only_where_they_were_asked_for() -> None:
    """
    "10 20 30" are usually three numbers.
    """
    assert not list(find_identifiers("^[0-9]{6}$", "123 456"))
    assert list(find_identifiers("^[0-9]{6}$", "123 456", digits=True)) == [(0, 7, "123456")]
    assert folded("[a-z]{2}-[0-9]{4}", "AB 1234") == "ab-1234"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("o'brien@example.com", ["o'brien@example.com"]), ("jürgen@example.de", [None]),
        ("ada&bob@example.com", ["ada&bob@example.com"]),
        ("'ada@example.com'", ["ada@example.com"]),
        ("mailto:ada@example.com.", ["ada@example.com"]), ("ada@@example.com", [None]),
        ("Ada <ADA@example.com>, bob@x.de!", ["ada@example.com", "bob@x.de"]),
        ("ada@example", [None]), ("ada..b@example.com", [None]), ("lunch @ 5", []),
        ("ada@münchen.de", [None]), ("ada@example.com/x", [None]),
    ],
)  # fmt: skip
def test_an_address_is_taken_whole_or_not_at_all(text: str, found: list[str | None]) -> None:
    """
    "rgen@example.de" belongs to somebody else.
    """
    assert [value for _, _, value in find_emails(text)] == found
