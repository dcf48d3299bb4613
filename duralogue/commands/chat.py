"""`duralogue chat`: a customer in a terminal, on the public API."""

import asyncio
from typing import Annotated

import typer

from infra.settings import Settings


def chat(
    tenant: Annotated[str, typer.Argument(help="The tenant to talk to.")] = "acme",
    url: Annotated[
        str | None, typer.Option(help="The gateway; by default that of `duralogue dev`.")
    ] = None,
    *,
    new: Annotated[bool, typer.Option("--new", help="Start a new conversation.")] = False,
) -> None:
    """Talk to a tenant's bot; continues the last conversation unless told otherwise."""
    from duralogue.terminal_chat import run_chat

    settings = Settings.load()
    gateway = url or settings.public_url or f"http://{settings.api_host}:{settings.api_port}"
    asyncio.run(run_chat(gateway, tenant, settings.duralogue_home, new=new))
