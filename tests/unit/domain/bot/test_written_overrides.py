"""Overrides in the words of the bot's files, checked by the same rules."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.bot.overlay import with_overrides
from domain.bot.overrides import ALL_QUEUES, DeskOverride, Overrides, OverrideVersion, QueueOverride
from domain.bot.queue_hours import is_open
from domain.bot.written_overrides import read_desk, read_queue, written_desk, written_queue
from domain.errors import InvalidSettings
from tests.unit.domain.bot.test_overlay import MONDAY, a_bot

BERLIN = "Europe/Berlin"
FULL = {
    "hours": {
        "tz": "Europe/Vienna",
        "mon": ["09:00-12:00", "13:00-17:00"],
        "closed": [{"date": "2026-12-24", "until": "2026-12-26", "reason": "Rest"}],
        "holidays": "open",
    },
    "first_reply": "5m",
    "next_reply": "4h business",
    "resolution": None,
    "nobody": {"after": "90s", "offer": ["callback"], "times": 2, "at_last": "release"},
}
EVERYWHERE = {
    "business_hours": {
        "tz": BERLIN,
        "sat": ["10:00-14:00"],
        "closed": [],
        "holidays": "de-BE",
    },
    "assignment": "push",
    "capacity": 3,
    "offer_for": "45s",
    "next_reply": None,
    "resolution": "8h business",
    "warn_before": "2m",
}


def held(queue: str, override: QueueOverride | DeskOverride) -> Any:
    """The bot with this override."""
    edit = OverrideVersion(
        queue=queue, version=1, override=override, written_by="Sue", written_at=MONDAY
    )
    return with_overrides(a_bot(), Overrides(versions={queue: edit}))


def test_what_is_written_is_read_and_written_again() -> None:
    """
    A form shows what was entered, and an entry of the audit log says it in the same words.
    """
    assert written_queue(held("support", read_queue(FULL, zone=BERLIN)), "support") == FULL
    assert written_desk(held(ALL_QUEUES, read_desk(EVERYWHERE))) == EVERYWHERE


def test_what_never_opens_is_not_written_as_always_open() -> None:
    """
    Over the API a queue may be closed on every day, and all of them may.
    """
    never = {"tz": BERLIN, "mon": [], "sun": [], "closed": [], "holidays": "closed"}
    bot = held("support", read_queue({"hours": {"mon": [], "sun": []}}, zone=BERLIN))

    assert not is_open(bot, MONDAY, "support")
    assert written_queue(bot, "support")["hours"] == never
    everywhere = held(ALL_QUEUES, read_desk({"business_hours": {"tz": BERLIN, "mon": []}}))
    assert written_desk(everywhere)["business_hours"]["mon"] == []


def test_short_forms_are_those_of_the_files() -> None:
    """
    Spans of days, a day by itself within them, a date alone, `always`.
    """
    hours = {"mon-fri": ["09:00-17:00"], "wed": [], "closed": ["2026-12-24"]}
    override = read_queue({"hours": hours}, zone=BERLIN)

    assert override.hours is not None
    assert override.hours.hours.tz == BERLIN, "the tenant's, where none is named"
    assert [day for day, spans in override.hours.hours.days.items() if spans] == [
        "mon", "tue", "thu", "fri",
    ]  # fmt: skip
    assert override.hours.hours.closed[0].date == date(2026, 12, 24)
    always = read_queue({"hours": "always"}, zone=BERLIN)
    assert always.hours is not None
    assert not always.hours.hours.days


def test_only_what_was_said_is_said() -> None:
    """
    No target is a setting; no first reply is none.
    """
    override = read_queue({"first_reply": None, "next_reply": None, "hours": None}, zone=BERLIN)

    assert override.model_fields_set == {"next_reply", "hours"}
    assert read_desk({"capacity": None, "resolution": None}).model_fields_set == {"resolution"}
    assert read_desk({"offer_for": "1m"}).offer_for == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"hours": {"mon": ["9-17"], "tz": "Berlin"}}, {"hours.mon", "hours.tz"}),
        ({"hours": {"mon": ["09:00-12:00", "11:00-13:00"]}}, {"hours.mon"}),
        ({"hours": {"mon": ["09:00-09:00"]}}, {"hours.mon"}),
        ({"hours": {"mon": 7}}, {"hours.mon"}),
        ({"hours": {"mon": ["00:00-00:01"] * 25}}, {"hours.mon"}),
        ({"hours": {"day": ["09:00-12:00"]}}, {"hours.day"}),
        ({"hours": {"closed": ["Christmas"]}}, {"hours.closed"}),
        ({"hours": {"closed": [{"date": "2026-12-24", "until": "2026-01-01"}]}}, {"hours.closed"}),
        ({"hours": {"holidays": "sometimes"}}, {"hours"}),
        ({"hours": 5}, {"hours"}),
        ({"first_reply": "5", "resolution": "900d"}, {"first_reply", "resolution"}),
        ({"first_reply": "5", "hours": {"mon": ["9-17"]}}, {"first_reply", "hours.mon"}),
        ({"first_reply": ["5m"]}, {"first_reply"}),
        ({"nobody": {"offer": ["fax"], "times": 0}}, {"nobody.offer", "nobody.times"}),
        ({"nobody": "wait"}, {"nobody"}),
        ({"escalate": "all"}, {"escalate"}),
        ({"hours": {"holidays": ["open"]}}, {"hours"}),
        ({"lasts": "5m"}, {"settings"}),
        ({"hours": {"closed": ["2026-12-24"]}}, {"hours.closed"}),
        ({"hours": {"\ud800": []}}, {"hours"}),
        ({"first_reply": "\ud800"}, {"first_reply"}),
        ({"\ud800": "5m"}, {"settings"}),
    ],
)
def test_every_field_that_is_wrong_is_named(given: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(InvalidSettings) as refused:
        read_queue(given, zone=BERLIN)

    assert set(refused.value.fields) == fields
    assert all(refused.value.fields.values())


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"capacity": 0, "offer_for": "1s"}, {"capacity", "offer_for"}),
        ({"assignment": "both", "warn_before": "2"}, {"assignment", "warn_before"}),
        ({"business_hours": {"mon": ["9-17"]}}, {"business_hours.mon"}),
        ({"holidays": ["2026-01-01"]}, {"holidays"}),
    ],
)
def test_of_all_queues_too(given: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(InvalidSettings) as refused:
        read_desk(given)

    assert set(refused.value.fields) == fields
