"""`duralogue api`, `worker` and `migrate`: the parts one by one, as in production."""

import asyncio
from typing import Annotated

import typer

from domain.errors import ConfigurationError
from duralogue.loading import loading
from infra.settings import Settings
from workflows.queues import QUEUES


def api() -> None:
    """Run the gateway: HTTP in, events out."""
    with loading():
        from duralogue.wiring.event_loop import run
        from duralogue.wiring.gateway import run_api

    settings = Settings.load_environment()
    run(run_api(settings), settings)


def worker(
    queues: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUEUE]…", help=f"From {', '.join(QUEUES)}; all of them by default."
        ),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(
            metavar="BUILD_ID", help="This build of the code; by default DURALOGUE_BUILD_ID."
        ),
    ] = None,
) -> None:
    """Run a worker for some task queues, or for all of them."""
    chosen = tuple(queues or QUEUES)
    for queue in chosen:
        if queue not in QUEUES:
            raise ConfigurationError(
                f"{queue} is not a task queue; choose from {', '.join(QUEUES)}"
            )

    with loading():
        from duralogue.wiring.event_loop import run
        from duralogue.wiring.workers import run_worker

    settings = Settings.load_environment()
    if version is not None:
        settings = settings.with_build_id(version)
    run(run_worker(settings, chosen), settings)


def migrate() -> None:
    """Bring the database to the newest schema, and register the search attributes."""
    from duralogue.embedded.temporal import register_search_attributes
    from infra.postgres.migrate import upgrade

    settings = Settings.load()
    upgrade(settings.require_database_url())
    typer.echo("database: at the schema of this release")
    if settings.temporal_address is not None:
        address, namespace = settings.temporal_address, settings.temporal_namespace
        asyncio.run(register_search_attributes(address, namespace))
        typer.echo(f"search attributes: registered in {namespace} at {address}")
