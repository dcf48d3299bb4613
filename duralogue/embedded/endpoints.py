"""Addresses at which the parts of a stack listen, and free ports on loopback."""

import os
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import count

from domain.errors import ConfigurationError

LOOPBACK = "127.0.0.1"

_OURS = range(20_000, 32_000)
"""Below those that systems give to whoever connects (from 32,768 on Linux, 49,152 elsewhere). One
of these could be gone before its server listens, or while the server starts again after a crash;
and who calls a server that is down may get its very port, and so speak with themselves."""
_APART = 769
"""Processes that start one after the other begin at different places, and go on from there, so
that two of them do not choose what the other has chosen and not yet taken."""

_places = count(os.getpid() * _APART)


@dataclass(frozen=True)
class Ports:
    """One port for each thing that listens; 0 means any."""

    gateway: int = 8080
    shop: int = 8090
    temporal: int = 7233
    temporal_ui: int = 8233
    postgres: int = 5439

    @property
    def gateway_url(self) -> str:
        return f"http://{LOOPBACK}:{self.gateway}"

    @property
    def shop_url(self) -> str:
        return f"http://{LOOPBACK}:{self.shop}"

    @property
    def temporal_address(self) -> str:
        return f"{LOOPBACK}:{self.temporal}"

    @property
    def temporal_ui_url(self) -> str:
        return f"http://{LOOPBACK}:{self.temporal_ui}"

    def noted(self) -> dict[str, int]:
        return asdict(self)


ANY_PORTS = Ports(gateway=0, shop=0, temporal=0, temporal_ui=0, postgres=0)


def choose_ports(
    preferred: Ports,
    last: Mapping[str, int],
    say: Callable[[str], None],
    *,
    unused: Collection[str],
) -> Ports:
    """Yesterday's ports if they are free, else the preferred ones, else any; tells of the latter.

    A browser keeps a chat by the page's address, so the same port shows yesterday's chat again.
    """
    chosen: dict[str, int] = {}
    for name, wanted in asdict(preferred).items():
        if name in unused:
            continue
        remembered = last.get(name, wanted) if wanted else 0
        port = choose_port(remembered, avoid=chosen.values())
        if port != remembered:
            port = choose_port(wanted, avoid=chosen.values())
        if wanted and port not in (remembered, wanted):
            say(f"port {wanted} is in use: {name.replace('_', ' ')} listens on {port} instead")
        chosen[name] = port
    return replace(preferred, **chosen)


def choose_port(preferred: int, *, avoid: Collection[int] = ()) -> int:
    """The preferred port if it is free, else any free one; 0 means any.

    `avoid` are ports already promised to somebody who does not listen yet.
    """
    if preferred not in (0, *avoid) and _is_free(preferred):
        return preferred
    for _ in _OURS:
        port = _OURS[next(_places) % len(_OURS)]
        if port not in avoid and _is_free(port):
            return port
    raise ConfigurationError(f"no port from {_OURS.start} to {_OURS.stop - 1} is free")


def _is_free(port: int) -> bool:
    """Free on every address: a listener on 0.0.0.0 would take our customers' connections."""
    for host in (LOOPBACK, "0.0.0.0"):  # noqa: S104 - asked for, never listened on
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True
