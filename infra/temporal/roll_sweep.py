"""Rolling what still runs on an old version, a few a second, so that the version drains."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import DependencyUnavailable
from infra.temporal.client import RPC_TIMEOUT
from workflows.conversation import ConversationWorkflow

_LOOK_EVERY_S = 0.5
ROLL_SIGNAL = ConversationWorkflow.roll.__name__


@dataclass(frozen=True)
class SweepProgress:
    """`asked` runs were told to roll so far; `remaining` are still on another version."""

    asked: int
    remaining: int


class Sweep:
    """Tells each open run that is not on a wanted version to roll, once; a busy one rolls later."""

    def __init__(self, client: Client, deployment: str, *, keep: tuple[str, ...]) -> None:
        self._client = client
        where = [f"TemporalWorkerDeployment = '{deployment}'", "ExecutionStatus = 'Running'"]
        where += [f"TemporalWorkerDeploymentVersion != '{deployment}:{b}'" for b in keep]
        self._stale = " AND ".join(where)
        self._asked: set[str] = set()

    async def run(
        self, *, per_second: float, within: timedelta, tell: Callable[[SweepProgress], None]
    ) -> int:
        """Until nothing is left, or the time is over; returns how many are left."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within.total_seconds()
        while True:
            async for workflow_id, run_id in self._unasked():
                began = loop.time()
                await self._ask(workflow_id, run_id)
                if len(self._asked) % max(round(per_second), 1) == 0:
                    tell(SweepProgress(len(self._asked), await self._remaining()))
                await asyncio.sleep(max(0.0, 1 / per_second - (loop.time() - began)))
            remaining = await self._remaining()
            tell(SweepProgress(len(self._asked), remaining))
            if remaining == 0 or loop.time() >= until:
                return remaining
            await asyncio.sleep(_LOOK_EVERY_S)

    async def _unasked(self) -> AsyncIterator[tuple[str, str]]:
        """A run that began on an old version after all has a new id, and is asked as well."""
        try:
            async for found in self._client.list_workflows(self._stale, rpc_timeout=RPC_TIMEOUT):
                if found.run_id not in self._asked:
                    yield found.id, found.run_id
        except RPCError as error:
            raise DependencyUnavailable(f"Temporal: {error.message}") from error

    async def _ask(self, workflow_id: str, run_id: str) -> None:
        # With the run's id: without it a run that has rolled already would roll once more.
        handle = self._client.get_workflow_handle(workflow_id, run_id=run_id)
        try:
            await handle.signal(ROLL_SIGNAL, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # ended or rolled meanwhile
                raise DependencyUnavailable(f"Temporal: {error.message}") from error
        self._asked.add(run_id)

    async def _remaining(self) -> int:
        # The visibility store lags behind by a moment: what has just rolled may still count.
        try:
            counted = await self._client.count_workflows(self._stale, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            raise DependencyUnavailable(f"Temporal: {error.message}") from error
        return counted.count
