"""Worker deployments: ramp, promote, roll back and show the version conversations run on."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from temporalio.api.deployment.v1 import WorkerDeploymentInfo
from temporalio.api.enums.v1 import RoutingConfigUpdateState, WorkerDeploymentVersionStatus
from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
    SetWorkerDeploymentRampingVersionRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import (
    Conflict,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    NotFound,
)
from infra.temporal.client import is_unavailable

_T = TypeVar("_T")
_RPC_TIMEOUT = timedelta(seconds=20)
"""A change of routing waits until the server has noted it everywhere."""
_LOOK_EVERY_S = 0.2
_MOST_LOOKS = 50
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class VersionState:
    """`status` is current, ramping, draining, drained or inactive."""

    build_id: str
    status: str
    open_runs: int
    was_current_until: datetime = _NEVER


@dataclass(frozen=True)
class DeploymentState:
    """The versions of the deployment's workers, and which one gets work."""

    name: str
    current: str | None
    ramping: str | None
    percent: float
    versions: tuple[VersionState, ...]
    """Newest first."""

    def before_current(self) -> VersionState | None:
        """The version that was current last, if any was."""
        others = [v for v in self.versions if v.build_id != self.current]
        latest = max(others, key=lambda version: version.was_current_until, default=None)
        return latest if latest and latest.was_current_until != _NEVER else None


class TemporalDeployment:
    """One worker deployment, by its name."""

    def __init__(
        self, client: Client, name: str, *, patience: timedelta = timedelta(seconds=20)
    ) -> None:
        """A new version and its task queues are known some moments after its worker has started;
        that is waited for, with patience."""
        self._client = client
        self._name = name
        self._patience_s = patience.total_seconds()

    async def look(self) -> DeploymentState:
        """Raise NotFound where no versioned worker has ever asked for work."""
        info = await self._describe()
        routing = info.routing_config
        versions = [
            VersionState(
                build_id=summary.deployment_version.build_id,
                status=_status(summary.status),
                open_runs=await self._open_runs(summary.deployment_version.build_id),
                was_current_until=summary.last_current_time.ToDatetime(UTC)
                if summary.HasField("last_current_time")
                else _NEVER,
            )
            for summary in sorted(
                info.version_summaries, key=lambda s: s.create_time.ToDatetime(), reverse=True
            )
        ]
        return DeploymentState(
            name=self._name,
            current=routing.current_deployment_version.build_id or None,
            ramping=routing.ramping_deployment_version.build_id or None,
            percent=routing.ramping_version_percentage,
            versions=tuple(versions),
        )

    async def ramp(self, build_id: str, percent: float) -> None:
        """Send this share of new conversations, and of those that roll, to the version."""
        await self._patiently(lambda: self._set_ramp(build_id, percent))
        await self._settle()

    async def promote(self, build_id: str) -> None:
        """All new conversations, and all that roll, go to this version from now on."""
        state = await self._patiently(self.look)
        if state.ramping not in {None, build_id}:
            raise Conflict(f"{state.ramping} is ramping: `duralogue deploy rollback` ends that")
        if state.current != build_id:
            await self._patiently(lambda: self._set_current(build_id))
            await self._settle()

    async def roll_back(self) -> str:
        """End a ramp; else make the version current again that was before. Returns which is."""
        state = await self.look()
        if state.ramping is not None and state.current is not None:
            await self._set_ramp("", 0)
            await self._settle()
            return state.current
        before = state.before_current()
        if before is None:
            raise Conflict("no version was current before this one")
        await self._set_current(before.build_id)
        await self._settle()
        return before.build_id

    async def _set_ramp(self, build_id: str, percent: float) -> None:
        await _answered(
            self._client.workflow_service.set_worker_deployment_ramping_version(
                SetWorkerDeploymentRampingVersionRequest(
                    namespace=self._client.namespace,
                    deployment_name=self._name,
                    build_id=build_id,
                    percentage=percent,
                ),
                timeout=_RPC_TIMEOUT,
            )
        )

    async def _set_current(self, build_id: str) -> None:
        await _answered(
            self._client.workflow_service.set_worker_deployment_current_version(
                SetWorkerDeploymentCurrentVersionRequest(
                    namespace=self._client.namespace,
                    deployment_name=self._name,
                    build_id=build_id,
                ),
                timeout=_RPC_TIMEOUT,
            )
        )

    async def _patiently(self, ask: Callable[[], Awaitable[_T]]) -> _T:
        until = asyncio.get_running_loop().time() + self._patience_s
        while True:
            try:
                return await ask()
            except (NotFound, Conflict):
                if asyncio.get_running_loop().time() >= until:
                    raise
            await asyncio.sleep(_LOOK_EVERY_S)

    async def _settle(self) -> None:
        """Until every task queue knows the new routing. What rolls before it does stays where it is
        and is asked to roll again, so a server that takes its time is not waited for to the end."""
        under_way = RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS
        for _ in range(_MOST_LOOKS):
            if (await self._describe()).routing_config_update_state != under_way:
                return
            await asyncio.sleep(_LOOK_EVERY_S)

    async def _describe(self) -> WorkerDeploymentInfo:
        described = await _answered(
            self._client.workflow_service.describe_worker_deployment(
                DescribeWorkerDeploymentRequest(
                    namespace=self._client.namespace, deployment_name=self._name
                ),
                timeout=_RPC_TIMEOUT,
            )
        )
        return described.worker_deployment_info

    async def _open_runs(self, build_id: str) -> int:
        counted = await _answered(
            self._client.count_workflows(
                f"TemporalWorkerDeploymentVersion = '{self._name}:{build_id}'"
                " AND ExecutionStatus = 'Running'",
                rpc_timeout=_RPC_TIMEOUT,
            )
        )
        return counted.count


def _status(status: "WorkerDeploymentVersionStatus.ValueType") -> str:
    name = WorkerDeploymentVersionStatus.Name(status)
    return name.removeprefix("WORKER_DEPLOYMENT_VERSION_STATUS_").lower()


async def _answered(call: Awaitable[_T]) -> _T:
    try:
        return await call
    except RPCError as error:
        raise _as_domain_error(error) from error


def _as_domain_error(error: RPCError) -> DuralogueError:
    if error.status is RPCStatusCode.NOT_FOUND:
        return NotFound(
            f"{error.message}; a version is known once one of its workers has asked for work: "
            "`duralogue worker conversations --version BUILD_ID`"
        )
    if error.status is RPCStatusCode.FAILED_PRECONDITION:
        return Conflict(error.message)
    if is_unavailable(error):
        return DependencyUnavailable(f"Temporal: {error.message}")
    return DependencyRejected(f"Temporal refused: {error.message}")
