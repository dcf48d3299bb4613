"""Ports on loopback that nobody uses."""

import os
import socket
from collections.abc import Collection
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
