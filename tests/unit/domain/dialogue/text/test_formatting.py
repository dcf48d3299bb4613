"""Values as a customer reads them."""

import pytest

from domain.dialogue.text.formatting import money, shown


@pytest.mark.parametrize(
    "amount", ["1e9999999", "-1e9999999", "NaN", "Infinity", "1e-9999999", "9" * 9_000]
)
def test_an_amount_is_never_written_out_beyond_reason(amount: str) -> None:
    """
    Ten characters of a backend's answer would else become ten million for the customer.
    """
    assert len(money(amount, "EUR", "en")) <= 200
    assert len(shown({"amount": amount, "currency": "EUR"}, "de")) <= 200
    assert money("1234.5", "EUR", "de") == "1.234,50 €"


def test_a_moment_is_written_as_people_say_it() -> None:
    """A button says a day and a time, and nothing that only machines read."""
    assert shown("2026-11-30T10:00", "en") == "Monday 30 November at 10:00"
    assert shown("2026-11-30T10:00:00+01:00", "de") == "Montag, 30. November um 10:00 Uhr"
    assert shown("2026-11-30Tea", "en") == "2026-11-30Tea"
