"""Every mistake in a file is told in words that help: which key, and what may stand there."""

import pytest

from tests.unit.domain.bots import TENANT, errors_of, warnings_of
from tests.unit.domain.dialogue.clinic import FILES

STEP = "book:\n  when: book\n  steps:\n    - %s\n"
UNKNOWN = [
    ("tenant.yaml", TENANT + "business_hours: {mo-fr: ['09:00-12:00']}", "mo-fr", "mon-fri"),
    ("tenant.yaml", TENANT + "business_hours: {Mon-Fri: ['09:00-12:00']}", "Mon-Fri", "mon-fri"),
    ("tenant.yaml", TENANT + "business_hours: {samstag: ['09:00-12:00']}", "samstag", "sat"),
    ("tenant.yaml", TENANT + "business_hours: {timezone: UTC}", "timezone", "tz"),
    ("tenant.yaml", TENANT + "idle: {close_afer: 1h}", "close_afer", "close_after"),
    ("tenant.yaml", TENANT + "merge-window: 1s", "merge-window", "merge_window"),
    ("flows/clinic.yaml", STEP % "{collect: sure, if_no: {end: bye}}", "if_no", "if_false"),
    ("flows/clinic.yaml", STEP % "{collect: sure, on_error: {end: bye}}", "on_error", "on_failure"),
    ("flows/clinic.yaml", STEP % "{colect: sure}", "colect", "collect"),
    ("flows/clinic.yaml", STEP % "{call: find_times, arguments: [start]}", "arguments", "in"),
    ("flows/clinic.yaml", STEP % "{call: a, give_up: {after: 2h, them: []}}", "them", "then"),
    ("slots.yaml", "a: {type: enum, choices: [x]}", "choices", "values"),
    ("slots.yaml", "a: {type: string, regex: x}", "regex", "pattern"),
    ("slots.yaml", "a: {type: string, optinal: true}", "optinal", "optional"),
    ("tools.yaml", "a: {http: {metod: GET, url: x}}", "metod", "method"),
    ("handoff.yaml", "general: {queue: a, first_reply: 5m, no_body: {}}", "no_body", "nobody"),
    ("responses.yaml", "a: {text: Hi, quick_reply: [x]}", "quick_reply", "quick_replies"),
    ("intents.yaml", "intents: {book: {examples: [x], alwayson: true}}", "alwayson", "always_on"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "key", "meant"), UNKNOWN)
def test_names_the_key_that_was_meant_there(file: str, text: str, key: str, meant: str) -> None:
    """Of the keys that are allowed in this place, and of no others."""
    [error, *_] = [e for e in errors_of(FILES | {file: text}) if "unknown key" in e]
    assert f"unknown key {key!r}; did you mean {meant!r}?" in error
    assert error.startswith(f"{file}:")


UNFIT = [
    ("responses.yaml", "a: {text: Hi, quick_replies: 'Yes'}",
     "a.quick_replies: it should be a list such as [a, b] or lists by language"),
    ("responses.yaml", "a: [Hi]", "it should be a text or texts by language"),
    ("slots.yaml", "a: {type: strng}", "'strng' is not one of string, enum"),
    ("slots.yaml", "a: {type: string, attempts: 99}",
     "a.attempts: it should be a whole number from 1 to 10, not 99"),
    ("slots.yaml", "a: {type: string, optional: perhaps}", "it should be true or false"),
    ("slots.yaml", "a: {ask: b}", "a: 'type' is missing"),
    ("slots.yaml", "a: string", "it should be keys such as type"),
    ("handoff.yaml", "general: {queue: a, first_reply: soon}",
     "general.first_reply: it should be a time such as 30s"),
    ("handoff.yaml", "general: {queue: a, first_reply: 5}", "24h or 90d, not 5"),
    ("tools.yaml", "a: {effect: writes}", "did you mean 'write'?"),
    ("flows/clinic.yaml", STEP % "{collect: a, buttons: x}", "it should be keys such as from"),
    ("flows/clinic.yaml", "book: {when: book}", "book: 'steps' is missing"),
    ("flows/clinic.yaml", "book: {when: book, steps: []}", "at least 1 is needed here"),
    ("intents.yaml", "intents: {book: {exmples: [a]}}", "no language such as en or de-DE; did you"),
    ("intents.yaml", "intents: {Book It: [a]}", "is no name: write a small letter first"),
    ("tenant.yaml", "tenant: tiny\nbranding: {name: T, color: blue}", "it should have the form ^#"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "told"), UNFIT)
def test_says_what_may_stand_there(file: str, text: str, told: str) -> None:
    """Never "input should be a valid dictionary": an author writes no dictionaries."""
    errors = errors_of(FILES | {file: text})
    assert any(told in error for error in errors), errors
    assert not any("nput should" in error or "tuple" in error for error in errors), errors


def test_an_empty_list_is_not_told_where_its_items_are_wrong() -> None:
    """One mistake, one line."""
    [error] = errors_of(FILES | {"flows/clinic.yaml": STEP % "{colect: sure}"})
    assert "colect" in error


def test_warns_of_what_nothing_uses() -> None:
    """A misspelt name shows twice: where it is used, and where it is not."""
    files = FILES | {
        "slots.yaml": FILES["slots.yaml"] + "colour: {type: string, ask: ask_note}\n",
        "responses.yaml": FILES["responses.yaml"] + "forgotten: Never said.\n",
    }
    warnings = warnings_of(files)
    assert any("colour: nothing asks for this slot" in warning for warning in warnings)
    assert any("forgotten: nothing says this response" in warning for warning in warnings)
    assert not any("nothing" in w and "value_" in w for w in warnings_of(FILES))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{start.nxt}", "nothing is called start.nxt; 'start' is one value, without parts"),
        ("{customer.nmae}", "nothing is called customer.nmae; did you mean 'name'?"),
        ("{slot.start}", "there is no slot or result 'slot.start'; write 'start' alone"),
        ("{slot.nxt}", "there is no slot or result 'slot.nxt'"),
        ("{nxt}", "there is no slot or result 'nxt'"),
    ],
)
def test_a_placeholder_that_nothing_fills_is_told(text: str, told: str) -> None:
    """It would be shown as nothing, to a customer."""
    files = FILES | {"responses.yaml": FILES["responses.yaml"] + f'more: "Well, {text}"\n'}
    assert any(told in line for line in [*errors_of(files), *warnings_of(files)])


def test_a_key_that_has_moved_is_told_its_new_place() -> None:
    """Files of an earlier release are put right in a minute."""
    old = TENANT + "web: {session_lasts: 30d}"

    assert errors_of(FILES | {"tenant.yaml": old}) == [
        "tenant.yaml:3: error: 'web' has moved: write channels: {web: …}"
    ]
    assert not errors_of(FILES | {"tenant.yaml": TENANT + "channels: {web: {session_lasts: 30d}}"})
