"""Draining the spool, whatever goes wrong with some of what waits in it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from api.spool_drain import SpoolDrain
from domain.errors import DependencyRejected
from domain.messages import InboundMessage
from infra.memory.spool import MemorySpool
from tests.support import eventually
from tests.unit.api.spooling import Temporal, a_message


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
    draining = asyncio.create_task(SpoolDrain(temporal, spool).run())
    await eventually(lambda: temporal.delivered == ["m-1"])
    draining.cancel()


async def test_a_long_backlog_is_drained_a_little_of_each_tenant_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The customers of a small tenant do not wait for all of a large one's."""
    monkeypatch.setattr("api.spool_drain._AT_ONCE", 2)
    temporal, spool = Temporal(), MemorySpool()
    for number in range(5):
        await spool.add(
            a_message(f"a{number}").model_copy(update={"conversation_id": f"c-{number}"})
        )
    await spool.add(a_message("b0").model_copy(update={"tenant_id": "beta"}))

    assert await SpoolDrain(temporal, spool).drain() == 6

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

    assert await SpoolDrain(temporal, spool).drain() == 1

    assert temporal.delivered == ["b0"]


async def test_a_message_that_is_refused_holds_up_its_own_conversation_only() -> None:
    """
    Its place in the order is kept for somebody to look into; other customers must not wait.
    """

    class RefusesTheSecond(Temporal):
        async def deliver(self, message: InboundMessage) -> None:
            if message.message_id == "m-2":
                raise DependencyRejected("too large")
            await super().deliver(message)

    temporal, spool = RefusesTheSecond(), MemorySpool()
    other = a_message("m-3").model_copy(update={"conversation_id": "c-2"})
    for message in (a_message("m-1"), a_message("m-2"), other):
        await spool.add(message)

    handed_over = await SpoolDrain(temporal, spool).drain()

    assert (handed_over, sorted(temporal.delivered)) == (2, ["m-1", "m-3"])
    assert await spool.holds("acme", "c-1")
