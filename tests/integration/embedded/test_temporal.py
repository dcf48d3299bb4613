"""The embedded Temporal server, the real one."""

from pathlib import Path

import pytest

from domain.errors import DependencyUnavailable
from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.temporal import missing_search_attributes, temporal_part
from tests.conftest import running
from workflows import search_attributes


async def test_the_server_knows_our_search_attributes(temporal_address: str) -> None:
    """
    A workflow that sets an unknown attribute fails its task for ever, which looks like a hang.
    """
    assert await missing_search_attributes(temporal_address, "default") == {}


async def test_a_server_that_is_not_there_is_named(temporal_address: str) -> None:
    """
    The line an operator reads says which address did not answer.
    """
    address = f"{LOOPBACK}:{choose_port(0)}"
    with pytest.raises(DependencyUnavailable, match=f"Temporal at {address} does not answer"):
        await missing_search_attributes(address, "default")


async def test_an_unknown_namespace_is_named(temporal_address: str) -> None:
    """
    A mistyped namespace is a mistake of the operator's, told as such.
    """
    with pytest.raises(DependencyUnavailable, match="nowhere"):
        await missing_search_attributes(temporal_address, "nowhere")


async def test_a_database_of_an_earlier_release_gets_what_is_new(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The server's own options add nothing to a database that has begun: without our help, the next
    `duralogue dev` after an update would wait for ever.
    """
    database, port = home / "temporal.db", choose_port(0)
    with monkeypatch.context() as earlier:
        earlier.setattr(search_attributes, "ALL", search_attributes.ALL[:3])
        async with running(part_on(home, port, database), home):
            pass

    async with running(part_on(home, port, database), home):
        assert await missing_search_attributes(f"{LOOPBACK}:{port}", "default") == {}


def part_on(folder: Path, port: int, database: Path) -> ProcessSpec:
    return temporal_part(folder=folder, port=port, ui_port=None, database=database)
