# ruff: noqa: E501 - a text and what it says, line by line
"""Composite values: parts in any order, neighbours with the right thing."""

from datetime import date
from typing import Any

import pytest

from domain.bot.parts import Part
from domain.understanding.composite_reading import Reading
from domain.understanding.composite_values import read_composite
from domain.understanding.entities import find_entities
from domain.understanding.preprocess import clean
from tests.unit.domain.understanding.bots import a_bot
from tests.unit.domain.understanding.composites import (
    JOURNEY,
    ORDER,
    QUANTITY,
    SHOES,
    an_enum,
    composite,
)

MONDAY = date(2026, 11, 23)
BOT = a_bot()


def things(slot: Any, text: str) -> list[dict[str, Any]]:
    return list(reading(slot, text).things)


def reading(slot: Any, text: str) -> Reading:
    plain = clean(text)
    return read_composite(slot, plain, find_entities(BOT, plain, MONDAY))


def an(item: str, quantity: int | None = None, colour: str | None = None) -> dict[str, Any]:
    parts = {"item": item, "quantity": quantity, "colour": colour}
    return {name: value for name, value in parts.items() if value is not None}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("two blue mugs and one plate", [an("mug", 2, "blue"), an("plate", 1)]),
        ("2 mugs blue, 1 plate red", [an("mug", 2, "blue"), an("plate", 1, "red")]),
        ("2 mugs blue 1 plate red", [an("mug", 2, "blue"), an("plate", 1, "red")]),
        ("blue mug red plate", [an("mug", None, "blue"), an("plate", None, "red")]),
        ("mug blue plate red", [an("mug", None, "blue"), an("plate", None, "red")]),
        ("mugs in blue, two of them, and a red plate", [an("mug", 2, "blue"), an("plate", 1, "red")]),
        ("two blue mugs and three red", [an("mug", 2, "blue"), an("mug", 3, "red")]),
        ("two blue and three red mugs", [an("mug", 2, "blue"), an("mug", 3, "red")]),
        ("blue and red mugs", [an("mug", None, "blue"), an("mug", None, "red")]),
        ("3x mug (blue), 2x plate (white)", [an("mug", 3, "blue"), an("plate", 2, "white")]),
        ("mugs and plates, all in white", [an("mug", None, "white"), an("plate", None, "white")]),
        ("two dark blue tea towels", [an("tea_towel", 2, "dark_blue")]),
        ("a plate in blu, one bowll", [an("plate", 1, "blue"), an("bowl", 1)]),
        ("two blue mugs, no, red", [an("mug", 2, "red")]),
        ("a mug in red or blue", [an("mug", 1)]),
        ("one mug, not red, and a blue plate", [an("mug", 1), an("plate", 1, "blue")]),
        ("zwei blaue Tassen und einen Teller", [an("mug", 2, "blue"), an("plate", 1)]),
        ("drei Teller in Weiß sowie eine rote Schale", [an("plate", 3, "white"), an("bowl", 1, "red")]),
        ("Teller weiß, 2 Stück, und Becher, blau", [an("plate", 2, "white"), an("mug", None, "blue")]),
        ("eine blaue und zwei rote Tassen", [an("mug", None, "blue"), an("mug", 2, "red")]),
        ("Tassen und Schalen, alle in Rot", [an("mug", None, "red"), an("bowl", None, "red")]),
        ("nothing of that", []),
        ("in blue please", []),
    ],
)  # fmt: skip
def test_each_part_is_with_its_neighbour(text: str, wanted: list[dict[str, Any]]) -> None:
    """In English and German, before or behind the thing, apart or side by side."""
    assert things(ORDER, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("from Berlin to Hamburg on Friday", {"from": "berlin", "to": "hamburg", "day": "2026-11-27"}),
        ("on Friday to Hamburg from Berlin", {"from": "berlin", "to": "hamburg", "day": "2026-11-27"}),
        ("Berlin to Hamburg", {"from": "berlin", "to": "hamburg"}),
        ("to Munich, tomorrow", {"to": "munich", "day": "2026-11-24"}),
        ("from Berlin to Hamburg, no, to Munich", {"from": "berlin", "to": "munich"}),
        ("am Freitag von Köln nach München", {"from": "cologne", "to": "munich", "day": "2026-11-27"}),
        ("ab Berlin", {"from": "berlin"}),
        ("from Berlin to Hamburg or Cologne", {"from": "berlin"}),
    ],
)  # fmt: skip
def test_a_word_before_a_value_says_which_part_it_is(text: str, wanted: dict[str, Any]) -> None:
    """Where two parts are of one kind."""
    assert things(JOURNEY, text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("size 42 in red", {"size": 42, "colour": "red"}),
        ("two pairs in red, size 42", {"size": 42, "colour": "red", "quantity": 2}),
        ("2 in 42, blue", {"size": 42, "colour": "blue", "quantity": 2}),
        ("Größe 38, weiß", {"size": 38, "colour": "white"}),
        ("red, 42", {"size": 42, "colour": "red"}),
    ],
)
def test_numbers_find_their_part(text: str, wanted: dict[str, Any]) -> None:
    """By a word before them, or by what is still free."""
    assert things(SHOES, text) == [wanted]


def test_what_belongs_to_nothing_named_is_loose() -> None:
    """It may answer a question about one thing, or hold for all."""
    assert reading(ORDER, "in blue").loose == {"colour": "blue"}
    assert reading(ORDER, "all of them in blue").every == {"colour": "blue"}
    assert reading(ORDER, "one more mug").further == {0}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("without the plate", [("item", "plate")]),
        ("remove the bowl please", [("item", "bowl")]),
        ("ohne Teller", [("item", "plate")]),
        ("streich die Schüssel", [("item", "bowl")]),
        ("not blue, red", [("colour", "blue")]),
    ],
)
def test_what_is_not_wanted_is_told_apart(text: str, denied: list[tuple[str, str]]) -> None:
    assert list(reading(ORDER, text).denied) == denied


@pytest.mark.parametrize(
    ("text", "says_more"),
    [
        ("two blue mugs and one plate please", False),
        ("ich hätte gern zwei blaue Tassen", False),
        ("where is my order of two mugs", True),
    ],
)
def test_other_words_are_noticed(text: str, *, says_more: bool) -> None:
    """A message that only names things needs no intent to be looked for."""
    assert reading(ORDER, text).says_more == says_more


KIND = an_enum(
    "kind", margherita=(), salami=(), hawaii=("hawaiian",), quattro_formaggi=("four cheese",)
)
BREADTH = an_enum("breadth", small=("klein",), medium=("mittel",), large=("groß", "big"))
PIZZAS = composite(
    "pizzas",
    {
        "kind": Part(slot="kind"),
        "quantity": Part(slot="quantity", default=1),
        "breadth": Part(slot="breadth"),
    },
    KIND,
    QUANTITY,
    BREADTH,
    most=10,
)
M, S, H, Q = "margherita", "salami", "hawaii", "quattro_formaggi"


def a(kind: str, quantity: int | None = None, breadth: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "quantity": quantity or 1} | ({"breadth": breadth} if breadth else {})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("one large margherita and two small salami",[a(M,1,"large"),a(S,2,"small")]),
        ("2 medium hawaii pizzas, 1 large quattro formaggi",[a(H,2,"medium"),a(Q,1,"large")]),
        ("I'll have a salami, large, and a margherita, small please",[a(S,1,"large"),a(M,1,"small")]),
        ("three margheritas: two large, one small",[a(M,2,"large"),a(M,1,"small")]),
        ("could I get 2x salami large + 1x hawaii medium?",[a(S,2,"large"),a(H,1,"medium")]),
        ("a small hawaii, a medium hawaii and a large one",[a(H,1,"small"),a(H,1,"medium"),a(H,None,"large")]),
        ("salami and margherita both medium",[a(S,None,"medium"),a(M,None,"medium")]),
        ("large salamis x 3",[a(S,3,"large")]),
        ("one margarita medium",[a(M,1,"medium")]),
        ("five small quattro formaggi and nothing else",[a(Q,5,"small")]),
        ("hi there! for tonight: 2 hawaii (small); 3 salami (large). thanks",[a(H,2,"small"),a(S,3,"large")]),
        ("medium salami please, actually large",[a(S,None,"large")]),
        ("a hawaii without ham, large",[a(H,1,"large")]),
        ("1 salami 2 margherita 3 hawaii all large",[a(S,1,"large"),a(M,2,"large"),a(H,3,"large")]),
        ("a big four cheese pizza",[a(Q,1,"large")]),
        ("we need twelve small salami",[a(S,12,"small")]),
        ("zwei große Salami und eine kleine Margherita",[a(S,2,"large"),a(M,1,"small")]),
        ("eine Hawaii groß, drei Salami klein",[a(H,1,"large"),a(S,3,"small")]),
        ("ich nehme 2 Margherita, mittel, und 1 Salami, groß",[a(M,2,"medium"),a(S,1,"large")]),
        ("bitte einmal Salami klein und zweimal Hawaii groß",[a(S,1,"small"),a(H,2,"large")]),
        ("Salami und Hawaii, beide groß",[a(S,None,"large"),a(H,None,"large")]),
        ("4 Stück Margherita in klein",[a(M,4,"small")]),
        ("eine kleine und zwei große Margheritas",[a(M,None,"small"),a(M,2,"large")]),
        ("zwei Salami, nein, drei, alle groß",[a(S,3,"large")]),
        ("Hawaii, zwei Stück, groß; Salami, eine, klein",[a(H,2,"large"),a(S,1,"small")]),
    ],
)  # fmt: skip
def test_messages_that_were_written_before_they_were_tried(
    text: str, wanted: list[dict[str, Any]]
) -> None:
    """Of another trade than the rules were made with."""
    assert [{"quantity": 1} | one for one in things(PIZZAS, text)] == wanted


def test_of_this_or_that_one_is_meant() -> None:
    """Neither is dropped: whoever asks may ask which."""
    found = reading(PIZZAS, "eine Salami oder eine Hawaii, groß")
    assert (len(found.things), found.either) == (2, ((0, 1),))
