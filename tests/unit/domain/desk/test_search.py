"""Meanings of a query at the desk."""

import pytest

from domain.desk.search import phone_numbers, read_query, snippet_of

ADA = "+491701234567"


@pytest.mark.parametrize(
    "written",
    [
        "+49 (0)170 1234567",
        "+49 170/123-45-67",
        "0049 170 1234567",
        "0170 1234567",
        "0170/1234567",
        "(0170) 123 45 67",
        "+491701234567",
    ],
)
def test_a_phone_number_in_any_form(written: str) -> None:
    """
    As an agent copies it from wherever they have it.
    """
    assert ADA in phone_numbers(written, "49")


def test_a_number_without_a_country() -> None:
    """
    Where nothing says which country it is, only international numbers can be read.
    """
    assert phone_numbers("0170 1234567", "") == ()
    assert phone_numbers("+49 170 1234567", "") == (ADA,)
    assert "+39061234567" in phone_numbers("06 1234567", "39")


@pytest.mark.parametrize("written", ["A100001", "ada@example.com", "12", "refund", "1" * 40])
def test_what_is_no_number(written: str) -> None:
    assert phone_numbers(written, "49") == ()


def test_a_query_keeps_its_words() -> None:
    query = read_query("  0170 1234567 ", "49", lambda number: f"key of {number}")

    assert query.text == "0170 1234567"
    assert f"key of {ADA}" in query.people
    assert ADA in query.phones


def test_what_is_shown_is_around_the_word() -> None:
    text = "x " * 200 + "the parcel never came" + " y" * 200

    assert "parcel" in snippet_of(text, "Parcel")
    assert len(snippet_of(text, "parcel")) <= 160
    assert snippet_of("short\nwords", "other") == "short words"
