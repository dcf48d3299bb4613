"""Opening hours as values: `open_now` in conditions, {opens} in sentences and waits."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.bot import queue_hours, templates
from domain.bot.expressions import OPEN_NOW
from domain.bot.model import Bot
from domain.business_hours import zone_of
from domain.dialogue.text.formatting import habit, in_a_sentence, soon
from domain.time_zones import zone_named


def is_hours(path: str) -> bool:
    """Whether a name is about opening hours, unless the tenant has a slot of that name."""
    return path.partition(".")[0] in {OPEN_NOW, queue_hours.OPENS}


def value_of(bot: Bot, at: datetime, path: str) -> Any:
    """True or false for `open_now`; the moment of the next opening for `opens`."""
    root, _, queue = path.partition(".")
    if root == OPEN_NOW:
        return queue_hours.is_open(bot, at, queue)
    opens = queue_hours.next_opening(bot, at, queue)
    return opens.isoformat() if opens else None


def words_in(bot: Bot, at: datetime, locale: str, response: str) -> dict[str, str]:
    """The placeholders of a response that are about opening hours, each with its words."""
    found = bot.responses.get(response)
    if found is None:
        return {}
    texts = [*found.texts.values(), *(t for own in found.channels.values() for t in own.values())]
    names = {name for text in texts if "{open" in text for name in templates.names_in(text)}
    own = {name for name in names if is_hours(name) and name.partition(".")[0] not in bot.slots}
    return {name: _words(bot, at, locale, name.partition(".")[2]) for name in own}


def words_until_open(bot: Bot, at: datetime, locale: str, queue: str) -> str | None:
    """ "tomorrow at 09:00", "Montag um 09:00"; None while it is open, or never opens."""
    opens = queue_hours.next_opening(bot, at, queue)
    if opens is None or queue_hours.is_open(bot, at, queue):
        return None
    zone = zone_of(queue_hours.hours_of(bot, queue)[0])
    return soon(opens.astimezone(zone), at.astimezone(zone), locale)


def _words(bot: Bot, at: datetime, locale: str, queue: str) -> str:
    """ "today at 13:00", "on Monday at 09:00", "am Montag um 09:00"; "now" while it is open."""
    opens = queue_hours.next_opening(bot, at, queue)
    is_open = queue_hours.is_open(bot, at, queue)
    if opens is None or is_open:
        return str(habit("NOW" if is_open else "SOME_DAY", locale))
    zone = zone_of(queue_hours.hours_of(bot, queue)[0])
    return in_a_sentence(opens.astimezone(zone), at.astimezone(zone), locale)


def moment_in_words(moment: datetime, at: datetime, locale: str, zone: str) -> str:
    """A moment to come, inside a sentence: "tomorrow at 13:30", "am 3. Dezember 2026 um 13:30"."""
    tz = zone_named(zone) or ZoneInfo("UTC")
    return in_a_sentence(moment.astimezone(tz), at.astimezone(tz), locale)
