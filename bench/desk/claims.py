"""Claims of real conversations, beside a workflow's bare update."""

import asyncio
import time
from typing import Any, Final
from uuid import uuid4

from psycopg import AsyncConnection
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from bench.desk.staffed_desk import Desk
from bench.floor_workflows import ENGINE_QUEUE, Ping
from bench.measurements import Measured
from bench.processes import settled
from bench.stack import TENANT, BenchStack
from duralogue.polling import eventually

_PAUSE_S: Final = 0.1
_SETTLES_S: Final = 20.0
_WAITING: Final = """
SELECT handoff_id FROM handoffs
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND status = 'waiting'
"""


class Claims:
    """Customers ask for a human in the chat; each is claimed by another agent."""

    def __init__(self, stack: BenchStack, desk: Desk, connection: AsyncConnection[Any]) -> None:
        self._stack = stack
        self._desk = desk
        self._connection = connection
        self._measured = Measured(1)
        self._floor = Measured(1)

    def as_json(self) -> dict[str, Any]:
        return {"asked": self._measured.as_json(), "floor": self._floor.as_json()}

    async def measure(self, claims: int) -> None:
        handoffs = [await self._waiting_customer() for _ in range(claims)]
        plain = await Client.connect(
            self._stack.product.settings.require_temporal_address(),
            namespace=self._stack.product.settings.temporal_namespace,
            data_converter=pydantic_data_converter,
        )
        floors = [
            await plain.start_workflow(
                "EngineFloor", id=f"bench/{uuid4().hex}", task_queue=ENGINE_QUEUE
            )
            for _ in range(claims)
        ]
        await asyncio.to_thread(settled, self._stack.pids, _SETTLES_S)
        for handoff_id, floor in zip(handoffs, floors, strict=True):
            await self._desk.claim(handoff_id, self._measured)
            await asyncio.sleep(_PAUSE_S)
            began = time.perf_counter()
            await floor.execute_update("take", Ping(message_id=handoff_id, port=0))
            self._floor.note((time.perf_counter() - began) * 1000)
            await asyncio.sleep(_PAUSE_S)
        for floor in floors:
            await floor.terminate()

    async def _waiting_customer(self) -> str:
        visitor = await self._stack.visitor()
        await visitor.turn("I want to talk to a human")
        conversation = visitor.place.conversation_id
        await visitor.close()
        return await eventually(lambda: self._handoff_of(conversation))

    async def _handoff_of(self, conversation: str) -> str | None:
        values = {"tenant": TENANT, "conversation": conversation}
        found = await (await self._connection.execute(_WAITING, values)).fetchone()
        return str(found[0]) if found else None
