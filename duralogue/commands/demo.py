"""`duralogue demo`: a customer's day, played against a stack of its own."""

import asyncio
from typing import Annotated

import typer

from duralogue.embedded.extra import require_extra


def demo(
    tenant: Annotated[str, typer.Option(help="Whose day to play: acme or dentist.")] = "acme",
) -> None:
    """Play a customer's day through the public API, and check every answer."""
    require_extra("demo")
    from duralogue.demo import main

    raise typer.Exit(asyncio.run(main(tenant)))
