"""Bots as they hold now: published revisions with the tenant's own settings laid over them."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from domain.bot.model import Bot
from domain.bot.overlay import with_overrides
from domain.bot.overrides import Overrides
from domain.errors import ConfigurationError, DependencyUnavailable
from domain.ports import Bots
from domain.ports.queue_overrides import QueueOverrides

_FRESH_FOR: Final = timedelta(seconds=5)
_KEPT: Final = 64
"""Bots of one revision and one version of the settings."""
_TENANTS: Final = 10_000
_Place = tuple[str, str, int]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class ConfiguredBots:
    """Implements `Bots` over two stores.

    `current` reads the settings each time: rounds of the desk must see the edit that woke them.
    `get`, which every step of every turn calls, reads them every five seconds, and goes on with
    what it knows while the store is down.
    """

    def __init__(
        self,
        published: Bots,
        overrides: QueueOverrides,
        *,
        fresh_for: timedelta = _FRESH_FOR,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._published = published
        self._overrides = overrides
        self._fresh_for = fresh_for.total_seconds()
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Overrides]] = OrderedDict()
        self._made: OrderedDict[_Place, Bot] = OrderedDict()

    async def get(self, tenant_id: str, revision: str) -> Bot:
        bot = await self._published.get(tenant_id, revision)
        return self._configured(bot, await self._lately(tenant_id))

    async def current(self, tenant_id: str) -> Bot:
        bot = await self._published.current(tenant_id)
        return self._configured(bot, await self._now(tenant_id))

    async def publish(self, bot: Bot, *, by: str) -> bool:
        """Raise ConfigurationError for a bot with settings laid over it: they would be taken for
        what its files say, and hold on after they were taken back."""
        if bot.overlay is not None:
            raise ConfigurationError("a bot is published as its files say it: see `as_published`")
        return await self._published.publish(bot, by=by)

    async def _now(self, tenant_id: str) -> Overrides:
        read_at = self._clock()
        found = await self._overrides.current(tenant_id)
        _keep(self._known, tenant_id, (read_at, found), _TENANTS)
        return found

    async def _lately(self, tenant_id: str) -> Overrides:
        read_at, known = self._known.get(tenant_id, (0.0, None))
        if known is not None and self._clock() - read_at < self._fresh_for:
            return known
        try:
            return await self._now(tenant_id)
        except DependencyUnavailable:
            if known is None:
                raise
            return known

    def _configured(self, bot: Bot, overrides: Overrides) -> Bot:
        """The same object for the same settings: others keep what they have made of a bot."""
        if not overrides.versions:
            return bot
        place = (bot.tenant.tenant, bot.revision, overrides.version)
        if place not in self._made:
            _keep(self._made, place, with_overrides(bot, overrides), _KEPT)
        return self._made[place]


def _keep(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
