"""Admits connections to the gateway within limits: in total, by address, by time."""

import asyncio
import ipaddress
from collections import Counter
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

_log = structlog.get_logger(__name__)
_TELL_EVERY: Final = 10.0


class HeldConnection(Protocol):
    """A connection, as far as the gate is concerned."""

    def drop(self) -> None:
        """Close it without an answer."""
        ...


@dataclass(frozen=True, kw_only=True)
class ConnectionBounds:
    """What the gate holds to; the reasons stand with the settings."""

    connections: int
    per_address: int
    head_seconds: float = 10.0
    stalled_seconds: float = 60.0
    """How long an answer may wait for its reader."""
    most_swallowed: int = 16 * 1024 * 1024
    """Of a body that was refused: the rest is read and dropped, so that the refusal is read."""
    trusted: str = ""
    """Proxies, who speak for many addresses."""


class ConnectionGate:
    """Counts what is open. What it refuses and drops is logged, once for each ten seconds."""

    def __init__(self, bounds: ConnectionBounds, *, tell_every: float = _TELL_EVERY) -> None:
        self.bounds = bounds
        self._tell_every = tell_every
        self._trusted = [
            ipaddress.ip_network(each.strip(), strict=False)
            for each in bounds.trusted.split(",")
            if each.strip()
        ]
        self._open: dict[HeldConnection, str] = {}
        self._by_address: Counter[str] = Counter()
        self._idle: dict[HeldConnection, None] = {}
        """Those whose request has not arrived, the longest idle first."""
        self._noted: Counter[str] = Counter()
        self._is_telling = False

    def let_in(self, connection: HeldConnection, address: str) -> bool:
        """Whether it may stay. Where all places are taken, the longest idle one gives up its."""
        is_crowd = self._by_address[address] >= self.bounds.per_address
        if is_crowd and not self._is_trusted(address):
            self.note("over_address_limit")
            return False
        if len(self._open) >= self.bounds.connections:
            longest_idle = next(iter(self._idle), None)
            if longest_idle is None:
                self.note("over_limit")
                return False
            self.note("idle_given_up")
            self.left(longest_idle)
            longest_idle.drop()
        self._open[connection] = address
        self._by_address[address] += 1
        self._idle[connection] = None
        return True

    def left(self, connection: HeldConnection) -> None:
        self._idle.pop(connection, None)
        address = self._open.pop(connection, None)
        if address is None:
            return
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    def at_work(self, connection: HeldConnection) -> None:
        self._idle.pop(connection, None)

    def idle(self, connection: HeldConnection) -> None:
        if connection in self._open:
            self._idle.setdefault(connection)

    def note(self, what: str) -> None:
        self._noted[what] += 1
        if not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_later(self._tell_every, self._tell)

    def _tell(self) -> None:
        self._is_telling = False
        noted, self._noted = self._noted, Counter()
        _log.warning("connections_refused", open=len(self._open), **noted)

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._trusted)
