"""The language, among the bot's, that a customer writes in."""

import pytest

from domain.understanding.language.detection import Tongue, tongue_of

BOTH = ("en", "de")
UNSHOWN = Tongue(locale="en")


@pytest.mark.parametrize(
    "text",
    [
        "wo ist meine bestellung",
        "Hallo",
        "hallo ich brauch hilfe",
        "paket kaputt",
        "wie lange dauert der versand",
        "Kann ich das zurückgeben?",
        "rückgabe",
        "ich hab mein passwort vergessen",
        "A100002 ist noch nicht da",
        "moin, hab ne frage",
        "koennt ihr mir helfen",
        "wann kommt mein paket endlich",
        "bist du ein mensch?",
        "ihr habt mir das falsche geschickt",
        "kostenlose lieferung?",
        "guten tag",
        "bitte rechnung an mich schicken",
        "stornieren bitte",
        "was kostet der versand nach wien",
    ],
)
def test_a_german_message_is_german(text: str) -> None:
    """Lower case, without umlauts, in two words: as people type."""
    assert tongue_of(text, UNSHOWN, BOTH).locale == "de"


@pytest.mark.parametrize(
    "text",
    [
        "where is my order",
        "hello there",
        "whats ur return policy",
        "i was charged twice",
        "A100002 hasnt arrived yet",
        "can i return a gift card",
        "my parcel is broken",
        "is die delivery free",
        "how much was it",
        "order status please",
    ],
)
def test_an_english_message_is_english(text: str) -> None:
    """Also where the browser asks for German, and where the bot speaks German first."""
    german = Tongue(locale="de")
    assert tongue_of(text, german, ("de", "en"), ("de-DE", "de")).locale == "en"


@pytest.mark.parametrize("text", ["A100002", "5", "ok", "👍", "ada@example.com", "status?"])
def test_without_a_sign_the_browser_decides(text: str) -> None:
    """And without a browser the tenant."""
    assert tongue_of(text, UNSHOWN, BOTH) == UNSHOWN
    assert tongue_of(text, UNSHOWN, BOTH, ("fr", "de-AT", "en")) == Tongue(locale="de")
    shown = Tongue(locale="en", is_shown=True)
    assert tongue_of(text, shown, BOTH, ("de",)) == shown


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("danke", "en"),
        ("Müller", "en"),
        ("Lange Straße", "en"),
        ("it is the Schöne Aussicht 5", "en"),
        ("nein, das will ich nicht", "de"),
        ("kannst du auch deutsch sprechen", "de"),
        ("can we speak german", "de"),
        ("auf deutsch bitte", "de"),
        ("is the german size the same as the english one", "en"),
        ("ich möchte jetzt lieber auf Deutsch weitermachen", "de"),
    ],
)
def test_a_sentence_changes_the_language_and_a_word_does_not(text: str, locale: str) -> None:
    """A name or a street in another language is no wish to change."""
    assert tongue_of(text, Tongue(locale="en", is_shown=True), BOTH).locale == locale


def test_only_the_tenants_languages_are_spoken() -> None:
    """German to a bot that has English alone."""
    assert tongue_of("wo ist mein paket", UNSHOWN, ("en",), ("de",)) == UNSHOWN
    assert tongue_of("ou est mon colis", UNSHOWN, BOTH).locale == "en"


def test_the_tenants_own_region_is_kept() -> None:
    """Of two kinds of German the browser's, else the first."""
    swiss = tongue_of("wo ist mein paket", UNSHOWN, ("en", "de-AT", "de-CH"), ("de-CH",))
    assert swiss.locale == "de-CH"
    assert tongue_of("wo ist mein paket", UNSHOWN, ("en", "de-AT")).locale == "de-AT"
