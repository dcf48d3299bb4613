"""`duralogue deploy`: which version of the workers conversations run on."""

import asyncio
from typing import Annotated

import typer

from infra.settings import Settings

Version = Annotated[
    str, typer.Option("--version", metavar="BUILD_ID", help="The build in question.")
]
PerSecond = Annotated[
    float,
    typer.Option(min=0.1, max=1000, help="How many open conversations to move each second."),
]
Minutes = Annotated[float, typer.Option(min=0.1, help="Give up after this long.")]

_A_GENTLE_SWEEP = 20.0
_AN_HOUR = 60.0


def status() -> None:
    """Show each version, its share, and how many open conversations still run on it."""
    from duralogue import worker_deployment

    typer.echo(asyncio.run(worker_deployment.status(Settings.load())))


def ramp(
    percent: Annotated[
        float, typer.Argument(min=0, max=100, help="The share of new conversations.")
    ],
    version: Version,
) -> None:
    """Try a version on a share of new conversations."""
    from duralogue import worker_deployment

    typer.echo(asyncio.run(worker_deployment.ramp(Settings.load(), version, percent)))


def promote(
    version: Version,
    per_second: PerSecond = _A_GENTLE_SWEEP,
    within_minutes: Minutes = _AN_HOUR,
) -> None:
    """Make a version current, then move open conversations to it until the old one is drained."""
    from duralogue import worker_deployment

    pace = worker_deployment.Pace(per_second, within_minutes)
    typer.echo(asyncio.run(worker_deployment.promote(Settings.load(), version, pace)))


def rollback(per_second: PerSecond = _A_GENTLE_SWEEP, within_minutes: Minutes = _AN_HOUR) -> None:
    """End a ramp, or go back to the previous version; then move open conversations to it."""
    from duralogue import worker_deployment

    pace = worker_deployment.Pace(per_second, within_minutes)
    typer.echo(asyncio.run(worker_deployment.roll_back(Settings.load(), pace)))
