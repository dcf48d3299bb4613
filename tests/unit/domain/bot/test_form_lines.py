"""Lines of questions that may stand in one form, and what the linter says of them."""

import pytest

from domain.bot.form_lines import lines_of
from tests.unit.domain.bots import a_bot, errors_of
from tests.unit.domain.dialogue.diner import FILES, diner

HEAD = """
book:
  when: book
  title: Book a table
  about: your table
  form: true
  steps:
"""


def files(*steps: str) -> dict[str, str]:
    flow = HEAD + "\n".join(f"    - {step}" for step in steps)
    hours = "\nhours:\n  when: hours\n  title: Hours\n  steps: [{say: hours}]\n"
    return FILES | {"flows/diner.yaml": flow + hours}


def fields(*steps: str) -> list[list[str | None]]:
    slots = FILES["slots.yaml"] + "ok: {type: bool, ask: ask_taste}\n"
    bot = a_bot(files(*steps) | {"slots.yaml": slots})
    flow = bot.flows["book"].steps
    return [[flow[place].collect for place in line] for line in lines_of(bot, flow)]


def test_a_line_is_questions_with_nothing_between() -> None:
    steps = diner().flows["book"].steps
    assert lines_of(diner(), steps) == [range(7), range(11, 13)]


@pytest.mark.parametrize(
    "between",
    [
        "say: hours",
        "wait: 2h",
        "{collect: guests, when: day}",
        "{collect: sure, if_false: {end: bye}}",
        "branch: [{when: day, steps: {say: hours}}]",
    ],
)
def test_anything_between_ends_it(between: str) -> None:
    found = fields("collect: day", "collect: place", between, "collect: guest", "collect: email")
    assert found == [["day", "place"], ["guest", "email"]]


def test_a_question_that_names_an_answer_is_asked_after_it() -> None:
    assert fields("collect: day", "collect: guest", "collect: sure") == [["day", "guest"], ["sure"]]


def test_the_yes_before_a_write_is_said_by_itself() -> None:
    """Whatever its question says: a form neither confirms nor pays."""
    asked = ("collect: day", "collect: guests", "collect: guest", "collect: email", "collect: ok")
    names = ["day", "guests", "guest", "email"]
    assert fields(*asked) == [[*names, "ok"]]
    assert fields(*asked, "call: find_table") == [[*names, "ok"]]
    assert fields(*asked, "call: book_table") == [names]
    assert fields(*asked, "branch: [{when: day, steps: [{call: book_table}]}]") == [names]


def test_no_slot_stands_in_it_twice_and_ten_are_enough() -> None:
    assert fields("collect: day", "collect: place", "collect: day") == [["day", "place"], ["day"]]
    slots = "".join(f"s{n}: {{type: integer, ask: ask_taste}}\n" for n in range(12))
    more = files(*(f"collect: s{n}" for n in range(12)))
    bot = a_bot(more | {"slots.yaml": FILES["slots.yaml"] + slots})
    assert lines_of(bot, bot.flows["book"].steps) == [range(10), range(10, 12)]


def test_a_flow_in_which_no_questions_stand_together_has_no_form() -> None:
    [error] = errors_of(files("collect: day", "say: hours", "collect: guest"))
    assert error.startswith(
        "flows/diner.yaml:6: error: book: `form: true` needs two `collect` steps"
    )


def test_questions_of_a_branch_may_be_a_form() -> None:
    inside = "branch: [{when: day, steps: [{collect: place}, {collect: guest}]}]"
    assert errors_of(files("collect: day", inside)) == []


def test_form_is_true_or_false() -> None:
    changed = files("collect: day", "collect: guest")
    changed["flows/diner.yaml"] = changed["flows/diner.yaml"].replace("form: true", "form: [day]")
    [error] = errors_of(changed)
    assert "form" in error
    assert "true or false" in error
