"""Codes of authenticator apps, against the vectors of RFC 6238."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.one_time_codes import (
    code_of,
    matching_step,
    new_recovery_codes,
    otpauth_link,
    recovery_hash,
    step_at,
    typed,
)

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """
    Appendix B, SHA-1.
    """
    assert code_of(SECRET, seconds // 30, digits=8) == code


def test_a_code_is_good_once_and_for_a_moment() -> None:
    """
    Half a minute early or late, and never again.
    """
    now = datetime(2026, 1, 25, 14, 30, tzinfo=UTC)
    code = code_of(SECRET, step_at(now))
    half = timedelta(seconds=30)

    assert matching_step(SECRET, code, now, after=0) == step_at(now)
    assert matching_step(SECRET, code, now + half, after=0) == step_at(now)
    assert matching_step(SECRET, code, now - half, after=0) == step_at(now)
    assert matching_step(SECRET, code, now + 2 * half, after=0) is None
    assert matching_step(SECRET, code, now, after=step_at(now)) is None
    assert matching_step(SECRET, "", now, after=0) is None
    assert matching_step(SECRET, "\ud800é" * 9, now, after=0) is None


def test_apps_and_people_can_read_the_secret() -> None:
    """
    As a link and in groups to type in.
    """
    link = otpauth_link(SECRET, name="Jürgen K", issuer="acme & co")

    assert typed(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert link.startswith("otpauth://totp/acme%20%26%20co%3AJ%C3%BCrgen%20K?secret=GEZDGNBV")
    assert "issuer=acme%20%26%20co" in link


def test_recovery_codes_differ_and_are_typed_as_people_type() -> None:
    """
    In capitals, with and without hyphens.
    """
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    assert recovery_hash(codes[0].upper().replace("-", " ")) == recovery_hash(codes[0])
