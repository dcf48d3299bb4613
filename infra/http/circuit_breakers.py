"""One circuit breaker for each server of each tenant: a backend that is down is left in peace."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OPENED, HalfOpenedState, OpenedState

from domain.errors import DependencyUnavailable

_log = structlog.get_logger(__name__)


class OnChange(Protocol):
    """Who is told that a circuit has opened or closed."""

    def __call__(self, tenant_id: str, server: str, *, is_open: bool) -> None: ...


class CircuitBreakers:
    """Opens after `threshold` failures in a row; tries again once `rest` is over."""

    def __init__(
        self,
        *,
        threshold: int = 5,
        rest: timedelta = timedelta(seconds=10),
        on_change: OnChange | None = None,
    ) -> None:
        self._rest = rest
        self._on_change = on_change
        self._breakers = AsyncCircuitBreakerFactory(
            default_threshold=threshold,
            default_ttl=rest.total_seconds(),
            exclude=[(BaseException, _is_not_the_servers_fault)],
        )
        self._breakers.add_listener(self._tell_change)

    @asynccontextmanager
    async def guard(
        self, tenant_id: str, server: str, *, urgent: bool = False
    ) -> AsyncIterator[None]:
        """Count DependencyUnavailable as a failure; raise it at once while the circuit is open.

        Being given up on is one, too: a call is cancelled when its time is over.
        Who is urgent is let through as the one that tries: if it works, the circuit closes.
        """
        breaker = await self._breakers.get_breaker(f"{tenant_id}/{server}")
        if urgent and breaker.context.state == OPENED:
            breaker.context.set_state(HalfOpenedState())
        try:
            async with breaker:
                yield
        except OpenedState as opened:
            raise self._resting(server, opened) from None

    def _resting(self, server: str, opened: OpenedState) -> DependencyUnavailable:
        opened.__traceback__ = None  # the library raises one object again and again, and it grows
        over = datetime.fromtimestamp(opened.opened_at, UTC) + self._rest
        left = max(over - datetime.now(UTC), timedelta(0))
        return DependencyUnavailable(
            f"{server} failed too often and is left alone", retry_after=left
        )

    def _tell_change(self, circuit: str, event: str, detail: Any) -> None:
        if event == "state_changed":
            tenant_id, _, server = circuit.partition("/")
            _log.warning("circuit_changed", tenant_id=tenant_id, server=server, state=detail.state)
            if self._on_change is not None:
                self._on_change(tenant_id, server, is_open=detail.state == OPENED)


def _is_not_the_servers_fault(error: BaseException) -> bool:
    return not isinstance(error, DependencyUnavailable | asyncio.CancelledError)
