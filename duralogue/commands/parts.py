"""`duralogue api`, `worker` and `migrate`: the parts one by one, as in production."""

import asyncio
from typing import Annotated

import typer

from duralogue.part_processes import run_gateway, run_queues
from workflows.queues import QUEUES


def api() -> None:
    """Run the gateway: HTTP in, events out."""
    run_gateway()


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
    run_queues(queues or (), version)


def migrate() -> None:
    """Bring the database to the newest schema, and register the search attributes."""
    from duralogue.embedded.temporal import register_search_attributes
    from infra.postgres.migrate import upgrade
    from infra.settings import Settings

    settings = Settings.load()
    upgrade(settings.require_database_url())
    typer.echo("database: at the schema of this release")
    if settings.temporal_address is not None:
        address, namespace = settings.temporal_address, settings.temporal_namespace
        asyncio.run(register_search_attributes(address, namespace))
        typer.echo(f"search attributes: registered in {namespace} at {address}")
