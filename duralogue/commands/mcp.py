"""`duralogue connect mcp` and `duralogue mcp …`: servers of tools, and what is approved of them."""

import asyncio
import getpass
import sys
from typing import Annotated

import typer

from domain.errors import ConfigurationError
from duralogue.tables import aligned
from infra.settings import Settings, read_secret

_COLUMNS = ("tool", "state", "description")
_CHANGED = 1

Tenant = Annotated[str, typer.Argument(help="The tenant's id, for example acme.")]
Server = Annotated[str, typer.Argument(help="The server, as in tools.yaml: bistro.")]
Name = Annotated[str, typer.Argument(help="The server, as in tools.yaml: bistro.")]
TenantOption = Annotated[str, typer.Option("--tenant", help="The tenant's id, for example acme.")]
Url = Annotated[str, typer.Option(help="The address, for example https://bistro.example/mcp.")]
SecretEnv = Annotated[
    str | None, typer.Option(help="The environment variable that holds a bearer token.")
]
ClientId = Annotated[
    str | None, typer.Option(help="A client of the tenant's own, which signs in by itself.")
]
ClientSecretEnv = Annotated[
    str | None, typer.Option(help="The environment variable that holds the client's secret.")
]
Issuer = Annotated[
    str | None, typer.Option(help="The authorization server to which the client belongs.")
]
Scope = Annotated[str | None, typer.Option(help="What is asked for, separated by spaces.")]
SecretStdin = Annotated[
    bool, typer.Option("--secret-stdin", help="Read the bearer token from standard input.")
]
SignIn = Annotated[
    bool, typer.Option("--sign-in", help="Sign in with OAuth, in a browser on this machine.")
]
Tools = Annotated[list[str], typer.Argument(help="The tools, by the server's own names.")]


def connect(  # noqa: PLR0913 - each is an option of its own
    name: Name,
    *,
    tenant: TenantOption,
    url: Url,
    secret_env: SecretEnv = None,
    client_id: ClientId = None,
    client_secret_env: ClientSecretEnv = None,
    issuer: Issuer = None,
    scope: Scope = None,
    secret_stdin: SecretStdin = False,
    sign_in: SignIn = False,
) -> None:
    """Connect an MCP server over HTTP, or change how it is signed in to."""
    from domain.mcp_sign_ins import McpSignIn
    from duralogue.mcp_servers import client_sign_in, connect_server

    if sum([secret_env is not None, secret_stdin, client_id is not None, sign_in]) > 1:
        raise typer.BadParameter(
            "give one of --secret-env, --secret-stdin, --client-id and --sign-in"
        )
    secret = read_secret(secret_env) if secret_env is not None else None
    if secret_stdin:
        secret = sys.stdin.readline().strip()
    how = None
    if client_id is not None:
        given = read_secret(client_secret_env) if client_secret_env is not None else None
        how = client_sign_in(client_id, given, issuer, scope)
    elif sign_in:
        how = McpSignIn(grant="authorization_code", issuer=issuer, scope=scope)
    settings = Settings.load()
    told = asyncio.run(connect_server(settings, tenant, name, url, secret=secret, sign_in=how))
    typer.echo(told)
    if sign_in:
        _sign_in(settings, tenant, name, url)


def _sign_in(settings: Settings, tenant: str, name: str, url: str) -> None:
    from duralogue.mcp_sign_in import sign_in

    def show(address: str) -> None:
        typer.echo(f"Open this address and agree:\n{address}")

    asyncio.run(sign_in(settings, tenant, name, url, show=show))
    typer.echo(f"{tenant}: signed in to {name}")


def tools(tenant: Tenant, server: Server) -> None:
    """List what the server offers, and which of it the tenant's flows may call."""
    from duralogue.mcp_servers import list_tools

    found = asyncio.run(list_tools(Settings.load(), tenant, server))
    for line in aligned([_COLUMNS, *((row.name, row.state, row.description) for row in found)]):
        typer.echo(line)


def diff(tenant: Tenant, server: Server) -> None:
    """Show what differs from what was approved. Exit code 1 where something does."""
    from duralogue.mcp_servers import differences

    lines = asyncio.run(differences(Settings.load(), tenant, server))
    for line in lines or [f"{server}: as it was approved"]:
        typer.echo(line)
    raise typer.Exit(_CHANGED if lines else 0)


def approve(
    tenant: Tenant,
    server: Server,
    names: Tools,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; you have read `diff`.")] = False,
    by: Annotated[str, typer.Option(help="Who approves; the account's name by default.")] = "",
) -> None:
    """Pin tools as the server lists them now: these definitions are called, and no other."""
    from duralogue.mcp_servers import approve as pin

    def agrees(shown: str) -> bool:
        typer.echo(shown)
        return yes or typer.confirm("Approve it?")

    who = by or getpass.getuser()
    if not who.isprintable():
        raise ConfigurationError("by: a name without invisible characters")
    said = asyncio.run(pin(Settings.load(), tenant, server, names, by=who, agrees=agrees))
    for line in said:
        typer.echo(line)


def withdraw(tenant: Tenant, server: Server, names: Tools) -> None:
    """Take an approval back: the tools are not called any more."""
    from duralogue.mcp_servers import withdraw as forget

    asyncio.run(forget(Settings.load(), tenant, server, names))
    typer.echo(f"{tenant}: withdrawn of {server}: {', '.join(names)}")
