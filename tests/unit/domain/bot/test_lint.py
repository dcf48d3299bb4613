# ruff: noqa: E501 - a table of mistakes reads best one to a line
"""Mistakes in a tenant's files: each with its line, and the name that was meant."""

import pytest

from tests.unit.domain.bots import errors_of, warnings_of
from tests.unit.domain.dialogue.small_bot import FILES


def with_change(file: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[file]
    return FILES | {file: FILES[file].replace(old, new)}


MISTAKES = [
    ("slots.yaml", "attempts: 2", "attemps: 2", "unknown key 'attemps'; did you mean 'attempts'?"),
    ("slots.yaml", "type: date", "type: dat", "'dat' is not one of string, enum"),
    ("slots.yaml", "ask: ask_beds", "ask: ask_bed", "no response 'ask_bed'; did you mean 'ask_beds'?"),
    ("slots.yaml", "price: {type: money, source: tool}", "price: {type: money}", "source: tool"),
    ("slots.yaml", "values: [red, blue]", "attempts: 3", "an enum needs `values`"),
    ("slots.yaml", "type: date", "type: date, after: tomorow", "'tomorow' is no limit: say \"today\""),
    ("slots.yaml", "type: date", 'type: date, after: "+9d", before: "+5d"', "no day lies within these limits"),
    ("slots.yaml", "type: integer", "type: integer, after: today", "only a date and a time have limits"),
    ("slots.yaml", "type: integer", 'type: time, after: "09:00"', "on_or_after and on_or_before"),
    ("slots.yaml", "type: integer", "type: time, on_or_after: nine", "write it as 09:00"),
    ("slots.yaml", "type: integer", 'type: time, on_or_after: "18:00", on_or_before: "09:00"', "no time lies"),
    ("slots.yaml", "[red, blue]", "[1.50, 2]", "1.5 is no word here; put it in quotes"),
    ("slots.yaml", "[red, blue]", "[true, blue]", "true is no word here; put it in quotes"),
    ("tenant.yaml", "tenant: tiny", "tenant: tiny\ncountry: Germany", "country"),
    ("flows/hotel.yaml", "collect: beds", "collect: bed", "no slot 'bed'; did you mean 'beds'?"),
    ("flows/hotel.yaml", "call: hold_room", "call: hold_rom", "no tool 'hold_rom'; did you mean"),
    ("flows/hotel.yaml", "handoff: general", "handoff: genral", "no handoff rule 'genral'"),
    ("flows/hotel.yaml", "say: booked", "say: boked", "no response 'boked'; did you mean 'booked'?"),
    ("flows/hotel.yaml", "when: book\n", "when: bok\n", "no intent 'bok'; did you mean 'book'?"),
    ("flows/hotel.yaml", "  when: profile\n", "", "nothing starts this flow"),
    ("flows/hotel.yaml", "price >= 100", "price >= ", "a value or a name was expected at the end"),
    ("flows/hotel.yaml", "price >= 100", "prize >= 100", "no slot or result 'prize'; did you mean"),
    ("flows/hotel.yaml", "show: [price, guest]", "show: []", "what the approval is bound to"),
    ("flows/hotel.yaml", "by: role:supervisor", "by: sue", "say who approves"),
    ("flows/hotel.yaml", "    - collect: arrival\n", "", "quote_room needs arrival, which nothing has set"),
    ("flows/hotel.yaml", "call: hold_room", "collect: price", "only a tool may set it"),
    ("flows/hotel.yaml", "set: {price: quote.total}", "set: {beds: quote.total}", "source: tool"),
    ("flows/hotel.yaml", "    - say: booked\n", "    - {say: booked, show: [price]}\n", "belongs to `approve`"),
    ("flows/hotel.yaml", "- call: charge_guest", "- {call: charge_guest, say: booked}", "says call and say"),
    ("flows/hotel.yaml", "{say: full, retry: arrival}", "{say: full, retry: arival}", "no slot 'arival'"),
    ("flows/hotel.yaml", "requires: verified_customer", "requires: verified", "no requirement 'verified'"),
    ("tools.yaml", "  undo: release_room\n", "  undo: relase_room\n", "no tool 'relase_room'; did you mean"),
    ("tools.yaml", '  idempotency: "{flow_run}:hold"\n', "", "needs `idempotency`"),
    ("tools.yaml", "  undo: release_room\n", "  undo: quote_room\n", "quote_room: it only reads, so it cannot undo"),
    ("tools.yaml", "  in: {label: hold.label_id}\n", "  in: {label: hold.label_id}\n  undo: hold_room\n", "what undoes has no `undo`"),
    ("tools.yaml", "  returns: quote\n", "  returns: quote\n  undo: release_room\n", "there is nothing to undo"),
    ("tools.yaml", "  undo: release_room\n", "  once_by: lookup\n", "needs `reconcile`, the tool that looks it up"),
    ("tools.yaml", "  undo: release_room\n", "  once_by: nothing\n  reconcile: quote_room\n", "say `once_by: lookup`"),
    ("tools.yaml", "  undo: release_room\n", "  once_by: luck\n", "once_by"),
    ("tools.yaml", "  effect: irreversible\n  requires: anyone\n", "", "it changes something; say `effect: write`"),
    ("tools.yaml", "  http: {method: GET, ", "  builtin: ticket\n  # {", "it changes something; say `effect: write`"),
    ("tools.yaml", "amount: price.amount", "amount: beds", "never from the customer's words"),
    ("tools.yaml", "{flow_run}:charge", "{flow_rn}:charge", "no argument or slot 'flow_rn'; did you mean"),
    ("tools.yaml", "in: [arrival, beds]", "in: [arival, beds]", "no slot or result 'arival'"),
    ("tools.yaml", "method: GET, ", "", "say `openapi` and `operation`, or `method` and `url`"),
    ("tools.yaml", "{method: GET, url: ", "{method: GET, url: https://a.example/#", "behind the # of a URL"),
    ("tools.yaml", "label: hold.label_id", "label: guest.label_id", "guest is a slot too"),
    ("responses.yaml", "{room} for", "{rom} for", "no slot or result 'rom'; did you mean 'room'?"),
    ("responses.yaml", "Booked.", '"{not a name}"', "a brace that is no placeholder"),
    ("tenant.yaml", "locales: [en, de]", "locales: en", "it should be a list such as [a, b]"),
    ("tenant.yaml", "locales: [en, de]", "locales: [en, german]", "'german' is no language"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), MISTAKES)
def test_a_mistake_is_told_with_its_file(file: str, old: str, new: str, expected: str) -> None:
    """An author finds it at once, and sees the nearest name."""
    errors = errors_of(with_change(file, old, new))

    assert any(error.startswith(f"{file}:") and expected in error for error in errors), errors


def test_the_line_is_the_one_where_it_stands() -> None:
    """Counted from 1, as editors do."""
    [error, *_] = errors_of(with_change("flows/hotel.yaml", "say: lucky", "say: luckyy"))
    line = (
        FILES["flows/hotel.yaml"]
        .splitlines()
        .index("        - {when: \"room = 'red' and not (beds > 3)\", steps: [{say: lucky}]}")
    )

    assert error.startswith(f"flows/hotel.yaml:{line + 1}: error: there is no response 'luckyy'")


def test_all_mistakes_are_told_at_once() -> None:
    """Nobody wants to fix one and find the next."""
    files = FILES | {
        "flows/hotel.yaml": FILES["flows/hotel.yaml"]
        .replace("collect: beds", "collect: bed")
        .replace("call: hold_room", "call: hold_rom")
    }

    assert len(errors_of(files)) >= 2


def test_no_yaml_is_told_with_its_line() -> None:
    """Also what only a parser can see."""
    [error] = errors_of({"slots.yaml": "a: {type: string}\nb: [1, 2\nc: }\n"})

    assert error.startswith("slots.yaml:3: error:")


def test_a_key_twice_is_told() -> None:
    """YAML would silently take the last one."""
    [error] = errors_of({"slots.yaml": "a: {type: string, ask: yes}\na: {type: date}\n"})

    assert "slots.yaml:2" in error
    assert "duplicate key 'a'" in error


@pytest.mark.parametrize(
    ("line", "text", "hint"),
    [
        (1, "bye: Hello: you\n", "a text with a colon needs quotes around it"),
        (2, "bye:\n\t- Hello\n", "indent with spaces, not with tabs"),
        (1, 'bye: "Hello\nhi: there\n', "the quotation mark that opens here is not closed"),
        (1, "bye: @you\n", "a text that begins with it needs quotes around it"),
        (1, "bye: {name} hello\n", "put quotes around the whole text"),
    ],
)
def test_what_yaml_refuses_is_told_with_what_to_do(line: int, text: str, hint: str) -> None:
    """The parser's own words say little to an author."""
    [error] = errors_of({"responses.yaml": text})

    assert error.startswith(f"responses.yaml:{line}: error:")
    assert hint in error


@pytest.mark.parametrize(
    "text",
    ["- 1\n", "42\n", "a: &x [*x]\n", "\x00", "? [1]\n: 2\n", "a: !!python/object:os.system {}\n"],
)
def test_any_yaml_is_only_refused(text: str) -> None:
    """Whatever stands in a file, the author gets a sentence."""
    assert errors_of({"slots.yaml": text})


def test_a_file_that_does_not_belong_is_told() -> None:
    """A mistyped file name would else be ignored."""
    [error] = errors_of({"slot.yaml": "a: {type: string}\n"})

    assert "did you mean 'slots.yaml'?" in error


def test_a_dangerous_pattern_is_refused() -> None:
    """One that could run for minutes on a customer's message."""
    [error] = errors_of({"slots.yaml": 'a: {type: string, pattern: "(a{0,100}){0,100}b"}\n'})

    assert "slots.yaml:1" in error


def test_few_examples_and_the_same_words_warn() -> None:
    """A classifier could not learn them, but the bot may be published."""
    files = with_change("intents.yaml", ", account, my account, who am I]", ", A ROOM please!]")

    warnings = warnings_of(files)

    assert any("3 examples" in warning for warning in warnings)
    assert any("is an example of 'book' too" in warning for warning in warnings)


def test_an_undo_that_knows_nothing_of_its_write_warns() -> None:
    """It could not tell what to take back."""
    files = with_change("tools.yaml", "{label: hold.label_id}", "{label: beds}")

    assert any("it reads nothing of hold_room" in line for line in warnings_of(files))


def test_a_missing_translation_warns() -> None:
    """The first language is said instead."""
    assert any("no text for de" in warning for warning in warnings_of(FILES))


def test_an_approval_after_a_write_is_an_error() -> None:
    """Then there would be nothing left to approve."""
    flow = FILES["flows/hotel.yaml"]
    moved = flow.replace("    - call: hold_room\n", "").replace(
        "    - approve: stay", "    - call: hold_room\n    - approve: stay"
    )

    errors = errors_of(FILES | {"flows/hotel.yaml": moved})

    assert any("has written something before the approval" in error for error in errors)


def test_a_step_after_the_end_is_an_error() -> None:
    """It would never be reached."""
    files = with_change(
        "flows/hotel.yaml", "    - call: hold_room", "    - end\n    - call: hold_room"
    )

    assert any("never reached" in error for error in errors_of(files))


def test_a_field_that_the_backend_does_not_answer_is_told() -> None:
    """The OpenAPI document knows what there is."""
    document = {
        "paths": {
            "/orders/{id}": {
                "get": {
                    "operationId": "getOrder",
                    "parameters": [{"name": "id", "in": "path", "required": True}],
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {
                                    "schema": {"properties": {"status": {"type": "string"}}}
                                }
                            }
                        }
                    },
                }
            }
        }
    }
    files = {
        "slots.yaml": 'id: {type: string, pattern: "^A[0-9]$", ask: yes}\n',
        "tools.yaml": "get_order: {http: {openapi: shop, operation: getOrder}, in: [id]}\n",
        "responses.yaml": "told: It is {order.statsu}.\n",
    }

    [error] = errors_of(files, {"shop": document})

    assert "no field of order 'statsu'; did you mean 'status'?" in error


def test_a_parameter_or_operation_that_is_not_there_is_told() -> None:
    """As is one that the operation needs and nothing fills."""
    tools = "get_order: {http: {openapi: shop, operation: %s}, in: {%s: guest}}\n"
    document = {
        "paths": {
            "/o/{id}": {
                "get": {
                    "operationId": "getOrder",
                    "parameters": [{"name": "id", "in": "path", "required": True}],
                }
            }
        }
    }
    slots = {"slots.yaml": "guest: {type: string, ask: yes}\n"}

    unknown = errors_of(slots | {"tools.yaml": tools % ("getOrdr", "id")}, {"shop": document})
    misnamed = errors_of(slots | {"tools.yaml": tools % ("getOrder", "idd")}, {"shop": document})

    assert any("did you mean 'getOrder'?" in error for error in unknown)
    assert any("no parameter 'idd'; did you mean 'id'?" in error for error in misnamed)
    assert any("needs 'id', which nothing fills" in error for error in misnamed)


def test_what_cannot_be_taken_back_before_a_wait_warns() -> None:
    """Whoever cancels a reminder would think that the room is free again."""
    held = "    - call: hold_room\n"
    waits = with_change("flows/hotel.yaml", held, held + '    - wait: "{arrival} - 1d"\n')
    without_undo = waits["tools.yaml"].replace("  undo: release_room\n", "")

    assert not [line for line in warnings_of(waits) if "cancelled while it waits" in line]
    warnings = warnings_of(waits | {"tools.yaml": without_undo})
    assert any("cancelled while it waits, what hold_room has written stays" in w for w in warnings)


def test_a_ticket_before_a_wait_warns() -> None:
    """A ticket of our own cannot be taken back, and nothing can be written to change that."""
    held = "    - call: hold_room\n"
    ticket = '    - {call: ticket, in: {contact: "\'none\'"}}\n    - wait: "{arrival} - 1d"\n'
    warnings = warnings_of(with_change("flows/hotel.yaml", held, ticket))

    assert any(
        w.endswith("cancelled while it waits, what ticket has written stays") for w in warnings
    )
