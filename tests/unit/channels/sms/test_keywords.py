"""Words of consent, as people really write them."""

import pytest

from channels.sms.keywords import Consent, consent_in


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "Stop.",
        "STOP\n",
        "\uff33\uff34\uff2f\uff30",
        "STOP 🙏",
        "🛑 STOP 🛑",
        "STOP please",
        "Please stop!",
        "stop now",
        "Stopp!",
        "Bitte stopp",
        "„Stopp“",
        "«stop»",
        "(stop)",
        "*STOP*",
        "-stop-",
        "#stop",
        "STOP\u200b",
        "ST\u200bOP",
        "S T O P",
        "stop, stop, stop!",
        "STOP…",
        "opt-out",
        "Opt out",
        "STOP ALL",
        "Unsubscribe me please",
        "abmelden, danke",
        "Keine SMS mehr!",
        "stop texting me",
    ],
)
@pytest.mark.parametrize("is_whatsapp", [False, True])
def test_a_stop_is_heard_however_it_is_written(text: str, is_whatsapp: bool) -> None:  # noqa: FBT001
    assert consent_in(text, "", is_whatsapp=is_whatsapp) is Consent.STOP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙏",
        "\u200b",
        "please",
        "don't stop",
        "non-stop",
        "stop my order",
        "Where does the bus stop",
        "stop 2",
        "cancel please",
        "cancel my order",
        "the end",
        "I want to start a return",
        "x" * 5_000,
        "stop " * 400,
    ],
)
def test_what_says_more_is_a_message(text: str) -> None:
    assert consent_in(text, "", is_whatsapp=False) is None


def test_words_of_the_carriers_count_on_text_messages_alone() -> None:
    """On WhatsApp they are answers like others."""
    for text in ("END", "Cancel!", "quit", "Beenden."):
        assert consent_in(text, "", is_whatsapp=False) is Consent.STOP
        assert consent_in(text, "", is_whatsapp=True) is None


@pytest.mark.parametrize(
    "text",
    ["START", "Start 🙂", "starten!", "UNSTOP", "Please start", "\uff33\uff34\uff21\uff32\uff34"],
)
def test_a_start_is_heard_too(text: str) -> None:
    assert consent_in(text, "", is_whatsapp=True) is Consent.START


def test_what_the_provider_has_read_wins() -> None:
    assert consent_in("Ende", "STOP", is_whatsapp=True) is Consent.STOP
    assert consent_in("STOP", "HELP", is_whatsapp=True) is None
