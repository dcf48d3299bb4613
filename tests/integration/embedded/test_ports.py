"""Choosing ports, with real sockets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from duralogue.embedded.endpoints import ANY_PORTS, LOOPBACK, Ports, choose_port, choose_ports


@contextmanager
def taken(host: str = LOOPBACK) -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((host, 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.mark.parametrize("host", [LOOPBACK, "0.0.0.0"])  # noqa: S104 - a neighbour does it
def test_a_taken_port_is_not_chosen(host: str) -> None:
    """
    Also one that somebody holds on every address: connections could end up there.
    """
    with taken(host) as port:
        assert choose_port(port) not in (0, port)


def test_a_free_port_is_kept() -> None:
    """
    Addresses that people have bookmarked stay the same.
    """
    free = choose_port(0)

    assert choose_port(free) == free
    assert choose_port(free, avoid=[free]) != free


def test_a_port_is_not_one_of_those_that_go_to_whoever_connects() -> None:
    """
    It is still free when its server listens, and when that starts again after a crash.
    """
    chosen = [choose_port(0) for _ in range(100)]

    assert max(chosen) < 32_768
    assert len(set(chosen)) == 100


def test_another_port_is_chosen_and_told() -> None:
    """
    The person at the terminal reads why the address is not the usual one.
    """
    told: list[str] = []
    with taken() as port:
        wanted = Ports(
            gateway=port, shop=choose_port(0), temporal=0, temporal_ui=0, postgres=choose_port(0)
        )
        chosen = choose_ports(wanted, {}, told.append, unused={"postgres"})

    assert told == [f"port {port} is in use: gateway listens on {chosen.gateway} instead"]
    assert chosen.shop == wanted.shop
    assert chosen.postgres == wanted.postgres
    assert len({chosen.gateway, chosen.shop, chosen.temporal, chosen.temporal_ui, port}) == 5


def test_yesterdays_port_comes_before_the_usual_one() -> None:
    """
    A browser knows its chat by the page's address.
    """
    yesterday = choose_port(0)
    chosen = choose_ports(Ports(), {"gateway": yesterday}, print, unused=())

    assert chosen.gateway == yesterday


def test_any_port_means_any() -> None:
    """
    A stack beside another one does not take the other's usual ports while it is down.
    """
    chosen = choose_ports(ANY_PORTS, {"gateway": choose_port(0)}, print, unused=())

    assert 0 not in chosen.noted().values()
    assert chosen.gateway != Ports().gateway
