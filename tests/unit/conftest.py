"""Unit tests talk to nobody."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def _no_sockets() -> Iterator[None]:
    """Only what an event loop needs for itself is left."""
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
