"""Opening hours in conditions, sentences and waits."""

from datetime import UTC, datetime

import pytest

from domain.bot.queue_hours import is_open, next_opening
from domain.dialogue.text import opening_hours
from tests.unit.domain.bots import a_bot, errors_of, warnings_of
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.dentist import FILES, dentist

MONDAY_NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MONDAY_TEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"), [(MONDAY_TEN, "come_in"), (MONDAY_NOON, "back_later"), (SATURDAY, "back_later")]
)
def test_a_condition_asks_whether_a_queue_is_open(at: datetime, said: str) -> None:
    """In the moment of the event; `open_now("letters")` and `open_now.letters` are the same."""
    talk = Talk(dentist(), at=at)
    talk.says("are you open", "hours")

    assert talk.said == [said]


def test_a_sentence_says_when_it_opens() -> None:
    """In the customer's language; "now" for what is open."""
    talk = Talk(dentist(), at=SATURDAY)
    talk.says("are you open", "hours")
    assert talk.words == "We are back on Monday at 08:00, the office on Monday at 10:00."

    talk = Talk(dentist(), at=MONDAY_NOON)
    talk.says("are you open", "hours")
    assert talk.words == "We are back now, the office on 30 November 2026 at 10:00."

    words = opening_hours.words_in(dentist(), SATURDAY, "de", "back_later")
    assert words == {"opens": "am Montag um 08:00", "opens.letters": "am Montag um 10:00"}


def test_a_flow_may_wait_until_it_opens() -> None:
    """`opens` is a moment like any other."""
    flow = FILES["flows/visits.yaml"].replace(
        '"{visit_date} {visit_time} - 1d"', '"{opens.letters} + 5m"'
    )
    talk = Talk(a_bot(FILES | {"flows/visits.yaml": flow}), at=SATURDAY)
    talk.says("an appointment", "book_visit")
    talk.says("2026-12-04")
    talk.says("14:30")
    talk.succeeds({"id": "v-1"})

    [frame] = talk.state.parked
    assert frame.waiting is not None
    assert frame.waiting.until == datetime(2026, 11, 30, 9, 5, tzinfo=UTC)


def test_a_queue_without_hours_of_its_own_keeps_the_tenants() -> None:
    """And one that has them is in the tenant's zone."""
    bot = dentist()
    assert [is_open(bot, SATURDAY, queue) for queue in ("", "support", "emergency")] == [
        False,
        False,
        True,
    ]
    assert next_opening(bot, SATURDAY, "letters") == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_holidays_close_a_queue_unless_it_says_otherwise() -> None:
    """Christmas is a Friday in 2026."""
    christmas = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)
    tenant = (
        FILES["tenant.yaml"] + "  office: {hours: {mon-fri: ['08:00-18:00'], holidays: open}}\n"
    )
    bot = a_bot(FILES | {"tenant.yaml": tenant}).model_copy(
        update={"holidays": (christmas.date(),)}
    )

    assert [is_open(bot, christmas, q) for q in ("", "office", "emergency")] == [False, True, True]


def problems(name: str, old: str, new: str) -> str:
    assert old in FILES[name]
    return "\n".join(errors_of(FILES | {name: FILES[name].replace(old, new)}))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("flows/visits.yaml", 'open_now("letters")', 'open_now("leters")', "'letters'"),
        ("flows/visits.yaml", 'open_now("letters")', "open_now(letters)", "name of a queue"),
        ("responses.yaml", "{opens.letters}", "{opens.leters}", "'letters'"),
        ("tenant.yaml", "10:00-12:00", "10-12", "is not a span"),
        ("tenant.yaml", "always", "{mo: ['10:00-12:00']}", "mo"),
        ("tenant.yaml", "always", "sometimes", "hours"),
        ("tenant.yaml", "Europe/Berlin", "Europe/Berln", "no time zone"),
        ("flows/visits.yaml", "{visit_time} - 1d", "{visit_time} - 1", "such as"),
        ("flows/visits.yaml", "{visit_time} - 1d", "{visit_tim} - 1d", "'visit_time'"),
        ("flows/visits.yaml", "{visit_date} 18:00", "{visit_time} 18:00", "nothing has set"),
        ("flows/visits.yaml", "{customer.zone}", "Berlin", "no time zone"),
        ("flows/visits.yaml", "flow: book_visit", "flow: book_visits", "'book_visit'"),
        ("flows/visits.yaml", "flow: book_visit", "flow: hours", "never waits"),
        (
            "flows/visits.yaml",
            "    - say: see_you",
            "    - {say: see_you, if_past: end}",
            "belongs",
        ),
    ],
)
def test_mistakes_are_named(name: str, old: str, new: str, expected: str) -> None:
    """With the nearest name that exists, or an example."""
    assert expected in problems(name, old, new)


def test_a_queue_to_which_nothing_leads_is_warned_of() -> None:
    """Mistyped names are the usual reason."""
    assert any("'letters'" in warning for warning in warnings_of(FILES))
