"""Queues and hours, as whoever leads the desk reads and edits them: for the API and the pages."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, Field

from api.audit import AuditDetail
from api.dependencies import Gateway
from domain.bot.model import Bot
from domain.bot.overlay import with_overrides
from domain.bot.overrides import (
    ALL_QUEUES,
    Override,
    Overrides,
    OverrideVersion,
    QueueOverride,
)
from domain.bot.queue_hours import queues_of
from domain.bot.schema import NAME_PATTERN
from domain.bot.written_overrides import read_desk, read_queue, written_desk, written_queue
from domain.errors import InvalidInput, InvalidSettings, NotFound, QueueInUse
from domain.staff import StaffMember

_SHORT: Final = 60
_LONGEST_DETAIL: Final = 3_000
"""Of an entry in the audit log, with room for its names."""
_NONE: Final = "none"
_OF_HOLIDAYS: Final = "business_hours.holidays"
Written = dict[str, Any]


class SettingsView(BaseModel):
    """What holds, what the bot's files say, and the version that a change must name."""

    version: int = Field(description="0 where nothing was ever edited here.")
    settings: dict[str, Any] = Field(description="What holds, in the words of the bot's files.")
    published: dict[str, Any] = Field(description="What the bot's files say by themselves.")
    edited: tuple[str, ...] = Field(description="Fields that do not follow the bot's files.")
    written_by: str | None = None
    written_at: AwareDatetime | None = None


class QueueView(SettingsView):
    """One queue."""

    queue: str
    in_files: bool = Field(description="Whether the bot's files name it; else it can be retired.")


async def desk_view(gateway: Gateway, tenant_id: str) -> SettingsView:
    """What holds for all queues."""
    bot, overrides = await _read(gateway, tenant_id)
    return SettingsView(
        settings=written_desk(bot),
        published=written_desk(bot.as_published),
        **_last(overrides, ALL_QUEUES),
    )


async def queue_views(gateway: Gateway, tenant_id: str) -> tuple[QueueView, ...]:
    """Those that the bot's files name, and those that were made on the desk's page."""
    bot, overrides = await _read(gateway, tenant_id)
    return tuple(_view(bot, overrides, name) for name in sorted(queues_of(bot)))


async def queue_view(gateway: Gateway, tenant_id: str, queue: str) -> QueueView:
    """Raise NotFound for a queue that there is not."""
    bot, overrides = await _read(gateway, tenant_id)
    if queue not in queues_of(bot):
        raise NotFound("There is no such queue.")
    return _view(bot, overrides, queue)


async def version_of(gateway: Gateway, tenant_id: str, queue: str) -> int:
    """Of the last edit, also of a queue that was retired; 0 before the first."""
    overrides = await gateway.ports.desk_tools.queue_overrides.current(tenant_id)
    return overrides.version_of(queue)


async def write_queue(
    gateway: Gateway, member: StaffMember, queue: str, given: Mapping[str, Any], version: int
) -> AuditDetail:
    """Put `given` in the place of all that was edited of a queue; one that there is not is made.
    Returns what has changed. Raise InvalidSettings, StaleSettings, Conflict."""
    bot = await gateway.ports.bots.current(member.tenant_id)
    if queue not in queues_of(bot) and not NAME_PATTERN.fullmatch(queue):
        allowed = "a small letter, then at most 39 small letters, digits and underscores"
        raise InvalidSettings({"queue": allowed})
    override = read_queue(given, zone=bot.tenant.business_hours.tz)
    return await _write(gateway, member, queue, override, version)


async def write_desk(
    gateway: Gateway, member: StaffMember, given: Mapping[str, Any], version: int
) -> AuditDetail:
    """The same for all queues."""
    override = read_desk(given)
    hours = override.business_hours
    if hours is not None and hours.holidays:
        try:
            days = await gateway.ports.calendars.days(hours.holidays)
        except InvalidInput as error:
            raise InvalidSettings({_OF_HOLIDAYS: error.allowed}) from None
        override = override.model_copy(update={"holidays": days})
    return await _write(gateway, member, ALL_QUEUES, override, version)


async def reset(gateway: Gateway, member: StaffMember, queue: str, version: int) -> AuditDetail:
    """Let the bot's files hold again; a queue that they do not name is retired. Raise NotFound
    where nothing is edited, StaleSettings, and Conflict for a queue that is in use."""
    bot, overrides = await _read(gateway, member.tenant_id)
    last = overrides.versions.get(queue)
    if last is None or last.override is None:
        raise NotFound("Nothing is edited here: the bot's files hold.")
    retires = queue != ALL_QUEUES and queue not in queues_of(bot.as_published)
    if retires:
        profiles = await gateway.ports.roster.profiles(member.tenant_id)
        agents = [each.agent for each in profiles if queue in each.queues]
        if agents:
            raise QueueInUse(agents=agents[:5])
    return await _write(gateway, member, queue, None, version, retires=retires)


async def _write(
    gateway: Gateway,
    member: StaffMember,
    queue: str,
    override: Override | None,
    version: int,
    *,
    retires: bool = False,
) -> AuditDetail:
    tenant_id = member.tenant_id
    bot, overrides = await _read(gateway, tenant_id)
    edit = OverrideVersion(
        queue=queue,
        version=version + 1,
        override=override,
        written_by=member.name,
        written_at=datetime.now(UTC),
    )
    await gateway.ports.desk_tools.queue_overrides.write(tenant_id, edit, retires=retires)
    gateway.tenants.forget(tenant_id)
    # Not read again: that could fail, or bring the edit of somebody else, and this one is made.
    edited = with_overrides(
        bot.as_published, Overrides(versions={**overrides.versions, queue: edit})
    )
    # What is due, and who is offered what, is worked out anew.
    await gateway.desk_bell.ring(tenant_id)
    return {"version": edit.version, **_changes(_written(bot, queue), _written(edited, queue))}


async def _read(gateway: Gateway, tenant_id: str) -> tuple[Bot, Overrides]:
    """The bot second: one that is older than the settings would show a version too new for it."""
    overrides = await gateway.ports.desk_tools.queue_overrides.current(tenant_id)
    return await gateway.ports.bots.current(tenant_id), overrides


def _view(bot: Bot, overrides: Overrides, queue: str) -> QueueView:
    in_files = queue in queues_of(bot.as_published)
    unsaid = Overrides() if in_files else _only_named(queue)
    return QueueView(
        queue=queue,
        in_files=in_files,
        settings=written_queue(bot, queue),
        published=written_queue(with_overrides(bot.as_published, unsaid), queue),
        **_last(overrides, queue),
    )


def _only_named(queue: str) -> Overrides:
    """That there is the queue, and nothing about it."""
    bare = OverrideVersion(
        queue=queue,
        version=1,
        override=QueueOverride(),
        written_by="",
        written_at=datetime.min.replace(tzinfo=UTC),
    )
    return Overrides(versions={queue: bare})


def _last(overrides: Overrides, queue: str) -> dict[str, Any]:
    last = overrides.versions.get(queue)
    if last is None:
        return {"version": 0, "edited": ()}
    edited = sorted(last.override.model_fields_set - {"holidays"}) if last.override else ()
    return {
        "version": last.version,
        "edited": tuple(edited),
        "written_by": last.written_by,
        "written_at": last.written_at,
    }


def _written(bot: Bot, queue: str) -> Written:
    return written_queue(bot, queue) if queue != ALL_QUEUES else written_desk(bot)


def _changes(before: Written, after: Written) -> dict[str, str]:
    """ "first_reply": "5m -> 10m", field by field."""
    old, new = _flat(before), _flat(after)
    names = [name for name in sorted(old | new) if old.get(name) != new.get(name)]
    full = {name: f"{old.get(name) or _NONE} -> {new.get(name) or _NONE}" for name in names}
    if sum(map(_size, [*full, *full.values()])) <= _LONGEST_DETAIL:
        return full
    # What was written stands in full in the table of the edits.
    return {name: f"{_cut(old.get(name))} -> {_cut(new.get(name))}" for name in names}


def _flat(written: Any, path: str = "") -> dict[str, str]:
    if isinstance(written, Mapping):
        found: dict[str, str] = {}
        for key, value in written.items():
            found |= _flat(value, f"{path}.{key}" if path else str(key))
        return found
    if isinstance(written, list):
        return {path: ", ".join(map(_item, written))}
    return {path: "" if written is None else str(written)}


def _item(item: Any) -> str:
    return " ".join(map(str, item.values())) if isinstance(item, Mapping) else str(item)


def _cut(text: str | None) -> str:
    shown = text or _NONE
    return shown if _size(shown) <= _SHORT else f"{shown[: _SHORT // 6]}..."


def _size(text: str) -> int:
    """As it is stored: what is no ASCII takes six characters."""
    return sum(1 if char.isascii() else 6 for char in text)
