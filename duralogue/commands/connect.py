"""`duralogue connect …`: where a tenant's tools call, while the product runs."""

import asyncio
import sys
from typing import Annotated

import typer

from duralogue.tables import aligned
from infra.settings import Settings, read_secret

_COLUMNS = ("name", "address", "secrets", "connected")

Tenant = Annotated[str, typer.Option(help="The tenant's id, for example acme.")]
Name = Annotated[
    str, typer.Argument(help="The server or OpenAPI document, as in tools.yaml: shop.")
]


def backend(
    name: Name,
    tenant: Tenant,
    url: Annotated[str, typer.Option(help="The address, for example https://shop.example/api.")],
    secret_env: Annotated[
        str | None, typer.Option(help="The environment variable that holds the secret.")
    ] = None,
    secret_name: Annotated[
        str | None,
        typer.Option(help="The secret's name, as in tools.yaml; NAME_api_key by default."),
    ] = None,
    *,
    secret_stdin: Annotated[
        bool, typer.Option("--secret-stdin", help="Read the secret from standard input.")
    ] = False,
) -> None:
    """Connect a backend, or change its address or secret. Running workers notice within 10 s."""
    from duralogue.backend_connections import connect_backend

    if secret_env is not None and secret_stdin:
        raise typer.BadParameter("give --secret-env or --secret-stdin, not both")
    secret = read_secret(secret_env) if secret_env is not None else None
    if secret_stdin:
        secret = sys.stdin.readline().strip()
    typer.echo(
        asyncio.run(
            connect_backend(
                Settings.load(), tenant, name, url, secret=secret, secret_name=secret_name
            )
        )
    )


def show(tenant: Tenant) -> None:
    """List the backends connected to a tenant; never a secret."""
    from duralogue.backend_connections import list_backends

    found = asyncio.run(list_backends(Settings.load(), tenant))
    rows = [
        (one.name, one.url, ", ".join(one.secrets) or "none", f"{one.connected_at:%Y-%m-%d %H:%M}")
        for one in found
    ]
    for line in aligned([_COLUMNS, *rows]):
        typer.echo(line)


def remove(name: Name, tenant: Tenant) -> None:
    """Disconnect a backend and delete its secrets; the settings apply again."""
    from duralogue.backend_connections import remove_backend

    asyncio.run(remove_backend(Settings.load(), tenant, name))
    typer.echo(f"{tenant}: {name} is no longer connected")
