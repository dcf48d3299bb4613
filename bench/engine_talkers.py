"""Those who signal Temporal without a gateway: the engine's floors, and our own conversation."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter

from bench.echo import Ear
from bench.floor_workflows import ENGINE_QUEUE, Ping
from bench.stack import BenchStack
from bench.talkers import ANSWER_WITHIN_S, Talker, TurnFailed


@dataclass
class EngineTalker:
    """Signals a workflow, and waits for the packet with which its turn ends."""

    handle: WorkflowHandle[Any, Any]
    ear: Ear

    @property
    def workflow_id(self) -> str:
        return self.handle.id

    async def turn(self, _text: str) -> dict[str, Any]:
        message_id = uuid4().hex
        heard = self.ear.expect(message_id)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self.handle.signal("receive", Ping(message_id=message_id, port=self.ear.port))
                return await heard
        except TimeoutError as error:
            raise TurnFailed("no packet came in time") from error

    async def close(self) -> None:
        with suppress(TimeoutError):
            await self.handle.terminate()


def engine_talkers(workflow: str) -> Callable[[BenchStack, int], Awaitable[Sequence[Talker]]]:
    async def make(stack: BenchStack, people: int) -> Sequence[Talker]:
        client = await Client.connect(
            stack.product.settings.require_temporal_address(),
            namespace=stack.product.settings.temporal_namespace,
            data_converter=pydantic_data_converter,
        )
        ear = await Ear.open()
        return [
            EngineTalker(
                await client.start_workflow(
                    workflow, id=f"bench/{uuid4().hex}", task_queue=ENGINE_QUEUE
                ),
                ear,
            )
            for _ in range(people)
        ]

    return make
