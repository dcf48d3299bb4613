"""Rules for passwords, and how long guessing takes."""

from datetime import timedelta

import pytest

from domain.errors import InvalidInput
from domain.passwords import FREE_OF_ACCOUNT, LONGEST_PAUSE, pause_after, require_good_password


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "x" * 201,
        "aaaaaaaaaaaa",
        "password1234",
        "Password!2026",
        "passwordpassword",
        "123456789012",
        "qwertyuiop12",
        "annsmith2026!",
        "acmeacmeacme1",
        "ann smith acme",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    """
    Too short, too plain, or made of what everybody knows.
    """
    with pytest.raises(InvalidInput, match="password"):
        require_good_password(password, name="Ann Smith", tenant_id="acme")


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "täglich-grüßt-das-Murmel", "9f8!kLm2#pQr", "パスワード" * 3],
)
def test_a_long_one_is_good(password: str) -> None:
    """
    No rules about kinds of characters; length is what counts.
    """
    assert require_good_password(password, name="Ann", tenant_id="acme")


def test_guessing_gets_slower_and_slower() -> None:
    """
    Nothing at first, for people mistype; then twice as long each time, up to a quarter of an hour.
    """
    pauses = [pause_after(failures, FREE_OF_ACCOUNT) for failures in range(1, 14)]

    assert pauses[:4] == [timedelta()] * 4
    assert pauses[4:7] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
