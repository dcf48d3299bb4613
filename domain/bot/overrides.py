"""Overrides: what the desk's page says about queues and hours in place of the bot's files.

A field that is not set follows the files, also those that are published later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, Field

from domain.bot.short_forms import PATIENCE, OrShort
from domain.bot.unanswered_handoffs import Nobody
from domain.desk.settings import AssignmentPolicy
from domain.durations import Duration, OfferTime
from domain.patience import WaitingTime
from domain.tenant_settings import BusinessHours, Queue
from domain.values import Frozen, Strict

ALL_QUEUES: Final = ""
"""In the place of a queue's name: what holds for all of them."""
MOST_QUEUES: Final = 100
"""With overrides, of one tenant: as many as its files may name."""

_Target = Annotated[WaitingTime, OrShort((PATIENCE,))]


class QueueOverride(Strict):
    """Of one queue. Only what `model_fields_set` names replaces what the files say."""

    hours: Queue | None = None
    """Set to None: those of the tenant, whatever the files say."""
    first_reply: _Target | None = None
    next_reply: _Target | None = None
    """Set to None: the tenant's own target; the same for `resolution`."""
    resolution: _Target | None = None
    nobody: Nobody | None = None


class DeskOverride(Strict):
    """Of all queues."""

    business_hours: BusinessHours | None = None
    holidays: tuple[date, ...] = ()
    """The days of `business_hours.holidays`, of the years around the edit."""
    assignment: AssignmentPolicy | None = None
    capacity: Annotated[int, Field(ge=1, le=100)] | None = None
    offer_for: OfferTime | None = None
    next_reply: _Target | None = None
    """Set to None: no target; the same for `resolution`."""
    resolution: _Target | None = None
    warn_before: Duration | None = None


Override = QueueOverride | DeskOverride


class OverrideVersion(Frozen):
    """One edit. Without an override the files hold again, and a queue that they do not name is
    retired."""

    queue: str
    version: int = Field(ge=1)
    """1, 2, 3 … of each queue, without gaps: also across a way back to the files."""
    override: QueueOverride | DeskOverride | None = None
    written_by: str
    written_at: AwareDatetime


class Overrides(Frozen):
    """The latest version of each queue that was ever edited, by its name."""

    versions: Mapping[str, OverrideVersion] = {}

    @property
    def version(self) -> int:
        """Counts all edits."""
        return sum(each.version for each in self.versions.values())

    @property
    def desk(self) -> DeskOverride | None:
        """What holds for all queues."""
        found = self.versions.get(ALL_QUEUES)
        return found.override if found and isinstance(found.override, DeskOverride) else None

    @property
    def queues(self) -> dict[str, QueueOverride]:
        """By name, those for which something is said."""
        return {
            name: each.override
            for name, each in self.versions.items()
            if isinstance(each.override, QueueOverride)
        }

    def version_of(self, queue: str) -> int:
        """Of the last edit; 0 before the first."""
        found = self.versions.get(queue)
        return found.version if found else 0


@dataclass(frozen=True)
class Overlay:
    """What was laid over a published bot when it was read."""

    version: int
    """Counts all edits."""
    changed_at: Mapping[str, datetime]
    """By queue; under "" what holds for all of them."""
    published: Any
    """The bot as its files say it; untyped, since bots are made of these modules."""

    def last_change(self, queue: str) -> datetime | None:
        """The last edit that this queue could feel."""
        found = (self.changed_at.get(name) for name in (ALL_QUEUES, queue))
        return max((at for at in found if at), default=None)
