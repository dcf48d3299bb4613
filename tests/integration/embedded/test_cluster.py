"""A cluster of Temporal servers: a verified build, and TCP ports of its own."""

import json
from pathlib import Path

import pytest

from bench.cluster import building
from bench.cluster.configuration import choose_server_ports, write_configuration
from domain.errors import ConfigurationError

LARGEST_OF_SIXTEEN_BITS_WITH_A_SIGN = 32_767


def test_no_two_servers_share_a_port() -> None:
    """
    Both run on one machine, and the table of the ring's members holds small numbers only.
    """
    first, second = choose_server_ports(2, frontend=47_233, avoid={20_001})
    ports = [
        p for s in (first, second) for o in s.services.values() for p in (o.grpc, o.membership)
    ]

    assert first.address.endswith(":47233")
    assert len({*ports, 20_001}) == len(ports) + 1
    assert max(set(ports) - {47_233}) <= LARGEST_OF_SIXTEEN_BITS_WITH_A_SIGN


def test_the_password_is_for_its_owner_only(tmp_path: Path) -> None:
    """
    Others on this machine may look into the home, and would read all conversations.
    """
    [server] = choose_server_ports(1, frontend=47_233, avoid=set())
    file = write_configuration(
        tmp_path, "temporal-1", server, "postgresql://postgres:p%40ss@127.0.0.1:5439/postgres"
    )
    store = json.loads(file.read_text())["persistence"]["datastores"]["temporal"]["sql"]

    assert store["password"] == "p@ss"
    assert store["connectAddr"] == "127.0.0.1:5439"
    assert file.stat().st_mode & 0o077 == 0


def test_without_go_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    One line that says what to install, not a traceback.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(building, "_USUAL_GO", tmp_path / "go")

    with pytest.raises(ConfigurationError, match="needs Go to build Temporal's server"):
        building.programs()


def test_other_sources_than_the_known_ones_are_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What a proxy hands out under the version's name is built and run here.
    """
    go = tmp_path / "go"
    go.write_text('#!/bin/sh\necho \'{"Sum": "h1:else", "Dir": "/nowhere"}\'\n')
    go.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(ConfigurationError, match="is not the one known here: h1:else"):
        building.programs()
