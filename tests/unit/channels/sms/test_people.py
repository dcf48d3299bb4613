"""One person behind a number, however it is written."""

import pytest

from channels.sms.form import Phone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+4915112345678", "whatsapp:+4915112345678"),
        ("+4915112345678", "whatsapp:4915112345678"),
        ("+525512345678", "whatsapp:+5215512345678"),
        ("+541123456789", "whatsapp:+5491123456789"),
        ("+5511987654321", "whatsapp:+551187654321"),
    ],
)
def test_one_person_is_one_on_both_channels(one: str, other: str) -> None:
    """Whoever stops on one of them has stopped on both."""
    assert Phone(one).number == Phone(other).number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+4915112345678", "+4915112345679"),
        ("+525512345678", "+525512345679"),
        ("+551132654321", "+551187654321"),
        ("whatsapp:US.13491208655302741918", "+13491208655302"),
    ],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert Phone(one).number != Phone(other).number
