"""The rule that unit tests talk to nobody."""

import socket

import pytest
from pytest_socket import SocketBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_a_unit_test_cannot_open_a_socket() -> None:
    """
    A test that reaches a server by accident passes here and fails elsewhere.
    """
    with pytest.raises(SocketBlockedError):
        socket.socket()
