"""Refusals of plain pages, in the reader's language."""

from typing import get_args

import pytest

from api.refusal_words import DE, EN, field_refusal_in, refusal_in
from domain.errors import Conflict, InvalidInput
from domain.passwords import require_good_password
from domain.refusals import PageRefusal


def test_both_languages_have_every_reason_of_a_page() -> None:
    assert EN.keys() == DE.keys()
    assert set(get_args(PageRefusal)) <= EN.keys()
    assert not [name for name, word in DE.items() if word == EN[name]]


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "12 bis 200 Zeichen."),
        ("aaaaaaaaaaaaaaaa", "Nehmen Sie mehr verschiedene Zeichen."),
        ("password-password-1", DE["password-guessed"]),
        ("12345678901234567890", DE["password-guessed"]),
        ("Ann Ann Ann 1234", DE["password-guessed"]),
    ],
)
def test_a_password_is_refused_in_german_on_a_german_page(password: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        require_good_password(password, name="Ann", tenant_id="acme")

    assert refusal_in("de", refused.value) == said
    assert refusal_in("en", refused.value) != said


def test_what_has_no_reason_is_not_said_in_another_language() -> None:
    """A sentence of our own in English helps nobody who reads German."""
    conflict = Conflict("two of them at once")
    field = InvalidInput("tz", "must be a time zone")

    assert refusal_in("en", conflict) == "two of them at once"
    assert refusal_in("en", field) == "must be a time zone"
    assert refusal_in("de", conflict) == DE["not-possible"]
    assert refusal_in("de", field) == DE["not-valid"]
    assert field_refusal_in("de", "must have a unit") == DE["not-valid"]
    assert field_refusal_in("en", "must have a unit") == "must have a unit"
