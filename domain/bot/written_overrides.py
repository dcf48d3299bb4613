"""Overrides as they are written: in the words of the bot's files, checked by the same rules."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from domain.bot.hours_schema import DAY_KEY, Hours, as_queue
from domain.bot.lint_hours import lint_hours
from domain.bot.model import Bot
from domain.bot.overrides import DeskOverride, QueueOverride
from domain.bot.problems import Key, KeyPath, Problems
from domain.bot.service_levels import service_level_of
from domain.bot.short_forms import STRING, STRINGS, OrShort
from domain.bot.unanswered_handoffs import Nobody
from domain.bot.validation_messages import findings
from domain.business_hours import DAYS
from domain.desk.settings import ServiceTargets
from domain.durations import written
from domain.errors import InvalidSettings
from domain.patience import Patience
from domain.tenant_settings import BusinessHours, ClosingDay, Queue

_FILE: Final = ""
_MOST_SPANS: Final = 24
_DEEPEST: Final = 8
_NO_TEXT: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_OF_A_CLOSING_DAY: Final = ("closed.date", "closed.until")
ALWAYS: Final = "always"
Written = dict[str, Any]
Wrong = dict[str, str]


def _as_hours(value: Any) -> Any:
    return value if value is None else as_queue({"hours": value})


_HOURS: Final[dict[str, Any]] = {
    "anyOf": [
        {"const": ALWAYS},
        {
            "type": "object",
            "properties": {
                "tz": STRING,
                "holidays": {"enum": ["open", "closed"]},
                "closed": {"type": "array"},
            },
            "patternProperties": {DAY_KEY: STRINGS},
            "additionalProperties": False,
        },
    ]
}


class _QueueSource(QueueOverride):
    """Hours are `always`, or days as in `queues.….hours` of tenant.yaml; None: the tenant's."""

    hours: Annotated[Queue | None, BeforeValidator(_as_hours), OrShort((_HOURS,))] = None


class _DeskSource(DeskOverride):
    """Hours as in `business_hours` of tenant.yaml."""

    business_hours: Hours | None = None


_QUEUE: Final[TypeAdapter[QueueOverride]] = TypeAdapter(_QueueSource)
_DESK: Final[TypeAdapter[DeskOverride]] = TypeAdapter(_DeskSource)
_MAY_BE_NOTHING: Final = frozenset({"hours", "next_reply", "resolution"})
"""Where nothing is a setting: the tenant's own, or no target. Elsewhere it is as if not said."""


class _ByField(Problems):
    """Problems by their fields, where there is no file with lines."""

    def __init__(self) -> None:
        super().__init__({})
        self.fields: dict[str, str] = {}

    def error(self, file: str, path: Iterable[Key], message: str) -> None:  # noqa: ARG002
        place = tuple(path)
        said = message.removeprefix(f"{'.'.join(map(str, place))}: ")
        field = _field(place)
        if field.endswith(_OF_A_CLOSING_DAY):
            field, said = field.rpartition(".")[0], "each needs a date such as 2026-12-24"
        self.fields.setdefault(field, said)

    def warn(self, file: str, path: Iterable[Key], message: str) -> None:
        """What is likely a mistake may be meant."""


def read_queue(given: Mapping[str, Any], *, zone: str) -> QueueOverride:
    """`zone` is the tenant's, for hours that name none. Raise InvalidSettings with every field
    that is wrong."""
    said, wrong = _validated(_QUEUE, QueueOverride.model_fields, given)
    own: Queue | None = said.get("hours")
    if own is not None:
        hours = own.hours
        if "tz" not in hours.model_fields_set:
            hours = hours.model_copy(update={"tz": zone})
        wrong |= _problems_of(hours, "hours")
        said["hours"] = own.model_copy(update={"hours": hours})
    if wrong:
        raise InvalidSettings(wrong)
    return QueueOverride(**said)


def read_desk(given: Mapping[str, Any]) -> DeskOverride:
    """Without the days of its calendar. Raise InvalidSettings with every field that is wrong."""
    if "holidays" in given:
        raise InvalidSettings({"holidays": "belongs into business_hours, as a calendar's name"})
    said, wrong = _validated(_DESK, DeskOverride.model_fields, given)
    if "business_hours" in said:
        wrong |= _problems_of(said["business_hours"], "business_hours")
    if wrong:
        raise InvalidSettings(wrong)
    return DeskOverride(**said)


def written_queue(bot: Bot, queue: str) -> Written:
    """What holds for a queue, as `read_queue` reads it."""
    own = bot.tenant.queues.get(queue)
    rules = [rule for rule in bot.handoffs.values() if rule.queue == queue]
    level = service_level_of(bot, queue)
    return {
        "hours": _queue_hours(own) if own else None,
        "first_reply": _target(level.first_reply),
        # Of the queue's own: where no rule has any, the tenant's are none of these.
        "next_reply": _target(level.next_reply) if any(r.next_reply for r in rules) else None,
        "resolution": _target(level.resolution) if any(r.resolution for r in rules) else None,
        "nobody": _nobody(rules[0].nobody) if rules else None,
    }


def written_desk(bot: Bot) -> Written:
    """What holds for all queues, as `read_desk` reads it."""
    settings, hours = bot.tenant.desk, bot.tenant.business_hours
    return {
        "business_hours": {**_hours(hours), "holidays": hours.holidays},
        "assignment": settings.assignment.value,
        "capacity": settings.capacity,
        "offer_for": written(settings.offer_for),
        **_targets(settings.service),
    }


def _validated(
    adapter: TypeAdapter[Any], known: Collection[str], given: Mapping[str, Any]
) -> tuple[Written, Wrong]:
    """What was said, field by field, as far as it can be read; and what is wrong with the rest."""
    _require_text(given)
    problems = _ByField()
    try:
        found = adapter.validate_python(dict(given))
    except ValidationError as error:
        for path, message in findings(adapter, error):
            problems.error(_FILE, path, message)
        wrong = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
        # What is no field at all has been named, and must not come in the way again.
        rest = {name: given[name] for name in known if name in given and name not in wrong}
        found = adapter.validate_python(rest)
    said = {name: getattr(found, name) for name in found.model_fields_set}
    kept = {
        name: value for name, value in said.items() if value is not None or name in _MAY_BE_NOTHING
    }
    return kept, problems.fields


def _require_text(given: Mapping[str, Any]) -> None:
    """Half of a character, as JSON can hold it, is no text: a key of it has no name to be said.
    What is nested without end must not be walked through to its end."""
    for name, value in given.items():
        if said := _wrong_with(name, 0):
            raise InvalidSettings({"settings": said})
        if said := _wrong_with(value, _DEEPEST):
            raise InvalidSettings({name: said})


def _wrong_with(value: Any, room: int) -> str:
    if isinstance(value, str):
        is_text = _NO_TEXT.search(value) is None
        return "" if is_text else "must hold whole characters, and no control characters"
    if not isinstance(value, Mapping | list):
        return ""
    if room == 0:
        return f"must be nested at most {_DEEPEST} deep"
    parts = [*value, *value.values()] if isinstance(value, Mapping) else value
    return next((said for part in parts if (said := _wrong_with(part, room - 1))), "")


def _problems_of(hours: BusinessHours, field: str) -> Wrong:
    problems = _ByField()
    lint_hours(hours, _FILE, (field,), problems)
    if hours.closed and not hours.days:
        said = "name the days on which it is open: what is always open has no closing days"
        problems.error(_FILE, (field, "closed"), said)
    for day, spans in hours.days.items():
        if len(spans) > _MOST_SPANS:
            problems.error(_FILE, (field, day), f"at most {_MOST_SPANS} spans of a day")
    return problems.fields


def _field(path: KeyPath) -> str:
    """`hours.mon`, `closed`: as a form and a body name it, without the steps in between."""
    named = [str(key) for key in path if isinstance(key, str)]
    inner = [key for key in named if key not in {"hours", "days", "lasts"}]
    is_of_hours = named[:1] == ["hours"]
    return ".".join(["hours", *inner] if is_of_hours else inner) or "settings"


def _queue_hours(queue: Queue) -> Written | str:
    if not queue.hours.days:
        return ALWAYS
    holidays = "closed" if queue.closed_on_holidays else "open"
    return {**_hours(queue.hours), "holidays": holidays}


def _hours(hours: BusinessHours) -> Written:
    spans = {day: list(hours.days[day]) for day in DAYS if hours.days.get(day)}
    # Without any day it would be read as always open.
    days = spans or {day: [] for day in DAYS if day in hours.days}
    return {"tz": hours.tz, **days, "closed": [_closing(each) for each in hours.closed]}


def _closing(closing: ClosingDay) -> Written:
    return closing.model_dump(mode="json", exclude_none=True)


def _nobody(nobody: Nobody) -> Written:
    return {
        "after": _target(nobody.after),
        "offer": list(nobody.offer),
        "times": nobody.times,
        "at_last": nobody.at_last,
    }


def _targets(service: ServiceTargets) -> Written:
    return {
        "next_reply": _target(service.next_reply),
        "resolution": _target(service.resolution),
        "warn_before": written(service.warn_before),
    }


def _target(patience: Patience | None) -> str | None:
    return patience.written if patience else None
