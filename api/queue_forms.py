"""Forms of queues and hours: from what holds to fields, and from fields to what is edited."""

from collections.abc import Mapping
from typing import Any, Final

from domain.business_hours import DAYS
from domain.errors import InvalidSettings

Fields = dict[str, str]
Written = dict[str, Any]
_MOST_LINES: Final = 201
"""One more than there may be closing days: the check says so, not the form."""
_HOURS: Final = ("hours_mode", *DAYS, "tz", "closed", "holidays", "closed_on_holidays")
_NOBODY: Final = ("after", "times", "at_last", "wait", "callback", "ticket")
_OFFERS: Final = ("wait", "callback", "ticket")
_SHOWN_AT: Final = {
    "nobody_offer": "offer_wait",
    "hours": "hours_mode",
    "business_hours": "hours_mode",
}
_NO_HOURS: Final[Fields] = dict.fromkeys(DAYS, "")


def queue_fields(written: Written, zone: str) -> Fields:
    """`zone` stands in the form where hours have none of their own."""
    hours, nobody = written["hours"], written["nobody"] or {}
    return {
        **_hours_fields(hours, zone),
        "hours_mode": "tenant" if hours is None else _mode(hours),
        "closed_on_holidays": "" if _holidays_of(hours) == "open" else "on",
        **{name: written[name] or "" for name in ("first_reply", "next_reply", "resolution")},
        "nobody_after": nobody.get("after") or "",
        "nobody_times": str(nobody.get("times", "")),
        "nobody_at_last": nobody.get("at_last", "keep"),
        **{f"offer_{offer}": "on" * (offer in nobody.get("offer", ())) for offer in _OFFERS},
    }


def desk_fields(written: Written) -> Fields:
    hours = written["business_hours"]
    return {
        **_hours_fields(hours, hours["tz"]),
        "hours_mode": _mode(hours),
        "holidays": hours["holidays"] or "",
        "capacity": str(written["capacity"]),
        **{
            name: written[name] or ""
            for name in ("assignment", "offer_for", "next_reply", "resolution", "warn_before")
        },
    }


def queue_given(form: Mapping[str, str], published: Fields) -> Written:
    """Only what differs from what the bot's files say: the rest follows them. Raise
    InvalidSettings, whose messages are names of words."""
    given: Written = {}
    if _hours_shown(form) != _hours_shown(published):
        given["hours"] = _hours(form, "hours") if _of(form, "hours_mode") != "tenant" else None
        if isinstance(given["hours"], dict):
            given["hours"]["holidays"] = "closed" if _of(form, "closed_on_holidays") else "open"
    for name in ("first_reply", "next_reply", "resolution"):
        if _of(form, name) != published[name]:
            given[name] = _of(form, name) or None
    if "first_reply" in given and given["first_reply"] is None:
        raise InvalidSettings({"first_reply": "target_needed"})
    names = [f"nobody_{name}" if name not in _OFFERS else f"offer_{name}" for name in _NOBODY]
    if any(_of(form, name) != _of(published, name) for name in names):
        given["nobody"] = {
            "after": _of(form, "nobody_after") or None,
            "offer": [offer for offer in _OFFERS if _of(form, f"offer_{offer}")],
            "times": _number(_of(form, "nobody_times")),
            "at_last": _of(form, "nobody_at_last"),
        }
    return given


def desk_given(form: Mapping[str, str], published: Fields) -> Written:
    """The same of all queues."""
    given: Written = {}
    if _hours_shown(form) != _hours_shown(published):
        hours = _hours(form, "business_hours")
        closes = {} if hours == "always" else hours
        tz = {"tz": _of(form, "tz")} if _of(form, "tz") else {}
        given["business_hours"] = {**tz, **closes, "holidays": _of(form, "holidays") or None}
    for name in ("assignment", "offer_for", "next_reply", "resolution", "warn_before"):
        if _of(form, name) != published[name]:
            given[name] = _of(form, name) or None
    if _of(form, "capacity") != published["capacity"]:
        given["capacity"] = _number(_of(form, "capacity"))
    return given


def check_hours_meant(form: Mapping[str, str], shown: Fields) -> None:
    """Hours that were typed and then not chosen would be lost without a word. Raise
    InvalidSettings."""
    typed = (*DAYS, "closed")
    if _of(form, "hours_mode") == "own":
        return
    if any(_of(form, name) != _of(shown, name) for name in typed):
        raise InvalidSettings({"hours": "choose_days"})


def fields_wrong(fields: Mapping[str, str]) -> Fields:
    """By the names of the form: `hours.mon` stands in the field `mon`."""
    found: Fields = {}
    for path, message in fields.items():
        name = path.removeprefix("hours.").removeprefix("business_hours.").replace(".", "_")
        name = _SHOWN_AT.get(name, name)
        found.setdefault(name, message)
    return found


def _hours_fields(hours: Any, zone: str) -> Fields:
    if not isinstance(hours, Mapping):
        return {**_NO_HOURS, "tz": zone, "closed": ""}
    days = {day: ", ".join(hours.get(day, ())) for day in DAYS}
    return {**days, "tz": hours["tz"], "closed": "\n".join(map(_line, hours["closed"]))}


def _mode(hours: Any) -> str:
    is_always = not isinstance(hours, Mapping) or not any(day in hours for day in DAYS)
    return "always" if is_always else "own"


def _holidays_of(hours: Any) -> str:
    return str(hours.get("holidays", "closed")) if isinstance(hours, Mapping) else "closed"


def _hours_shown(fields: Mapping[str, str]) -> Fields:
    """Without what is not looked at in this mode."""
    looked_at = {"own": _HOURS, "tenant": ("hours_mode",)}
    names = looked_at.get(_of(fields, "hours_mode"), ("hours_mode", "holidays", "tz"))
    return {name: _of(fields, name) for name in names}


def _hours(form: Mapping[str, str], path: str) -> Any:
    if _of(form, "hours_mode") == "always":
        return "always"
    days = {day: spans for day in DAYS if (spans := _spans(_of(form, day)))}
    if not days:
        raise InvalidSettings({path: "pick_a_day"})
    tz = {"tz": _of(form, "tz")} if _of(form, "tz") else {}
    lines = _of(form, "closed").splitlines()[:_MOST_LINES]
    return {**tz, **days, "closed": [_closing(line) for line in lines if line.strip()]}


def _spans(written: str) -> list[str]:
    return [span.strip() for span in written.split(",") if span.strip()]


def _closing(line: str) -> Written:
    days, _, reason = line.strip().partition(" ")
    first, _, last = days.partition("/")
    found: Written = {"date": first}
    if last:
        found["until"] = last
    if reason.strip():
        found["reason"] = reason.strip()
    return found


def _line(closing: Mapping[str, str]) -> str:
    days = "/".join(closing[name] for name in ("date", "until") if name in closing)
    return f"{days} {closing.get('reason', '')}".strip()


def _number(written: str) -> Any:
    """A whole number; anything else as it is, for the check to name."""
    is_number = written.isascii() and written.isdigit() and len(written) <= 9  # noqa: PLR2004
    return int(written) if is_number else written


def _of(fields: Mapping[str, str], name: str) -> str:
    """As it is compared: browsers send lines with carriage returns."""
    lines = fields.get(name, "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)
