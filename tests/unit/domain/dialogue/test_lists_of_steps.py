"""Lists of choices and files beside `say`: the author's own, and out of a tool's result."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bot.model import Bot
from domain.choice_lists import attachment_of, choice_list_of
from domain.dialogue.commands import Say
from domain.messages import Attachment, ChoiceList, ListItem, Reply
from tests.unit.domain.bots import a_bot, errors_of
from tests.unit.domain.dialogue.clinic import FILES
from tests.unit.domain.dialogue.conversations import Talk

FLOW = """
book:
  when: book
  steps:
    - call: find_times
    - say: booked
      %s
"""
OWN = """list:
        title: {en: Rooms, de: Zimmer}
        items:
          - Red
          - {title: {en: Blue, de: Blau}, description: {en: With a view, de: Mit Aussicht}}
"""
EACH = """list:
        title: Rooms
        from: free.rooms
        most: 2
        items: {title: "{item.name}", description: "From {item.price}"}
"""
FILE = """attachments:
        - name: {en: Prices, de: Preise}
          url: "https://clinic.example/p.pdf"
          media_type: application/pdf
          size: 900
        - {name: "Plan of {free.house}", url: "{free.plan}", media_type: image/png}
"""


def bot_with(shown: str) -> Bot:
    return a_bot(FILES | {"flows/clinic.yaml": FLOW % shown})


def problems(shown: str) -> list[str]:
    return errors_of(FILES | {"flows/clinic.yaml": FLOW % shown})


def said(shown: str, result: dict[str, Any], locale: str = "en") -> Reply:
    talk = Talk(bot_with(shown), locale=locale)
    talk.says("Hi", "book")
    talk.succeeds(result)
    return next(command.reply for command in talk.commands if isinstance(command, Say))


def test_the_authors_own_choices_in_the_customers_language() -> None:
    blue = ListItem(title="Blue", description="With a view")
    assert said(OWN, {}).lists == (ChoiceList(title="Rooms", items=(ListItem(title="Red"), blue)),)
    [german] = said(OWN, {}, "de").lists
    assert german.title == "Zimmer"
    assert german.items[1] == ListItem(title="Blau", description="Mit Aussicht")
    assert said(OWN, {}).choices == ("Red", "Blue")


def test_choices_need_no_more_than_their_words() -> None:
    [found] = said("list: [Red, Blue]", {}).lists
    assert [item.title for item in found.items] == ["Red", "Blue"]


def test_one_choice_for_each_item_of_a_result() -> None:
    price = {"amount": "80.00", "currency": "EUR"}
    rooms = [{"name": name, "price": price} for name in ("Red", "Blue", "Red", "Green")]
    [found] = said(EACH, {"rooms": rooms}).lists
    assert found.items == (
        ListItem(title="Red", description="From €80.00"),
        ListItem(title="Blue", description="From €80.00"),
    )


@pytest.mark.parametrize("rooms", [[], None, "Red", [{"name": ""}], [{"price": 8}]])
def test_without_choices_there_is_no_list(rooms: Any) -> None:
    assert said(EACH, {"rooms": rooms}).lists == ()


def test_files_have_names_in_the_customers_language_and_addresses_of_a_result() -> None:
    result = {"house": "Main street", "plan": "https://clinic.example/plan.png"}
    assert said(FILE, result).attachments == (
        Attachment(
            name="Prices",
            media_type="application/pdf",
            size=900,
            url="https://clinic.example/p.pdf",
        ),
        Attachment(
            name="Plan of Main street",
            media_type="image/png",
            size=0,
            url="https://clinic.example/plan.png",
        ),
    )
    assert said(FILE, result, "de").attachments[0].name == "Preise"


@pytest.mark.parametrize("plan", ["http://clinic.example/plan.png", "javascript:alert(1)", "", 7])
def test_a_file_at_no_safe_address_is_left_out(plan: Any) -> None:
    assert len(said(FILE, {"house": "Main street", "plan": plan}).attachments) == 1


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        ("list: []", "list"),
        ("list: {title: Rooms}", "items"),
        ('list: {from: free.rooms, items: ["{item.name}", "{item.no}"]}', "one choice stands"),
        ("list: {from: free.rooms, items: [Red]}", "reads nothing of the item"),
        ('list: {from: nowhere.rooms, items: ["{item}"]}', "nowhere"),
        ('list: ["{nothing.there}"]', "nothing"),
        ("list: [Red, {name: Blue}]", "name"),
        ('attachments: [{name: a, url: "http://x.example/a", media_type: a/b}]', "https://"),
        ('attachments: [{name: a, url: "https://x.example/a"}]', "media_type"),
        ('attachments: [{name: a, url: "https://x.example/a", media_type: pdf}]', "media_type"),
        ('attachments: [{name: a, url: "{nothing.url}", media_type: a/b}]', "nothing"),
        ('attachments: [{name: a, url: "{start}", media_type: a/b}]', "nothing has set"),
    ],
)
def test_the_linter_names_what_is_wrong(shown: str, problem: str) -> None:
    found = problems(shown)
    assert any(problem in one for one in found), found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("list", "[Red]"),
        ("attachments", "[{name: a, url: 'https://x.example/a', media_type: a/b}]"),
    ],
)
def test_both_belong_to_say(key: str, value: str) -> None:
    flow = f"book:\n  when: book\n  steps:\n    - collect: start\n      {key}: {value}\n"
    found = errors_of(FILES | {"flows/clinic.yaml": flow})
    assert any(f"'{key}' belongs to `say`" in one for one in found), found


@given(st.text(), st.lists(st.tuples(st.text(), st.text()), max_size=12), st.text(), st.text())
def test_nothing_that_a_backend_sends_breaks_a_reply(
    title: str, choices: list[tuple[str, str]], name: str, url: str
) -> None:
    choice_list_of(title, choices)
    attachment_of(name, url, "image/png", 1)
