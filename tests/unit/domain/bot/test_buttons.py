"""Buttons out of a tool's result, as they are written and checked."""

from domain.bot.cards import Buttons
from tests.unit.domain.bots import a_bot, errors_of
from tests.unit.domain.dialogue.clinic import FILES

OPENAPI = {
    "clinic": {
        "openapi": "3.1.0",
        "paths": {
            "/times": {
                "get": {
                    "operationId": "findTimes",
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "properties": {
                                            "times": {
                                                "type": "array",
                                                "items": {"properties": {"start": {}, "day": {}}},
                                            },
                                            "count": {"type": "integer"},
                                        }
                                    }
                                }
                            }
                        }
                    },
                }
            }
        },
    }
}
FLOW = """
book:
  when: book
  steps:
    - call: find_times
    - collect: start
      buttons: {%s}
"""
TOOLS = """
find_times:
  http: {openapi: clinic, operation: findTimes}
  returns: free
"""


def said_of(buttons: str) -> list[str]:
    files = FILES | {"flows/clinic.yaml": FLOW % buttons, "tools.yaml": TOOLS}
    return errors_of(files, OPENAPI)


def test_reads_the_short_form() -> None:
    """The label is the value unless said, and the whole answer of a tool may be the list."""
    step = a_bot(FILES).flows["book"].steps[3]
    assert step.buttons == Buttons(
        items="doctors.items", label={"en": "{item}"}, value="{item}", most=5, only=False
    )


def test_names_what_is_wrong() -> None:
    """Each mistake says where it is and what there is instead."""
    assert said_of('from: free.times, label: "{item.start}"') == []
    assert (
        "there is no list in free 'tmes'; did you mean 'times'?"
        in said_of('from: free.tmes, label: "{item.start}"')[0]
    )
    assert (
        "there is no list in free 'count'; there are times"
        in said_of('from: free.count, label: "{item.start}"')[0]
    )
    assert (
        "field of free.times 'strat'; did you mean 'start'?"
        in said_of('from: free.times, label: "{item.strat}"')[0]
    )
    assert "it reads nothing of the item" in said_of('from: free.times, label: "A time"')[0]
    assert (
        "no tool or result 'fre'; did you mean 'free'?"
        in said_of('from: fre.times, label: "{item.start}"')[0]
    )


def test_belongs_to_a_question_or_a_sentence() -> None:
    """Beside a handoff nobody would see buttons."""
    flow = "book:\n  when: book\n  steps:\n    - call: find_times\n    - handoff: general\n"
    flow += '      buttons: {from: free.times, label: "{item.start}"}\n'
    [error] = errors_of(FILES | {"flows/clinic.yaml": flow, "tools.yaml": TOOLS}, OPENAPI)
    assert "'buttons' belongs to `collect` or `say`, not to `handoff`" in error


def test_needs_the_list_to_be_there() -> None:
    """Buttons before the call would never show."""
    flow = "book:\n  when: book\n  steps:\n    - collect: start\n"
    flow += '      buttons: {from: free.times, label: "{item.start}"}\n    - call: find_times\n'
    errors = errors_of(FILES | {"flows/clinic.yaml": flow, "tools.yaml": TOOLS}, OPENAPI)
    assert "which nothing has set by then" in errors[0]


def test_what_may_be_skipped_is_not_given_to_what_needs_it() -> None:
    """The call would be refused for whoever skips."""
    tools = FILES["tools.yaml"].replace("/visits", "/visits/{note}")
    [error] = errors_of(FILES | {"tools.yaml": tools})
    assert "book_visit: the operation needs note, and note may be skipped" in error
