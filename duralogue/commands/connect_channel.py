"""`duralogue connect channel …`: the accounts through which a tenant uses channels."""

import asyncio
from typing import Annotated

import typer

from domain.channel_addresses import Channel
from duralogue.tables import aligned
from infra.settings import Settings

_COLUMNS = ("channel", "account", "secrets", "connected", "")

Tenant = Annotated[str, typer.Option(help="The tenant's id, for example acme.")]
Account = Annotated[str, typer.Argument(help="Your own name for the account, for example support.")]


def webhook(
    account: Account,
    tenant: Tenant,
    url: Annotated[
        str | None,
        typer.Option(help="Where replies are posted, for example https://chat.example/replies."),
    ] = None,
    *,
    new_secret: Annotated[
        bool, typer.Option("--new-secret", help="Make a new secret; the old one stays valid.")
    ] = False,
    drop_old_secret: Annotated[
        bool, typer.Option("--drop-old-secret", help="Accept only the newest secret.")
    ] = False,
) -> None:
    """Connect a chat of the tenant's own making, or change its URL or secret.

    The signing secret is made here and shown once. Running parts notice a change within 10 s.
    """
    from duralogue.channel_connections import connect_webhook

    if new_secret and drop_old_secret:
        raise typer.BadParameter("say --new-secret or --drop-old-secret, not both")
    lines = asyncio.run(
        connect_webhook(
            Settings.load(),
            tenant,
            account,
            url=url,
            new_secret=new_secret,
            drop_old_secret=drop_old_secret,
        )
    )
    for line in lines:
        typer.echo(line)


def show(tenant: Tenant) -> None:
    """List the accounts of a tenant on its channels; never a secret."""
    from duralogue.channel_connections import list_accounts

    found = asyncio.run(list_accounts(Settings.load(), tenant))
    rows = [
        (
            one.channel.value,
            one.account,
            ", ".join(one.secrets) or "none",
            f"{one.connected_at:%Y-%m-%d %H:%M}",
            f"ended: {one.end_reason}" if one.end_reason is not None else "",
        )
        for one in found
    ]
    head, *lines = aligned([_COLUMNS, *rows])
    typer.echo(head)
    for line, one in zip(lines, found, strict=True):
        typer.echo(line)
        # Beside each other they would be wider than any terminal: a workspace has a dozen scopes.
        for name, value in sorted(one.settings.items()):
            typer.echo(f"    {name}: {', '.join(value.split(','))}")


def remove(
    channel: Annotated[Channel, typer.Argument(help="The channel, for example webhook.")],
    account: Account,
    tenant: Tenant,
) -> None:
    """Forget an account and its secrets: nothing comes in or goes out through it any more."""
    from duralogue.channel_connections import remove_account

    asyncio.run(remove_account(Settings.load(), tenant, channel, account))
    typer.echo(f"{tenant}: {account} is no longer connected to the channel {channel.value}")
