# ruff: noqa: E501 - what is changed, and what is said of it
"""Composite slots whose parts could not be read, asked for or passed on are refused."""

import pytest

from tests.unit.domain.bots import a_bot, errors_of, warnings_of
from tests.unit.domain.dialogue.crockery import FILES


def errors(old: str, new: str, file: str = "slots.yaml") -> list[str]:
    """Of the shop with one thing changed."""
    assert old in FILES[file]
    return errors_of({**FILES, file: FILES[file].replace(old, new, 1)})


def test_the_shop_is_in_order() -> None:
    assert errors_of(FILES) == []
    assert [one for one in warnings_of(FILES) if "slots.yaml" in one] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("thing: thing\n", "thing: thin\n", "there is no slot 'thin'; did you mean 'thing'?"),
        ("colour: {slot: colour, ask: ask_colour}", "colour: {slot: sure}",
         "wanted: colour: sure is a bool, which is no part"),
        ("colour: {slot: colour, ask: ask_colour}", "other: {slot: wanted}",
         "wanted: other: wanted is a composite, which is no part"),
        ("default: 1}", "default: one}", "wanted: quantity: 'one' is no value of quantity"),
        ("ask: ask_colour}", "ask: ask_color}", "there is no response 'ask_color'"),
        ("thing: thing\n", "thing: {slot: thing, optional: true}\n",
         "wanted: thing: the first part names the thing; it is needed"),
        ("    thing: thing\n    quantity: {slot: quantity, default: 1}",
         "    quantity: quantity\n    thing: thing",
         "wanted: quantity: the first part names the thing: an enum, or a string with a pattern"),
        (", said_after: [to, nach]", "", "the shop stays as it is"),
        ("from: {slot: city, said_after: [from, von, ab], ask: ask_from}\n    to: {slot: city, said_after: [to, nach], ask: ask_to}",
         "from: city\n    to: city", "journey: to: nothing tells it from from"),
        ("several: true\n", "several: false\n", "wanted: `most` belongs to `several: true`"),
        ("most: 4", "most: 40", "wanted.most: it should be a whole number from 2 to 10, not 40"),
        ("{thing} in {colour}", "{thing} in {color}", "there is no part 'color'"),
        ("quantity: {type: integer}", "quantity: {type: integer, parts: {a: thing}}",
         "quantity: only a composite has `parts`"),
        ("  ask: ask_journey", "  ask: ask_journey\n  source: tool",
         "journey: a composite is what a customer says, and no tool sets it"),
        ("said_after: [from, von, ab]", "said_before: [from]", "unknown key 'said_before'"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_line_with_its_place(old: str, new: str, said: str) -> None:
    """The file, the line, the slot and its part."""
    found = errors(old, new)
    if said == "the shop stays as it is":
        assert found == []
        return
    [line] = [one for one in found if said in one]
    assert line.startswith("slots.yaml:")
    assert "\n" not in line


def test_parts_go_into_a_body_only() -> None:
    """A list of things has no place in an address."""
    found = errors("method: POST", "method: GET", "tools.yaml")
    assert any("place_order: wanted has parts, and items goes into the query" in e for e in found)


def test_what_asks_for_a_part_may_name_its_thing_and_nothing_else() -> None:
    """{item} is known only where the engine fills it in."""
    assert errors("{item.thing} be?", "{item} be?", "responses.yaml") == []
    unknown = errors("{item.thing} be?", "{item.size} be?", "responses.yaml")
    assert any("ask_colour" in one or "item" in one for one in unknown)
    assert errors("Where to?", "Where to, {item.thing}?", "responses.yaml")


def test_a_bot_without_composites_keeps_its_revision() -> None:
    """The new keys are not stored where they are not used."""
    stored = a_bot(FILES).as_content()["slots"]
    assert {"composite", "part_slots"} <= stored["wanted"].keys()
    assert not {"composite", "part_slots"} & stored["thing"].keys()


def test_a_language_without_a_label_is_told() -> None:
    """One of the others is used then."""
    bare = FILES["slots.yaml"].replace(', de: "{quantity} {thing} in {colour}"', "", 1)
    found = warnings_of({**FILES, "slots.yaml": bare})
    assert any("slots.yaml:" in one and "wanted: no label for de" in one for one in found)
