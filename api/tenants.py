"""Tenants and their settings, cached for a few seconds."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pydantic import TypeAdapter, ValidationError

from api.gateway_responses import Sentences, sentences_of
from api.welcome import Welcome, welcome_of
from domain.errors import DependencyUnavailable, NotFound
from domain.identifiers import TenantId
from domain.payment_secrets import Kept
from domain.ports import Bots
from domain.tenant_settings import TenantConfig
from domain.understanding.identifier_patterns import tenant_patterns
from domain.understanding.patterns import matches, search_all

_FRESH_FOR: Final = timedelta(seconds=5)
_READ_AGAIN_WITHIN: Final = timedelta(seconds=1)
"""What is known already is used rather than waited for."""
_TENANT_ID: Final[TypeAdapter[str]] = TypeAdapter(TenantId)


@dataclass(frozen=True)
class _Known:
    read_at: float
    revision: str
    config: TenantConfig
    sentences: Sentences
    welcome: Welcome
    patterns: tuple[str, ...]
    """Of the tenant's identifiers, which only look like numbers of cards."""


class TenantDirectory:
    """The current settings of tenants, at most five seconds old.

    Settings that cannot be read again because the store is down stay in use: limits and origins
    change rarely, and a message must not be refused for want of them. The sentences of a notice
    are kept with them, since it is said just when they could not be read.
    """

    def __init__(
        self,
        bots: Bots,
        *,
        fresh_for: timedelta = _FRESH_FOR,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bots = bots
        self._fresh_for = fresh_for.total_seconds()
        self._clock = clock
        self._known: dict[str, _Known] = {}

    async def get(self, tenant_id: str) -> TenantConfig:
        """Raise NotFound for a tenant that has published nothing."""
        if not _is_tenant_id(tenant_id):
            raise NotFound("There is no such tenant.")
        known = self._known.get(tenant_id)
        if known is not None and self._is_fresh(known.read_at):
            return known.config
        try:
            return (await self._read(tenant_id, known)).config
        except NotFound:
            self._known.pop(tenant_id, None)
            raise NotFound("There is no such tenant.") from None
        except (DependencyUnavailable, TimeoutError):
            if known is None:
                raise
            return known.config

    def sentence(self, tenant_id: str, name: str, languages: Sequence[str]) -> str:
        """One of the tenant's own sentences as far as they are known here, else a built-in one."""
        known = self._known.get(tenant_id)
        return (known.sentences if known else Sentences()).get(name, languages)

    def welcome(self, tenant_id: str) -> Welcome:
        """How the chat of a tenant that was just read opens."""
        known = self._known.get(tenant_id)
        return known.welcome if known else Welcome()

    def kept_by(self, tenant_id: str) -> Kept:
        """Where in a text identifiers of a tenant that was just read stand."""
        known = self._known.get(tenant_id)
        patterns = known.patterns if known else ()

        def spans(text: str) -> Iterator[tuple[int, int]]:
            for pattern in patterns:
                yield from ((start, end) for start, end, _ in search_all(pattern, text))

        return spans

    async def _read(self, tenant_id: str, known: _Known | None) -> _Known:
        within = None if known is None else _READ_AGAIN_WITHIN.total_seconds()
        async with asyncio.timeout(within):
            bot = await self._bots.current(tenant_id)
        is_same = known is not None and known.revision == bot.revision
        sentences = known.sentences if known and is_same else sentences_of(bot)
        welcome = known.welcome if known and is_same else welcome_of(bot)
        patterns = tuple(
            one for one in tenant_patterns(bot).values() if not _takes_cards_or_accounts(one)
        )
        read = _Known(self._clock(), bot.revision, bot.tenant, sentences, welcome, patterns)
        self._known[tenant_id] = read
        return read

    def _is_fresh(self, read_at: float) -> bool:
        return self._clock() - read_at < self._fresh_for

    def forget(self, tenant_id: str) -> None:
        """Read it anew next time: something was published."""
        self._known.pop(tenant_id, None)


def _is_tenant_id(text: str) -> bool:
    try:
        _TENANT_ID.validate_python(text)
    except ValidationError:
        return False
    return True


_CARDS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117")
_ACCOUNTS = ("DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606")
"""Numbers of four networks and three countries, published for tests."""


def _takes_cards_or_accounts(pattern: str) -> bool:
    """Whether it is no identifier of one tenant's making, but takes the cards of several networks,
    or accounts: a pattern must not be the way by which a number comes through."""
    networks = sum(matches(pattern, number) for number in _CARDS)
    return networks > 1 or any(matches(pattern, number) for number in _ACCOUNTS)
