"""Cards: what a backend may bring into one, and what a channel without pictures says instead."""

import pytest
from pydantic import ValidationError

from domain.cards import card_of, cards_of, in_words
from domain.messages import Card, CardLink, Image, Reply

ROOM = Card(
    title="Room 7",
    subtitle="Garden side",
    text="Two beds, 90 EUR a night.",
    image=Image(url="https://inn.example/7.jpg", alt="A bright room with two beds"),
    buttons=("Book room 7",),
    links=(CardLink(text="More", url="https://inn.example/rooms/7"),),
)


@pytest.mark.parametrize(
    "url",
    [
        "http://inn.example/7.jpg",
        "javascript:alert(1)",
        "data:image/svg+xml,<svg/>",
        "//inn.example/7.jpg",
        "https:///7.jpg",
        "https://inn.example/7 .jpg",
        "https://inn.example\u202e/gpj.7",
        "https://inn.example@evil.example/7.jpg",
        "https://[::1/7.jpg",
        "",
        "https://inn.example/" + "x" * 2_050,
    ],
)
def test_an_image_is_fetched_over_https_or_not_at_all(url: str) -> None:
    """A page would fetch it without asking its reader."""
    with pytest.raises(ValidationError):
        Image(url=url, alt="A room")
    card = card_of({"title": "Room 7", "image": {"url": url, "alt": "A room"}})
    assert card == Card(title="Room 7")


def test_an_image_says_what_it_shows() -> None:
    """For people who do not see it; the card's title where nobody wrote more."""
    with pytest.raises(ValidationError):
        Image(url="https://inn.example/7.jpg", alt="")
    card = card_of({"title": "Room 7", "image": {"url": "https://inn.example/7.jpg"}})
    assert card is not None
    assert card.image is not None
    assert card.image.alt == "Room 7"


def test_values_of_a_backend_never_fail() -> None:
    """A product with an odd picture or a long description is still shown."""
    odd = {
        "title": " T" * 200,
        "subtitle": 7,
        "text": "x" * 5_000,
        "image": "https://inn.example/7.jpg",
        "buttons": ["One", "", None, "Two", "Three", "Four", "Five"],
        "links": [{"text": "No address"}, {"url": "https://inn.example"}, "x", None],
    }

    card = card_of(odd)

    assert card is not None
    assert (len(card.title), card.title[-1], len(card.text)) == (120, "…", 600)
    assert (card.subtitle, card.image, card.links) == ("", None, ())
    assert card.buttons == ("One", "Two", "Three", "Four")
    assert card_of({"text": "no title"}) is None
    assert len(cards_of({"title": str(number)} for number in range(50))) == 10


def test_where_nothing_is_drawn_a_card_is_said() -> None:
    """No channel loses what the customer has to choose from."""
    assert in_words("We have one:", [ROOM]) == (
        "We have one:\n\nRoom 7\nGarden side\nTwo beds, 90 EUR a night.\n"
        "[A bright room with two beds]\nMore: https://inn.example/rooms/7"
    )
    assert in_words("No cards.", []) == "No cards."


def test_all_that_can_be_pressed_is_one_list() -> None:
    """ "The second one" counts the cards' buttons first, as they are shown."""
    reply = Reply(text="We have one:", cards=(ROOM,), quick_replies=("Another",))
    assert reply.choices == ("Book room 7", "Another")
    assert Reply.model_validate_json(reply.model_dump_json()) == reply


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e\u2069", "\u3164", " \ufe0f"])
def test_what_cannot_be_seen_is_no_title_and_no_button(unseen: str) -> None:
    """A button without a word on it says nothing that could be sent."""
    card = card_of({"title": "Room 7", "buttons": [unseen, "Book"]})
    assert card is not None
    assert card.buttons == ("Book",)
    assert card_of({"title": unseen}) is None


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    card = card_of({"title": "Room \ud800"})
    assert card is not None
    assert card.title == "Room ?"
