"""`duralogue keys …`: API keys for the tenant's own servers, and their end."""

import asyncio
import getpass
from datetime import datetime, timedelta
from typing import Annotated, Final

import typer

from domain.api_keys import KEY_LIFE, OVERLAP, ApiKeyRecord, ApiKeyScope, NewApiKey
from domain.errors import InvalidInput
from domain.rate_limits import Plan
from domain.staff import staff_name
from duralogue.commands.lifetimes import life, life_or_now
from duralogue.tables import aligned
from infra.settings import Settings

_COLUMNS: Final = (
    "id",
    "name",
    "scopes",
    "plan",
    "created",
    "by",
    "last used",
    "expires",
    "refused",
)


def _readable_name(written: str) -> str:
    try:
        return staff_name(written)
    except InvalidInput as error:
        raise typer.BadParameter(f"a name has {error.allowed}") from error


def _whoever_runs_it() -> str:
    try:
        return f"command line, {getpass.getuser()}"[:80]
    except (KeyError, OSError):  # no such user, as in some containers
        return "command line"


Tenant = Annotated[str, typer.Option(help="The tenant's id, for example acme.")]
KeyId = Annotated[str, typer.Argument(help="The id that `duralogue keys list` shows.")]
Expires = Annotated[
    timedelta, typer.Option(help="How long the key is valid: 90d, 12h.", parser=life)
]


def create(
    name: Annotated[
        str,
        typer.Argument(help="What the key is for, for example shop.", parser=_readable_name),
    ],
    scope: Annotated[list[ApiKeyScope], typer.Option(help="What the key may do; repeat it.")],
    tenant: Tenant,
    plan: Annotated[
        Plan, typer.Option(help="How much may be posted with it.")
    ] = Plan.AUTHENTICATED,
    expires: Expires = f"{KEY_LIFE.days}d",  # type: ignore[assignment]  # the parser reads it
) -> None:
    """Create an API key. It is shown once: only its hash is kept."""
    from duralogue.key_administration import make_key

    wanted = NewApiKey(
        name=name,
        scopes=frozenset(scope),
        plan=plan,
        valid_for=expires,
        made_by=_whoever_runs_it(),
    )
    typer.echo(asyncio.run(make_key(Settings.load(), tenant, wanted)))


def show(tenant: Tenant) -> None:
    """List the tenant's API keys, including those that have ended; never a key."""
    from duralogue.key_administration import list_keys

    found = asyncio.run(list_keys(Settings.load(), tenant))
    for line in aligned([_COLUMNS, *(_row(key) for key in found)]):
        typer.echo(line)


def rotate(
    key_id: KeyId,
    tenant: Tenant,
    overlap: Annotated[
        timedelta,
        typer.Option(help="How long the old key stays valid: 7d, 12h, now.", parser=life_or_now),
    ] = f"{OVERLAP.days}d",  # type: ignore[assignment]  # the parser reads it
    expires: Expires = f"{KEY_LIFE.days}d",  # type: ignore[assignment]  # the parser reads it
) -> None:
    """Create a key with the same name and scopes. The old one stays valid for a while."""
    from duralogue.key_administration import rotate_key

    made = rotate_key(
        Settings.load(),
        tenant,
        key_id,
        overlap=overlap,
        valid_for=expires,
        by=_whoever_runs_it(),
    )
    typer.echo(asyncio.run(made))


def revoke(key_id: KeyId, tenant: Tenant) -> None:
    """End a key at once and for good."""
    from duralogue.key_administration import revoke_key

    asyncio.run(revoke_key(Settings.load(), tenant, key_id, by=_whoever_runs_it()))
    typer.echo(f"{key_id}: revoked")


def _row(key: ApiKeyRecord) -> tuple[str, ...]:
    name = "".join(each if each.isprintable() else "?" for each in key.name)
    refused = f"{key.refused}, last: {key.last_refusal}" if key.refused else "0"
    return (
        key.key_id,
        f"{name} (replaces {key.replaces})" if key.replaces else name,
        ", ".join(sorted(key.scopes)),
        key.plan.value,
        _minute(key.made_at),
        key.made_by,
        _minute(key.last_used_at),
        f"revoked {_minute(key.revoked_at)}" if key.revoked_at else _minute(key.expires_at),
        refused,
    )


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "never"
