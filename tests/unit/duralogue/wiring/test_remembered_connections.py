"""Accounts as a process remembers them: for ten seconds, and through an outage of the store."""

from datetime import timedelta

import pytest

from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import DependencyUnavailable, NotFound
from duralogue.wiring import remembered_connections
from duralogue.wiring.remembered_connections import RememberedConnections
from infra.memory.channel_connections import MemoryChannelConnections

HERE = Channel.WEBHOOK


class CountingStore(MemoryChannelConnections):
    """Counts what it is asked, and is down while a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.is_down = False

    async def get(self, tenant_id: str, channel: Channel, account: str) -> ChannelConnection:
        self.asked += 1
        if self.is_down:
            raise DependencyUnavailable("switched off")
        return await super().get(tenant_id, channel, account)


def an_account(url: str = "https://x.example") -> ChannelConnection:
    return ChannelConnection(channel=HERE, account="support", settings={"url": url})


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


async def test_an_account_and_its_absence_are_asked_for_once(store: CountingStore) -> None:
    """Else the time that a call takes would tell which accounts there are."""
    connections = RememberedConnections(store)
    await connections.connect("acme", an_account())
    for _ in range(3):
        await connections.get("acme", HERE, "support")
        with pytest.raises(NotFound):
            await connections.get("acme", HERE, "sales")
        with pytest.raises(NotFound):
            await connections.get("globex", HERE, "support")

    assert store.asked == 3


async def test_a_change_is_noticed(store: CountingStore) -> None:
    """At once where it is made here, and after the time elsewhere."""
    here = RememberedConnections(store)
    elsewhere = RememberedConnections(store, remembered_for=timedelta())
    for connections in (here, elsewhere):
        with pytest.raises(NotFound):
            await connections.get("acme", HERE, "support")
    await here.connect("acme", an_account())
    for connections in (here, elsewhere):
        assert await connections.get("acme", HERE, "support") == an_account()
    await here.end("acme", HERE, "support", "gone")
    for connections in (here, elsewhere):
        with pytest.raises(NotFound):
            await connections.get("acme", HERE, "support")


async def test_what_is_known_is_used_on_while_the_store_is_down(store: CountingStore) -> None:
    """A message can be verified, and so accepted, without the database."""
    connections = RememberedConnections(store, remembered_for=timedelta())
    await connections.connect("acme", an_account())
    await connections.get("acme", HERE, "support")
    store.is_down = True

    for _ in range(2):
        assert await connections.get("acme", HERE, "support") == an_account()
    with pytest.raises(DependencyUnavailable):
        await connections.get("acme", HERE, "sales")


async def test_invented_accounts_do_not_fill_the_memory(
    store: CountingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many somebody tries."""
    monkeypatch.setattr(remembered_connections, "_MOST_MISSING", 3)
    connections = RememberedConnections(store)
    for number in range(10):
        with pytest.raises(NotFound):
            await connections.get("acme", HERE, f"a{number}")

    assert len(connections._missing) <= 3
