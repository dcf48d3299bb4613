"""The embedded Temporal server, the real one."""

import pytest

from domain.errors import DependencyUnavailable
from duralogue.embedded.ports import LOOPBACK, choose_port
from duralogue.embedded.temporal import missing_search_attributes


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
