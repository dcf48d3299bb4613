"""Cards beside `say`: the author's own, and one for each item of a tool's list."""

from typing import Any

import pytest

from domain.bot.model import Bot
from domain.dialogue.commands import Say
from domain.dialogue.limits import MAX_BYTES, size_of
from domain.messages import Card
from tests.unit.domain.bots import a_bot, errors_of
from tests.unit.domain.dialogue.clinic import FILES
from tests.unit.domain.dialogue.conversations import Talk

FLOW = """
book:
  when: book
  steps:
    - call: find_times
    - say: booked
      cards: %s
    - collect: start
"""
ROOMS = """
        from: free.rooms
        most: 3
        title: "{item.name}"
        text: {en: "From {item.price}", de: "Ab {item.price}"}
        image: {url: "{item.photo}", alt: "The room {item.name}"}
        buttons: ["Take {item.name}"]
        links: [{text: See more, url: "https://hotel.example/{item.name}"}]
"""
OWN = """
        - {title: Main street 1, text: Open from nine, buttons: [Directions]}
        - title: {en: Market square, de: Marktplatz}
          image: {url: "https://hotel.example/square.jpg", alt: The square}
"""


def shown(cards: str, result: dict[str, Any], locale: str = "en") -> tuple[Card, ...]:
    talk = Talk(bot_with(cards), locale=locale)
    talk.says("Hi", "book")
    talk.succeeds(result)
    assert size_of(talk.state) <= MAX_BYTES
    return next(c.reply.cards for c in talk.commands if isinstance(c, Say))


def bot_with(cards: str) -> Bot:
    return a_bot(FILES | {"flows/clinic.yaml": FLOW % cards})


def a_room(name: str, photo: str = "https://hotel.example/a.jpg") -> dict[str, Any]:
    return {"name": name, "price": {"amount": "80.00", "currency": "EUR"}, "photo": photo}


def test_shows_the_authors_own_cards() -> None:
    """A branch or two need no backend."""
    [first, second] = shown(OWN, {})
    assert (first.title, first.text, first.buttons) == (
        "Main street 1", "Open from nine", ("Directions",),
    )  # fmt: skip
    assert second.image is not None
    assert second.image.alt == "The square"
    assert shown(OWN, {}, "de")[1].title == "Marktplatz"


def test_shows_a_card_for_each_item() -> None:
    """With its picture, its price as people write it, and its own button."""
    [red, blue] = shown(ROOMS, {"rooms": [a_room("Red"), a_room("Blue")]})
    assert red.title == "Red"
    assert red.text == "From €80.00"
    assert red.buttons == ("Take Red",)
    assert red.image is not None
    assert str(red.image.url) == "https://hotel.example/a.jpg"
    assert red.links[0].url == "https://hotel.example/Red"
    assert blue.title == "Blue"


@pytest.mark.parametrize(
    "photo",
    ["http://hotel.example/a.jpg", "javascript:alert(1)", "https://", "data:image/png;base64,AA",
     "https://hotel.example/" + "a" * 400],
)  # fmt: skip
def test_leaves_out_a_picture_that_a_page_may_not_fetch(photo: str) -> None:
    """The card is shown without it; half an address would lead elsewhere."""
    [card] = shown(ROOMS, {"rooms": [a_room("Red", photo)]})
    assert card.image is None


@pytest.mark.parametrize(
    "rooms", [[], "none", None, [1, "x", None], [{}], [a_room("R" * 5_000)] * 300]
)
def test_survives_whatever_the_backend_sends(rooms: Any) -> None:
    """Bounded in number and size; without a title there is no card."""
    assert len(shown(ROOMS, {"rooms": rooms})) <= 3


MISTAKES = [
    ('[{title: A, image: {url: "http://x.example/a.jpg", alt: A}}]', "begins with https://"),
    ("[{title: A, image: {url: javascript:alert(1), alt: A}}]", "begins with https://"),
    ("[{titel: A}]", "unknown key 'titel'; did you mean 'title'?"),
    ('[{title: A, image: {url: "https://x.example/a.jpg"}}]', "'alt' is missing"),
    ('{from: free.rooms, title: "A room"}', "it reads nothing of the item"),
    ('[{title: "{item.name}"}]', "there is no slot or result 'item'"),
    ('{from: fre.rooms, title: "{item.name}"}', "there is no tool or result 'fre'"),
    ("nonsense", "it should be"),
    ("[]", "at least 1 is needed here"),
]


@pytest.mark.parametrize(("cards", "told"), MISTAKES)
def test_mistakes_are_told(cards: str, told: str) -> None:
    """Before anybody publishes a card without a picture."""
    errors = errors_of(FILES | {"flows/clinic.yaml": FLOW % cards})
    assert any(told in error for error in errors), errors
