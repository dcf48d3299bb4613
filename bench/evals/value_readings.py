"""Reads phrases as a customer in the United States says them, for the figures on values."""

import re
from datetime import datetime, timedelta

from domain.bot.model import Bot
from domain.tenant_settings import Branding, TenantConfig
from domain.understanding.entities import UNCLEAR, find_entities
from domain.understanding.model import Entity
from domain.understanding.preprocess import clean
from infra.local_models.entities_festivals import festival_days
from infra.local_models.entities_phones import find_phones

LOCALE = "en-US"
Ends = tuple[datetime | None, datetime | None]
_AROUND = re.compile(r"^(?:at|on|the|for|a|around|exactly|about|by|in|@|\W)*$", re.IGNORECASE)
_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)
_CHECKED = ("moment", "date_range")


def covers(entity: Entity, text: str) -> bool:
    """Whether nothing that means anything stands beside it."""
    return all(_AROUND.match(part) for part in (text[: entity.start], text[entity.end :]))


class Reader:
    """At one moment, whose zone is that of the person."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._bot = Bot(
            revision="evals", tenant=TenantConfig(tenant="evals", branding=Branding(name="Eva")),
            intents={}, entities={}, slots={}, tools={}, flows={}, responses={}, handoffs={},
            kept_results={},
        )  # fmt: skip

    def entities(self, text: str) -> tuple[Entity, ...]:
        plain = clean(text)
        phones = find_phones(self._bot, plain, LOCALE)
        return find_entities(
            self._bot, plain, self._now.date(), locale=LOCALE, phones=phones, now=self._now,
            festivals=festival_days,
        )  # fmt: skip

    def moments(self, text: str) -> list[Ends]:
        """Each that the whole phrase may mean; of a range its end too, the first moment after."""
        plain = clean(text)
        said = [one for one in self.entities(text) if covers(one, plain)]
        if any(one.kind == UNCLEAR and one.value in _CHECKED for one in said):
            return []
        for kind in ("date_range", "moment", "date"):
            found = {one.value: self._ends(one) for one in said if one.kind == kind}
            if found:
                return list(found.values())
        return []

    def _ends(self, entity: Entity) -> Ends:
        start, _, end = str(entity.value).partition("/")
        is_range = entity.kind == "date_range"
        return self._local(start), self._local(end, after=start != "..") if is_range else None

    def _local(self, text: str, *, after: bool = False) -> datetime | None:
        """A range of days holds its last day, so that it ends when that does."""
        if text in {"", ".."}:
            return None
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(self._now.tzinfo).replace(tzinfo=None)
        is_day = "T" not in text
        return moment + timedelta(days=1) if after and is_day else moment

    def is_asked(self, text: str) -> bool:
        return any(one.kind == UNCLEAR for one in self.entities(text))

    def money(self, text: str) -> tuple[float | None, float | None, str] | None:
        """Lowest and highest amount, which are one where one is said, and the currency."""
        plain = clean(text)
        for one in self.entities(text):
            if not covers(one, plain):
                continue
            if one.kind == "number":
                return float(one.value), float(one.value), ""
            if one.kind not in {"money", "money_range"}:
                continue
            amounts, _, code = str(one.value).partition(" ")
            low, _, high = amounts.partition("/")
            ends = [None if part == ".." else float(part) for part in (low, high or low)]
            return ends[0], ends[1], code
        return None

    def duration(self, value: str) -> tuple[int, int]:
        """Months and seconds."""
        match = _DURATION.fullmatch(value)
        if match is None:
            raise ValueError(value)
        parts = {name: int(count or 0) for name, count in match.groupdict().items()}
        days = parts["weeks"] * 7 + parts["days"]
        time = (days * 24 + parts["hours"]) * 60 + parts["minutes"]
        return parts["years"] * 12 + parts["months"], time * 60 + parts["seconds"]
