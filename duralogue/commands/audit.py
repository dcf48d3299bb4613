"""`duralogue audit …`: what staff did, and whether the log is whole."""

import asyncio
from typing import Annotated

import typer

from domain.audit import AuditEntry
from duralogue.tables import aligned
from infra.settings import Settings

Tenant = Annotated[str, typer.Option(help="The tenant's id, for example acme.")]


def show(
    tenant: Tenant,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, at most.")] = 50,
) -> None:
    """List what was done by whom, the latest last."""
    from duralogue.audit_administration import list_audit

    entries = asyncio.run(list_audit(Settings.load(), tenant, limit))
    rows = [_row(entry) for entry in reversed(entries)]
    for line in aligned([("no.", "at", "who", "role", "did", "to", "detail"), *rows]):
        typer.echo(line)


def verify(
    tenant: Tenant,
    holds: Annotated[
        str | None,
        typer.Option(help="NUMBER:HASH of an entry as an earlier check named it; must be there."),
    ] = None,
) -> None:
    """Check that each entry follows from the one before it; name the first that does not."""
    from duralogue.audit_administration import verify_audit

    verdict = asyncio.run(verify_audit(Settings.load(), tenant, holds))
    typer.echo(verdict.said)
    if not verdict.is_whole:
        raise typer.Exit(1)


def _row(entry: AuditEntry) -> tuple[str, ...]:
    return (
        str(entry.number),
        f"{entry.at:%Y-%m-%d %H:%M:%S}",
        entry.actor,
        entry.role,
        entry.action,
        entry.subject,
        entry.detail,
    )
