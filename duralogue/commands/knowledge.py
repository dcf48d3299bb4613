"""`duralogue knowledge status`, `rollback` and `reindex`: which documents customers see."""

import asyncio
from typing import Annotated

import typer

from infra.settings import Settings

Tenant = Annotated[str, typer.Argument(help="The tenant's id, for example acme.")]


def status(tenant: Tenant) -> None:
    """Say which sync made what customers are answered from, and what of the sources fails."""
    from duralogue import knowledge_generations, knowledge_publication

    settings = Settings.load()
    typer.echo(asyncio.run(knowledge_generations.status(settings, tenant)))
    typer.echo(asyncio.run(knowledge_publication.knowledge_status(settings, tenant)))


def rollback(tenant: Tenant) -> None:
    """Go back to the documents before the last sync; the next sync indexes its sources again."""
    from duralogue import knowledge_generations

    typer.echo(asyncio.run(knowledge_generations.roll_back(Settings.load(), tenant)))


def reindex(tenant: Tenant) -> None:
    """Write a tenant's passages to Elasticsearch anew; PostgreSQL answers until that is done."""
    from duralogue.search_rebuild import rebuild

    typer.echo(asyncio.run(rebuild(Settings.load(), tenant)))
