"""`duralogue connect model` and `duralogue models …`: a tenant's hosted language models."""

import asyncio
import sys
from typing import Annotated

import typer

from domain.language_models.account_views import DailyUsage
from duralogue.tables import aligned
from infra.settings import Settings, read_secret

_COLUMNS = ("name", "model", "address", "key", "$ in/out per million", "connected")
_USAGE_COLUMNS = (
    *("day", "name", "model", "for", "requests", "failed", "lost"),
    *("tokens in/out", "$", "first word"),
)
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
            f"{one.price.input} / {one.price.output}" if one.price else "unknown",
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


def usage(
    tenant: Tenant,
    days: Annotated[int, typer.Option(min=1, max=92, help="Today included (UTC).")] = 7,
) -> None:
    """Show how a tenant is served, what it has spent, and what each model took."""
    from duralogue.model_connections import model_usage

    found = asyncio.run(model_usage(Settings.load(), tenant, days=days))
    for level in found.levels:
        reason = f": {level.reason}" if level.reason else ""
        since = f"{level.since:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"{level.purpose}: {level.level} since {since}{reason}")
    for spent in found.spent:
        typer.echo(f"{spent.scope} {spent.key}: {spent.tokens} tokens, {spent.cost:.4f} $")
    if not found.days:
        typer.echo("no model has been asked in these days")
        return
    rows = [_usage_row(one) for one in found.days]
    for line in aligned([_USAGE_COLUMNS, *rows]):
        typer.echo(line)


def cache(
    tenant: Tenant,
    action: Annotated[str, typer.Argument(help="list or purge.")] = "list",
    *,
    entry: Annotated[str, typer.Option(help="Purge this entry, as `list` names it.")] = "",
    document: Annotated[str, typer.Option(help="Purge what cites this document.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Purge all of the tenant.")] = False,
    most: Annotated[int, typer.Option(min=1, max=1_000, help="How many to list.")] = 50,
) -> None:
    """List the answers that are kept for whoever asks the same, or purge some."""
    from duralogue.kept_answers import list_kept, purge_kept

    if action not in {"list", "purge"}:
        raise typer.BadParameter("must be list or purge", param_hint="ACTION")
    if action == "list":
        lines = asyncio.run(list_kept(Settings.load(), tenant, most=most))
        for line in lines or [f"{tenant} keeps no answers"]:
            typer.echo(line)
        return
    if sum(map(bool, (entry, document, everything))) != 1:
        raise typer.BadParameter("give one of --entry, --document and --all", param_hint="purge")
    gone = asyncio.run(purge_kept(Settings.load(), tenant, entry_id=entry, document_id=document))
    typer.echo(f"{tenant}: {gone} kept answers are purged")


def _usage_row(one: DailyUsage) -> tuple[str, ...]:
    tokens = f"{one.input_tokens} / {one.output_tokens}"
    first_word = "" if one.first_word_ms is None else f"{one.first_word_ms:.0f} ms"
    counts = (str(one.calls), str(one.failed), str(one.lost))
    about = (f"{one.day}", one.connection, one.model, one.purpose)
    return (*about, *counts, tokens, f"{one.cost:.4f}", first_word)
