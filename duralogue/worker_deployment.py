"""Deploying a version of the workers: the change of routing, and the sweep after it."""

import sys
from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client

from domain.errors import ConfigurationError, DependencyUnavailable
from infra.settings import Settings
from infra.temporal.client import connect
from infra.temporal.deployments import DeploymentState, TemporalDeployment
from infra.temporal.roll_sweep import Sweep, SweepProgress


@dataclass(frozen=True)
class Pace:
    """How fast open conversations are moved: each that is woken may have to be replayed."""

    per_second: float
    within_minutes: float


async def status(settings: Settings) -> str:
    deployment = TemporalDeployment(await _temporal(settings), settings.duralogue_deployment)
    return in_words(await deployment.look())


async def ramp(settings: Settings, build_id: str, percent: float) -> str:
    deployment = TemporalDeployment(await _temporal(settings), settings.duralogue_deployment)
    await deployment.ramp(build_id, percent)
    return in_words(await deployment.look())


async def promote(settings: Settings, build_id: str, pace: Pace) -> str:
    client = await _temporal(settings)
    deployment = TemporalDeployment(client, settings.duralogue_deployment)
    await deployment.promote(build_id)
    return await _swept(client, deployment, settings.duralogue_deployment, build_id, pace)


async def roll_back(settings: Settings, pace: Pace) -> str:
    client = await _temporal(settings)
    deployment = TemporalDeployment(client, settings.duralogue_deployment)
    build_id = await deployment.roll_back()
    return await _swept(client, deployment, settings.duralogue_deployment, build_id, pace)


def in_words(state: DeploymentState) -> str:
    """A table for people."""
    lines = [f"deployment {state.name}, current version: {state.current or 'none'}"]
    if state.ramping is not None:
        lines.append(f"{state.ramping} ramps at {state.percent:g} % of new conversations")
    lines += ["", f"{'version':<24} {'status':<10} open"]
    lines += [f"{v.build_id:<24} {v.status:<10} {v.open_runs}" for v in state.versions]
    return "\n".join(lines)


async def _swept(
    client: Client, deployment: TemporalDeployment, name: str, build_id: str, pace: Pace
) -> str:
    print(f"{build_id} is current; moving open conversations to it", file=sys.stderr)  # noqa: T201
    left = await Sweep(client, name, keep=(build_id,)).run(
        per_second=pace.per_second, within=timedelta(minutes=pace.within_minutes), tell=_tell
    )
    if left:
        raise DependencyUnavailable(
            f"{build_id} is current, but {left} runs are still on other versions: keep the workers "
            f"of those running (a run moves on its own worker) and run `duralogue deploy promote "
            f"--version {build_id}` again"
        )
    return in_words(await deployment.look())


def _tell(progress: SweepProgress) -> None:
    print(  # noqa: T201 - the command's own progress
        f"asked {progress.asked}, {progress.remaining} still on another version", file=sys.stderr
    )


async def _temporal(settings: Settings) -> Client:
    """No database: nothing that is asked or told here has a payload to seal."""
    return await connect(
        settings.require_temporal_address(), settings.temporal_namespace, _NoKeys()
    )


class _NoKeys:
    """Implements `TenantKeys`: a payload, were there one, fails and is not sent unsealed."""

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        raise ConfigurationError(f"a deployment has no key of {tenant_id}")

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        raise ConfigurationError(f"a deployment has no key {key_id} of {tenant_id}")
