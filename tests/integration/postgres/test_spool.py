"""The spool on real PostgreSQL: order, duplicates, and what happens while Temporal is down."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from api.message_intake import MessageIntake
from api.spool_drain import SpoolDrain
from domain.channel_addresses import (
    Channel,
)
from domain.errors import DependencyUnavailable
from domain.messages import (
    InboundMessage,
)
from infra.postgres.engine import create_engine
from infra.postgres.spool import PostgresSpool
from tests.fakes.keys import FakeKeys


class FlakyTemporal:
    """Takes messages while it is up."""

    def __init__(self) -> None:
        self.is_up = True
        self.delivered: list[str] = []

    async def deliver(self, message: InboundMessage) -> None:
        await asyncio.sleep(0)
        if not self.is_up:
            raise DependencyUnavailable("down")
        self.delivered.append(f"{message.conversation_id} {message.text}")


@pytest.fixture
def spool(engine: AsyncEngine) -> PostgresSpool:
    return PostgresSpool(engine, FakeKeys())


@pytest.fixture
def temporal() -> FlakyTemporal:
    return FlakyTemporal()


def a_message(text: str, conversation: str, tenant: str = "acme") -> InboundMessage:
    return InboundMessage(
        message_id=uuid4().hex,
        tenant_id=tenant,
        conversation_id=conversation,
        channel=Channel.WEB,
        text=text,
        received_at=datetime.now(UTC),
    )


async def test_nothing_overtakes_what_was_spooled(
    spool: PostgresSpool, temporal: FlakyTemporal
) -> None:
    """While a conversation has spooled messages, new ones join them on whichever replica."""
    first_replica = MessageIntake(temporal, spool)
    second_replica = MessageIntake(temporal, spool)
    place = uuid4().hex
    temporal.is_up = False
    await first_replica.accept(a_message("1", place))
    temporal.is_up = True
    await second_replica.accept(a_message("2", place))
    await second_replica.accept(a_message("1", "elsewhere"))

    assert temporal.delivered == ["elsewhere 1"]
    drain = SpoolDrain(temporal, spool)
    assert await drain.drain() == 2
    assert temporal.delivered[1:] == [f"{place} 1", f"{place} 2"]
    await second_replica.accept(a_message("3", place))
    assert temporal.delivered[-1] == f"{place} 3"


async def test_a_backlog_of_many_conversations_keeps_each_ones_order(
    spool: PostgresSpool, temporal: FlakyTemporal
) -> None:
    """Two drains side by side share the work by conversation, and repeat nothing."""
    places = [uuid4().hex for _ in range(12)]
    temporal.is_up = False
    intake = MessageIntake(temporal, spool)
    for number in range(5):
        for tenant, place in zip(["acme", "globex"] * 6, places, strict=True):
            await intake.accept(a_message(str(number), place, tenant))
    temporal.is_up = True

    drains = [SpoolDrain(temporal, spool) for _ in range(2)]
    while await spool.waiting():
        await asyncio.gather(*(drain.drain() for drain in drains))

    for place in places:
        mine = [line for line in temporal.delivered if line.startswith(place)]
        assert mine == [f"{place} {number}" for number in range(5)]


async def test_a_server_that_goes_away_in_the_middle_loses_nothing(
    spool: PostgresSpool, temporal: FlakyTemporal
) -> None:
    """What could not be handed over stays, in its place."""
    place = uuid4().hex
    temporal.is_up = False
    intake = MessageIntake(temporal, spool)
    for number in range(3):
        await intake.accept(a_message(str(number), place))

    async def one_then_down(message: InboundMessage) -> None:
        await temporal.deliver(message)
        temporal.is_up = False

    temporal.is_up = True
    assert await spool.drain("acme", [place], one_then_down) == 1
    temporal.is_up = True
    assert await spool.drain("acme", [place], temporal.deliver) == 2

    assert temporal.delivered == [f"{place} {number}" for number in range(3)]


async def test_a_slow_server_takes_a_little_of_each_conversation_at_a_time(
    spool: PostgresSpool, temporal: FlakyTemporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transaction that idles too long is ended, and all it had handed over would come again."""
    monkeypatch.setattr("infra.postgres.spool._HANDS_OVER_FOR", timedelta(0))
    places = sorted(uuid4().hex for _ in range(2))
    for place in places:
        for number in range(2):
            await spool.add(a_message(str(number), place))

    assert await spool.drain("acme", places, temporal.deliver) == 2
    assert sorted(temporal.delivered) == [f"{place} 0" for place in places]
    assert await spool.drain("acme", places, temporal.deliver) == 2


async def test_a_fault_of_one_hand_over_does_not_undo_the_others(
    spool: PostgresSpool, temporal: FlakyTemporal
) -> None:
    """What is not forgotten is handed over again, and again with each pass."""
    broken, other = sorted(uuid4().hex for _ in range(2))
    for place in (broken, other):
        await spool.add(a_message("1", place))

    async def mistaken(message: InboundMessage) -> None:
        if message.conversation_id == broken:
            raise RuntimeError
        await temporal.deliver(message)

    with pytest.raises(RuntimeError):
        await spool.drain("acme", [broken, other], mistaken)

    assert not await spool.holds("acme", other)
    assert await spool.drain("acme", [broken], temporal.deliver) == 1


async def test_a_message_that_cannot_be_read_holds_up_its_own_conversation_only(
    spool: PostgresSpool, temporal: FlakyTemporal, owner: psycopg.AsyncConnection
) -> None:
    """Somebody has to look into it; the drain goes on for everybody else."""
    broken, other = sorted(uuid4().hex for _ in range(2))
    for place in (broken, other):
        await spool.add(a_message("1", place))
    await owner.execute(
        "UPDATE inbound_spool SET payload = '{}' WHERE conversation_id = %s", [broken]
    )

    assert await spool.drain("acme", [broken, other], temporal.deliver) == 1

    assert temporal.delivered == [f"{other} 1"]
    assert await spool.holds("acme", broken)
    await owner.execute("DELETE FROM inbound_spool WHERE conversation_id = %s", [broken])


async def test_with_both_gone_the_client_is_told_to_come_back(temporal: FlakyTemporal) -> None:
    """Nothing was accepted: the same id may be sent again."""
    nowhere = create_engine("postgresql://nobody@127.0.0.1:1/none")
    intake = MessageIntake(temporal, PostgresSpool(nowhere, FakeKeys()))
    temporal.is_up = False

    with pytest.raises(DependencyUnavailable) as refused:
        await intake.accept(a_message("1", "c-1"))

    assert refused.value.retry_after is not None
    temporal.is_up = True
    back = MessageIntake(temporal, PostgresSpool(nowhere, FakeKeys()))
    await back.accept(a_message("1", "c-1"))
    assert temporal.delivered == ["c-1 1"]
    await nowhere.dispose()


async def test_the_same_id_is_spooled_once(spool: PostgresSpool, temporal: FlakyTemporal) -> None:
    """A client that retries while Temporal is down does not fill the spool."""
    message = a_message("1", uuid4().hex)
    await spool.add(message)
    await spool.add(message)

    assert await spool.drain("acme", [message.conversation_id], temporal.deliver) == 1
    assert not await spool.holds("acme", message.conversation_id)
