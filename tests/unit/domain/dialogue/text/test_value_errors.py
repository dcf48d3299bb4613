"""Values that lie beyond the limits of their slot, as the responses that say so."""

from datetime import date

import pytest

from domain.bot.model import Slot, SlotType
from domain.dialogue.text.value_errors import beyond

DAY = date(2026, 11, 23)
OPEN = Slot(name="hour", type=SlotType.TIME, on_or_after="09:00", on_or_before="17:30")


@pytest.mark.parametrize(
    ("value", "response", "limit"),
    [
        ("07:30", "time_too_early", "09:00"),
        ("08:59", "time_too_early", "09:00"),
        ("17:31", "time_too_late", "17:30"),
        ("23:00", "time_too_late", "17:30"),
    ],
)
def test_an_hour_beyond_the_limits_names_the_limit(value: str, response: str, limit: str) -> None:
    """Who hears only that it does not fit has to guess what would."""
    misfit = beyond(OPEN, value, DAY)
    assert misfit is not None
    assert (misfit.response, misfit.values) == (response, {"limit": limit})


@pytest.mark.parametrize("value", ["09:00", "12:15", "17:30"])
def test_an_hour_within_the_limits_fits(value: str) -> None:
    """Both ends are within."""
    assert beyond(OPEN, value, DAY) is None
    assert beyond(Slot(name="hour", type=SlotType.TIME), "03:00", DAY) is None
