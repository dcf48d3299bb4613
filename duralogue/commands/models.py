"""`duralogue connect model` and `duralogue models …`: a tenant's hosted language models."""

import asyncio
import sys
from typing import Annotated

import typer

from duralogue.tables import aligned
from infra.settings import Settings, read_secret

_COLUMNS = ("name", "model", "address", "key", "$ in/out per million", "connected")
STDIN = "-"

Tenant = Annotated[str, typer.Argument(help="The tenant's id, for example acme.")]
Name = Annotated[str, typer.Argument(help="As tenant.yaml's `models:` calls it: small.")]
Price = Annotated[str | None, typer.Option(help="US dollars for a million tokens, such as 2.50.")]


def connect(  # noqa: PLR0913 - one for each option
    tenant: Tenant,
    name: Name,
    *,
    kind: Annotated[str, typer.Option(help="cohere, or openai for any compatible server.")],
    model: Annotated[str, typer.Option(help="The vendor's id, such as command-a-03-2025.")],
    url: Annotated[
        str | None, typer.Option(help="The server's address; Cohere's own by default.")
    ] = None,
    price_in: Price = None,
    price_out: Price = None,
    key: Annotated[
        str | None,
        typer.Option(help="Only `-`: ask for the key, or read it from standard input."),
    ] = None,
    key_env: Annotated[
        str | None, typer.Option(help="The environment variable that holds the key.")
    ] = None,
) -> None:
    """Connect a hosted model, or change it. Running workers notice within 10 s."""
    from duralogue.model_connections import connect_model

    given = {
        "name": name,
        "kind": kind,
        "url": url,
        "model": model,
        "price_in": price_in,
        "price_out": price_out,
    }
    secret = _key(key, key_env)
    typer.echo(asyncio.run(connect_model(Settings.load(), tenant, given, secret)))


def show(tenant: Tenant) -> None:
    """List the models connected to a tenant; never a key."""
    from duralogue.model_connections import list_models

    rows = [
        (
            one.name,
            f"{one.kind}/{one.model}",
            one.url,
            "yes" if one.has_key else "none",
            f"{one.price.input} / {one.price.output}",
            f"{one.connected_at:%Y-%m-%d %H:%M}",
        )
        for one in asyncio.run(list_models(Settings.load(), tenant))
    ]
    for line in aligned([_COLUMNS, *rows]):
        typer.echo(line)


def remove(tenant: Tenant, name: Name) -> None:
    """Disconnect a model and delete its key; its chains go on with the others."""
    from duralogue.model_connections import remove_model

    asyncio.run(remove_model(Settings.load(), tenant, name))
    typer.echo(f"{tenant}: {name} is no longer connected")


def _key(given: str | None, variable: str | None) -> str | None:
    """Never from an argument, which every user of the machine can read."""
    if given not in {None, STDIN}:
        raise typer.BadParameter(
            "a key is never an argument: `--key -` asks for it or reads it from standard input",
            param_hint="--key",
        )
    if given is not None and variable is not None:
        raise typer.BadParameter("give --key - or --key-env, not both")
    if variable is not None:
        return read_secret(variable)
    if given is None:
        return None
    if sys.stdin.isatty():
        return str(typer.prompt("Key", hide_input=True)).strip()
    return sys.stdin.readline().strip()
