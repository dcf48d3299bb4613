"""`python -m example_shop serve` and `python -m example_shop openapi`."""

import asyncio
import json
import sys
from typing import Annotated

import typer
from pydantic import ValidationError

from example_shop.app import openapi_document
from example_shop.server import build_server
from example_shop.settings import ShopSettings

cli = typer.Typer(help="The shop of the quick start.", add_completion=False)


@cli.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Zero takes any.", min=0, max=65535)] = None,
    host: Annotated[str | None, typer.Option(help="Where to listen.")] = None,
) -> None:
    """Serve the shop until it is told to stop; it prints its address once it is ready."""
    given = {"port": port, "host": host}
    chosen = {name: value for name, value in given.items() if value is not None}
    asyncio.run(_serve(_read_settings().model_copy(update=chosen)))


@cli.command()
def openapi() -> None:
    """Print the shop's OpenAPI document."""
    json.dump(openapi_document(), sys.stdout, indent=2)
    sys.stdout.write("\n")


def _read_settings() -> ShopSettings:
    try:
        return ShopSettings()
    except ValidationError as error:
        for problem in error.errors(include_input=False):
            name = "_".join(["SHOP", *map(str, problem["loc"])]).upper()
            typer.echo(f"{name}: {problem['msg']}", err=True)
        raise typer.Exit(2) from error


async def _serve(settings: ShopSettings) -> None:
    server = build_server(settings)
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve())
        await server.listening.wait()
        typer.echo(f"example shop: {server.address}")


cli()
