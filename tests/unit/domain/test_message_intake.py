"""Accepted means answered, whichever of the two stores is down."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from domain.channel_addresses import (
    Channel,
)
from domain.errors import DependencyRejected, DependencyUnavailable
from domain.message_intake import DurableAcceptance, SpoolDrain
from domain.messages import (
    InboundMessage,
)
from infra.memory.spool import MemorySpool
from tests.support import eventually


class Temporal:
    def __init__(self) -> None:
        self.is_up = True
        self.attempts = 0
        self.delivered: list[str] = []

    async def deliver(self, message: InboundMessage) -> None:
        self.attempts += 1
        if not self.is_up:
            raise DependencyUnavailable("down")
        self.delivered.append(message.message_id)


class NoDatabase(MemorySpool):
    async def add(self, message: InboundMessage) -> None:
        raise DependencyUnavailable("down")

    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        raise DependencyUnavailable("down")


class NeverAsked(MemorySpool):
    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        raise AssertionError


def a_message(message_id: str) -> InboundMessage:
    return InboundMessage(
        message_id=message_id,
        tenant_id="acme",
        conversation_id="c-1",
        channel=Channel.WEB,
        text="hello",
        received_at=datetime(2026, 1, 26, tzinfo=UTC),
    )


async def test_with_postgresql_away_messages_still_reach_temporal() -> None:
    """
    The conversation's own order is Temporal's; the database is only needed to answer.
    """
    temporal = Temporal()

    await DurableAcceptance(temporal.deliver, NoDatabase()).accept(a_message("m-1"))

    assert temporal.delivered == ["m-1"]


async def test_an_outage_is_waited_for_once_and_not_by_every_customer() -> None:
    """
    After one failed try the next messages go straight into the spool for a moment.
    """
    temporal, spool = Temporal(), MemorySpool()
    temporal.is_up = False
    acceptance = DurableAcceptance(temporal.deliver, spool)

    await acceptance.accept(a_message("m-1"))
    other = a_message("m-2").model_copy(update={"conversation_id": "c-2"})
    await acceptance.accept(other)

    assert temporal.attempts == 1
    temporal.is_up = True
    assert await SpoolDrain(temporal.deliver, spool).drain() == 2
    assert sorted(temporal.delivered) == ["m-1", "m-2"]


async def test_one_customer_finds_out_for_all_whether_the_outage_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    A try takes seconds while Temporal does not answer; the others must not wait for it too.
    """
    monkeypatch.setattr("domain.message_intake._AWAY_FOR", timedelta(0))
    spool, answering, tried = MemorySpool(), asyncio.Event(), asyncio.Event()

    async def deliver(_: InboundMessage) -> None:
        tried.set()
        await answering.wait()
        raise DependencyUnavailable("no answer")

    def from_another(number: int) -> InboundMessage:
        other = {"conversation_id": f"c-{number}"}
        return a_message(f"m-{number}").model_copy(update=other)

    acceptance = DurableAcceptance(deliver, spool)
    answering.set()
    await acceptance.accept(from_another(1))
    answering.clear()
    tried.clear()
    finding_out = asyncio.create_task(acceptance.accept(from_another(2)))
    await tried.wait()

    async with asyncio.timeout(60):
        await acceptance.accept(from_another(3))
    assert not finding_out.done()
    answering.set()
    await finding_out
    assert len(await spool.waiting()) == 3


async def test_with_both_away_nothing_is_claimed_to_be_accepted() -> None:
    """
    503 with Retry-After, and the same id may be sent again.
    """
    temporal = Temporal()
    temporal.is_up = False

    with pytest.raises(DependencyUnavailable) as refused:
        await DurableAcceptance(temporal.deliver, NoDatabase()).accept(a_message("m-1"))

    assert refused.value.retry_after is not None


async def test_what_was_said_at_the_door_is_not_asked_again() -> None:
    """
    Joining the spool or not decides the order, and each question costs a round trip.
    """
    temporal, spool = Temporal(), NeverAsked()
    acceptance = DurableAcceptance(temporal.deliver, spool)

    await acceptance.accept(a_message("m-1"), spooled=False)
    await acceptance.accept(a_message("m-2"), spooled=True)

    assert temporal.delivered == ["m-1"]
    assert await spool.waiting() == [("acme", "c-1")]


async def test_a_drain_survives_whatever_a_store_refuses() -> None:
    """
    A message that is spooled must not wait for somebody to restart the gateway.
    """
    temporal = Temporal()

    class RefusesOnce(MemorySpool):
        refusals = 0

        async def waiting(self) -> list[tuple[str, str]]:
            self.refusals += 1
            if self.refusals == 1:
                raise DependencyRejected("refused in the middle of a shutdown")
            return await super().waiting()

    spool = RefusesOnce()
    await spool.add(a_message("m-1"))
    draining = asyncio.create_task(SpoolDrain(temporal.deliver, spool).run())
    await eventually(lambda: temporal.delivered == ["m-1"])
    draining.cancel()


async def test_a_long_backlog_is_drained_a_little_of_each_tenant_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The customers of a small tenant do not wait for all of a large one's."""
    monkeypatch.setattr("domain.message_intake._AT_ONCE", 2)
    temporal, spool = Temporal(), MemorySpool()
    for number in range(5):
        await spool.add(
            a_message(f"a{number}").model_copy(update={"conversation_id": f"c-{number}"})
        )
    await spool.add(a_message("b0").model_copy(update={"tenant_id": "beta"}))

    assert await SpoolDrain(temporal.deliver, spool).drain() == 6

    assert temporal.delivered == ["a0", "a1", "b0", "a2", "a3", "a4"]


@pytest.mark.parametrize("fault", [DependencyRejected("refused"), RuntimeError("a mistake")])
async def test_a_batch_that_fails_does_not_hold_up_those_behind_it(fault: Exception) -> None:
    """One tenant's trouble would else be everybody's, for as long as it lasts."""
    temporal = Temporal()

    class FailsForOne(MemorySpool):
        async def drain(
            self,
            tenant_id: str,
            conversation_ids: Sequence[str],
            hand_over: Callable[[InboundMessage], Awaitable[None]],
        ) -> int:
            if tenant_id == "acme":
                raise fault
            return await super().drain(tenant_id, conversation_ids, hand_over)

    spool = FailsForOne()
    await spool.add(a_message("a0"))
    await spool.add(a_message("b0").model_copy(update={"tenant_id": "beta"}))

    assert await SpoolDrain(temporal.deliver, spool).drain() == 1

    assert temporal.delivered == ["b0"]


async def test_a_message_that_is_refused_holds_up_its_own_conversation_only() -> None:
    """
    Its place in the order is kept for somebody to look into; other customers must not wait.
    """
    temporal, spool = Temporal(), MemorySpool()
    other = a_message("m-3").model_copy(update={"conversation_id": "c-2"})
    for message in (a_message("m-1"), a_message("m-2"), other):
        await spool.add(message)

    async def deliver(message: InboundMessage) -> None:
        if message.message_id == "m-2":
            raise DependencyRejected("too large")
        await temporal.deliver(message)

    handed_over = await SpoolDrain(deliver, spool).drain()

    assert (handed_over, sorted(temporal.delivered)) == (2, ["m-1", "m-3"])
    assert await spool.holds("acme", "c-1")
