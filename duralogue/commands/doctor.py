"""`duralogue doctor`: what works on this machine, and what to do about the rest."""

import asyncio

import typer


def doctor() -> None:
    """Check everything that the product needs; one line each."""
    from duralogue.health import examine
    from infra.settings import Settings

    findings = asyncio.run(examine(Settings.load()))
    for finding in findings:
        typer.echo(str(finding))
    raise typer.Exit(0 if all(finding.is_fine for finding in findings) else 1)
