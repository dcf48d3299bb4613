"""`duralogue deliveries …`: what no provider and no server has taken, and sending it again."""

import asyncio
from typing import Annotated, Final

import typer

from domain.channel_addresses import Channel
from domain.deliveries import DeadLetter
from duralogue.plurals import counted
from duralogue.tables import aligned
from infra.settings import Settings

_NOT_FOUND: Final = 1
_COLUMNS: Final = ("id", "channel", "status", "said", "attempts", "reason")

Tenant = Annotated[str, typer.Option(help="The tenant's id, for example acme.")]
OnlyChannel = Annotated[Channel | None, typer.Option(help="Only this channel's.")]


def dead(tenant: Tenant, channel: OnlyChannel = None) -> None:
    """List deliveries that were given up, oldest first, with the reason of each."""
    from duralogue.dead_letters import list_dead_letters

    found = asyncio.run(list_dead_letters(Settings.load(), tenant, channel))
    for line in aligned([_COLUMNS, *(_row(letter) for letter in found)]):
        typer.echo(line)


def replay(
    tenant: Tenant,
    delivery_ids: Annotated[
        list[str] | None, typer.Argument(help="Ids that `duralogue deliveries dead` shows.")
    ] = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="All that nobody would see twice, at most 1000.")
    ] = False,
    channel: OnlyChannel = None,
) -> None:
    """Have them sent again by their conversations, in order. What fails again is listed again."""
    from duralogue.dead_letters import replay_dead_letters

    if bool(delivery_ids) == every:
        raise typer.BadParameter("name the deliveries, or say --all")
    found = asyncio.run(
        replay_dead_letters(Settings.load(), tenant, tuple(delivery_ids or ()), channel)
    )
    for letter in found:
        typer.echo(f"{letter.delivery_id}: will be sent again")
    typer.echo(f"{counted(len(found), 'delivery', 'deliveries')} will be sent again")
    known = {letter.delivery_id for letter in found}
    missing = [each for each in delivery_ids or () if each not in known]
    for each in missing:
        typer.echo(f"{each}: {tenant} has given up no such delivery", err=True)
    if missing:
        raise typer.Exit(_NOT_FOUND)


def _row(letter: DeadLetter) -> tuple[str, ...]:
    return (
        letter.delivery_id,
        letter.channel.value,
        letter.status.value,
        f"{letter.said_at:%Y-%m-%d %H:%M}",
        str(letter.attempts),
        "".join(each if each.isprintable() else "?" for each in letter.reason),
    )
