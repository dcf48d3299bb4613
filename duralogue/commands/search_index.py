"""`duralogue knowledge reindex`: a tenant's passages written to Elasticsearch anew."""

import asyncio
from typing import Annotated

import typer

from infra.settings import Settings


def reindex(
    tenant: Annotated[str, typer.Argument(help="The tenant's id, for example acme.")],
) -> None:
    """Write a tenant's passages to Elasticsearch anew; PostgreSQL answers until that is done."""
    from duralogue.search_rebuild import rebuild

    typer.echo(asyncio.run(rebuild(Settings.load(), tenant)))
