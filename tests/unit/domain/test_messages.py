"""Messages: what counts as something to read."""

import pytest

from domain.messages import is_visible


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\u200b",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\u00ad\u034f\u061c",
        "\u202a\u202e\u2066\u2069",
        "\ufe0f\ufe0e",
        "\u115f\u1160\u3164\uffa0",
        "\u2800\u2800",
        "\u00a0\u2003\u3000",
        "\U000e0020\U000e007f",
        "\U000e01ff",
        "\u0301",
    ],
)
def test_a_message_that_nobody_can_see_is_none(text: str) -> None:
    """Neither the bot nor a person could answer it."""
    assert not is_visible(text)


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "5",
        "ja",
        "\u200bhi",
        "👍🏽",
        "❤️",
        "👩‍👩‍👧",
        "🇩🇪",
        "नमस्ते",
        "\u0e01",
        "…",
        "\u1f10",
        "\U0001fadf",
    ],
)
def test_whatever_can_be_seen_is_one(text: str) -> None:
    """Emoji hold joiners and selectors; tomorrow's emoji are not in today's tables."""
    assert is_visible(text)
