"""`duralogue staff add`: a token for a person of the tenant's."""

import asyncio
from typing import Annotated

import typer

from domain.staff import StaffRole
from infra.settings import Settings


def add(
    name: Annotated[str, typer.Argument(help="The person's name, as customers will read it.")],
    role: Annotated[StaffRole, typer.Option(help="What the person may do.")],
    tenant: Annotated[str, typer.Option(help="The tenant's id, for example acme.")],
) -> None:
    """Make a staff token. It is shown once: only its hash is kept."""
    from duralogue.publishing import add_staff

    typer.echo(asyncio.run(add_staff(Settings.load(), tenant, name, role)))
