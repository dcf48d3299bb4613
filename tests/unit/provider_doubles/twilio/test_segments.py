"""Segments of a text message."""

import pytest

from provider_doubles.twilio.segments import segments_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, "GSM-7")),
        ("a" * 160, (1, "GSM-7")),
        ("a" * 161, (2, "GSM-7")),
        ("€" * 80, (1, "GSM-7")),
        ("€" * 81, (2, "GSM-7")),
        ("ż" * 70, (1, "UCS-2")),
        ("ż" * 71, (2, "UCS-2")),
        ("😀" * 35, (1, "UCS-2")),
    ],
)
def test_length_and_encoding(text: str, expected: tuple[int, str]) -> None:
    assert segments_of(text) == expected
