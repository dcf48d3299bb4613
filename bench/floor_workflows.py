"""Workflows that do as little as can be: what the product is measured against."""

from datetime import timedelta

from pydantic import BaseModel
from temporalio import activity, workflow

from bench.echo import echo
from domain.messages import InboundMessage

ENGINE_QUEUE = "bench-engine"
PRODUCT_QUEUE = "bench-product"
_ACTIVITY_WITHIN = timedelta(seconds=60)


class Ping(BaseModel):
    """What the engine's floor answers, and to which port of this machine."""

    message_id: str
    port: int


class Notice(BaseModel):
    """The event with which a floor's turn ends."""

    tenant_id: str
    conversation_id: str
    message_id: str


@activity.defn
async def answer_ping(ping: Ping) -> None:
    echo(ping.port, ping.message_id)


@activity.defn
async def do_nothing(_: Notice) -> None:
    return


@workflow.defn
class EngineFloor:
    """A signal, and nothing else."""

    def __init__(self) -> None:
        self._inbox: list[Ping] = []

    @workflow.run
    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self._inbox))
            await self._answer(self._inbox.pop(0))

    @workflow.signal
    def receive(self, ping: Ping) -> None:
        self._inbox.append(ping)

    @workflow.update
    def take(self, ping: Ping) -> str:
        """What a claim is at the least."""
        return ping.message_id

    async def _answer(self, ping: Ping) -> None:
        if not workflow.unsafe.is_replaying():
            echo(ping.port, ping.message_id)


@workflow.defn
class EngineFloorWithActivity:
    """A signal, and one regular activity."""

    def __init__(self) -> None:
        self._inbox: list[Ping] = []

    @workflow.run
    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self._inbox))
            await workflow.execute_activity(
                answer_ping, self._inbox.pop(0), start_to_close_timeout=_ACTIVITY_WITHIN
            )

    @workflow.signal
    def receive(self, ping: Ping) -> None:
        self._inbox.append(ping)


@workflow.defn
class ProductFloor:
    """Tells the stream about each message, in one local activity."""

    def __init__(self) -> None:
        self._inbox: list[Notice] = []

    @workflow.run
    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self._inbox))
            await workflow.execute_local_activity(
                "notify", self._inbox.pop(0), start_to_close_timeout=_ACTIVITY_WITHIN
            )

    @workflow.signal
    def receive_message(self, message: InboundMessage) -> None:
        self._inbox.append(_notice(message))


@workflow.defn
class NaiveTurn:
    """Four regular activities that do nothing, the last but for telling the stream."""

    def __init__(self) -> None:
        self._inbox: list[Notice] = []

    @workflow.run
    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self._inbox))
            notice = self._inbox.pop(0)
            for step in ("do_nothing", "do_nothing", "do_nothing", "notify"):
                await workflow.execute_activity(
                    step, notice, start_to_close_timeout=_ACTIVITY_WITHIN
                )

    @workflow.signal
    def receive_message(self, message: InboundMessage) -> None:
        self._inbox.append(_notice(message))


def _notice(message: InboundMessage) -> Notice:
    return Notice(
        tenant_id=message.tenant_id,
        conversation_id=message.conversation_id,
        message_id=message.message_id,
    )
