"""`duralogue check`, `test`, `publish` and `knowledge`: a tenant's folder."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import DependencyUnavailable
from infra.settings import Settings

Folder = Annotated[
    Path, typer.Argument(exists=True, file_okay=False, help="A tenant's folder: tenants/acme.")
]


def check(folder: Folder) -> None:
    """Compile a tenant's files and list every mistake, with file, line and the closest name."""
    from duralogue import bot_commands

    raise typer.Exit(bot_commands.check(folder, connected_models=_connected_models))


def run_tests(
    folder: Folder,
    *,
    live: Annotated[bool, typer.Option(help="Run them against the running stack.")] = False,
) -> None:
    """Run the test conversations in a tenant's folder."""
    from duralogue import bot_commands

    raise typer.Exit(bot_commands.test(folder, live=live))


def explain(
    folder: Folder,
    text: Annotated[str, typer.Argument(help="What a customer writes.")] = "",
    *,
    locale: Annotated[str, typer.Option(help="The conversation's, such as de.")] = "",
    conversation: Annotated[
        str, typer.Option(help="Instead of a text: the answers of this conversation's models.")
    ] = "",
    turn: Annotated[str, typer.Option(help="Only of this turn, such as s1t2.")] = "",
) -> None:
    """Show how a message is understood, and why; or, of a conversation, how a hosted model's
    answers came about: model, prompt, passages, checks, tokens and cost."""
    if conversation:
        from duralogue import answer_explanations

        explained = answer_explanations.explain(
            Settings.load(), folder.resolve().name, conversation, turn
        )
        for line in asyncio.run(explained):
            typer.echo(line)
        return
    if not text:
        raise typer.BadParameter("write a text, or --conversation with an id", param_hint="TEXT")
    from duralogue import bot_commands

    raise typer.Exit(bot_commands.explain(folder, text, locale=locale))


def publish(folder: Folder) -> None:
    """Store the folder as an immutable revision and make it the current one."""
    from duralogue import publication

    typer.echo(asyncio.run(publication.publish(Settings.load(), folder)))


def sync_knowledge(folder: Folder) -> None:
    """Index what changed in the folder's knowledge, and drop what was removed."""
    from duralogue import knowledge_publication, publication

    report = asyncio.run(publication.sync_knowledge(Settings.load(), folder))
    typer.echo(knowledge_publication.synced(report))
    raise typer.Exit(1 if report.failed else 0)


def migrate_conversations(
    tenant: Annotated[str, typer.Argument(help="The tenant's id, for example acme.")],
    to: Annotated[
        str | None,
        typer.Option(help="A revision, or its first letters; by default the current one."),
    ] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only report what would break.")
    ] = False,
) -> None:
    """Move open conversations to another revision of their bot, if they can continue on it."""
    from duralogue import revision_migration

    moved = revision_migration.migrate(Settings.load(), tenant, to, typer.echo, dry_run=dry_run)
    raise typer.Exit(0 if asyncio.run(moved) else 1)


def _connected_models(tenant_id: str) -> tuple[str, ...] | None:
    """None where no database is at hand: check needs none."""
    from duralogue.model_connections import connected_model_names

    settings = Settings.load()
    if settings.database_url is None:
        return None
    with suppress(DependencyUnavailable):
        return asyncio.run(connected_model_names(settings, tenant_id))
    return None
