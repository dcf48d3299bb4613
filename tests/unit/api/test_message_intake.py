"""Accepted means answered, whichever of the two stores is down."""

import asyncio
from datetime import timedelta

import pytest

from api.message_intake import MessageIntake
from api.spool_drain import SpoolDrain
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from infra.memory.spool import MemorySpool
from tests.unit.api.spooling import Temporal, a_message


class NoDatabase(MemorySpool):
    async def add(self, message: InboundMessage) -> None:
        raise DependencyUnavailable("down")

    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        raise DependencyUnavailable("down")


class NeverAsked(MemorySpool):
    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        raise AssertionError


async def test_with_postgresql_down_messages_still_reach_temporal() -> None:
    """
    The conversation's own order is Temporal's; the database is only needed to answer.
    """
    temporal = Temporal()

    await MessageIntake(temporal, NoDatabase()).accept(a_message("m-1"))

    assert temporal.delivered == ["m-1"]


async def test_an_outage_is_waited_for_once_and_not_by_every_customer() -> None:
    """
    After one failed try the next messages go straight into the spool for a moment.
    """
    temporal, spool = Temporal(), MemorySpool()
    temporal.is_up = False
    intake = MessageIntake(temporal, spool)

    await intake.accept(a_message("m-1"))
    other = a_message("m-2").model_copy(update={"conversation_id": "c-2"})
    await intake.accept(other)

    assert temporal.attempts == 1
    temporal.is_up = True
    assert await SpoolDrain(temporal, spool).drain() == 2
    assert sorted(temporal.delivered) == ["m-1", "m-2"]


async def test_one_customer_finds_out_for_all_whether_the_outage_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    A try takes seconds while Temporal does not answer; the others must not wait for it too.
    """
    monkeypatch.setattr("api.message_intake._PAUSE_AFTER_FAILURE", timedelta(0))
    spool, answering, tried = MemorySpool(), asyncio.Event(), asyncio.Event()

    class Silent(Temporal):
        async def deliver(self, message: InboundMessage) -> None:
            tried.set()
            await answering.wait()
            raise DependencyUnavailable("no answer")

    def from_another(number: int) -> InboundMessage:
        other = {"conversation_id": f"c-{number}"}
        return a_message(f"m-{number}").model_copy(update=other)

    intake = MessageIntake(Silent(), spool)
    answering.set()
    await intake.accept(from_another(1))
    answering.clear()
    tried.clear()
    finding_out = asyncio.create_task(intake.accept(from_another(2)))
    await tried.wait()

    async with asyncio.timeout(60):
        await intake.accept(from_another(3))
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
        await MessageIntake(temporal, NoDatabase()).accept(a_message("m-1"))

    assert refused.value.retry_after is not None


async def test_what_was_said_at_the_door_is_not_asked_again() -> None:
    """
    Joining the spool or not decides the order, and each question costs a round trip.
    """
    temporal, spool = Temporal(), NeverAsked()
    intake = MessageIntake(temporal, spool)

    await intake.accept(a_message("m-1"), spooled=False)
    await intake.accept(a_message("m-2"), spooled=True)

    assert temporal.delivered == ["m-1"]
    assert await spool.waiting() == [("acme", "c-1")]
