"""`duralogue check`, `test`, `publish` and `knowledge sync`: a tenant's folder."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from infra.settings import Settings

Folder = Annotated[
    Path, typer.Argument(exists=True, file_okay=False, help="A tenant's folder: tenants/acme.")
]


def check(folder: Folder) -> None:
    """Compile a tenant's files and tell of every mistake, with file, line and the nearest name."""
    from duralogue import bot_commands

    raise typer.Exit(bot_commands.check(folder))


def run_tests(
    folder: Folder,
    *,
    live: Annotated[bool, typer.Option(help="Against the running stack.")] = False,
) -> None:
    """Run the conversations that stand beside a tenant's flows."""
    from duralogue import bot_commands

    raise typer.Exit(bot_commands.test(folder, live=live))


def publish(folder: Folder) -> None:
    """Store the folder as an immutable revision and make it the current one."""
    from duralogue import publishing

    typer.echo(asyncio.run(publishing.publish(Settings.load(), folder)))


def sync_knowledge(folder: Folder) -> None:
    """Index what changed in the folder's knowledge, and forget what was removed."""
    from duralogue import publishing

    typer.echo(asyncio.run(publishing.sync_knowledge(Settings.load(), folder)))
