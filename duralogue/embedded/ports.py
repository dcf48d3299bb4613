"""Ports on loopback that nobody uses."""

import socket
from collections.abc import Collection

LOOPBACK = "127.0.0.1"


def choose_port(preferred: int, *, avoid: Collection[int] = ()) -> int:
    """The preferred port if it is free, else any free one; 0 means any.

    `avoid` are ports already promised to somebody who does not listen yet.
    """
    if preferred not in (0, *avoid) and _is_free(preferred):
        return preferred
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in avoid:
            return port


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
