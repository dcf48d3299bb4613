"""`duralogue staff …`: tokens for the tenant's own people, and their end."""

import asyncio
from datetime import datetime, timedelta
from typing import Annotated, Final

import typer

from domain.errors import InvalidInput
from domain.staff import TOKEN_LIFE, StaffRecord, StaffRole, staff_name
from duralogue.commands.lifetimes import life, life_or_now
from duralogue.tables import aligned
from infra.settings import Settings

_COLUMNS: Final = ("id", "name", "role", "created", "last used", "expires")


def _readable_name(written: str) -> str:
    try:
        return staff_name(written)
    except InvalidInput as error:
        raise typer.BadParameter(f"a name has {error.allowed}") from error


Tenant = Annotated[str, typer.Option(help="The tenant's id, for example acme.")]
StaffId = Annotated[str, typer.Argument(help="The id that `duralogue staff list` shows.")]


def add(
    name: Annotated[
        str,
        typer.Argument(help="The person's name, as customers will see it.", parser=_readable_name),
    ],
    role: Annotated[StaffRole, typer.Option(help="What the person may do.")],
    tenant: Tenant,
    expires: Annotated[
        timedelta, typer.Option(help="How long the token is valid: 30d, 12h.", parser=life)
    ] = f"{TOKEN_LIFE.days}d",  # type: ignore[assignment]  # the parser reads it
) -> None:
    """Create a staff token. It is shown once: only its hash is kept."""
    from duralogue.staff_administration import add_staff

    typer.echo(asyncio.run(add_staff(Settings.load(), tenant, name, role, valid_for=expires)))


def show(tenant: Tenant) -> None:
    """List the tenant's people, including those whose token has expired; never a token."""
    from duralogue.staff_administration import list_staff

    people = asyncio.run(list_staff(Settings.load(), tenant))
    for line in aligned([_COLUMNS, *(_row(person) for person in people)]):
        typer.echo(line)


def revoke(staff_id: StaffId, tenant: Tenant) -> None:
    """End a token and whatever is signed in with it, at once and for good."""
    from duralogue.staff_administration import revoke_staff

    asyncio.run(revoke_staff(Settings.load(), tenant, staff_id))
    typer.echo(f"{staff_id}: revoked")


def expire(
    staff_id: StaffId,
    tenant: Tenant,
    expires: Annotated[
        timedelta,
        typer.Option(
            help="How long it stays valid from now on: 30d, 12h, now.", parser=life_or_now
        ),
    ] = "now",  # type: ignore[assignment]  # the parser reads it
) -> None:
    """Change when a token expires: now, sooner or later."""
    from duralogue.staff_administration import expire_staff

    asyncio.run(expire_staff(Settings.load(), tenant, staff_id, expires))
    typer.echo(f"{staff_id}: {f'expires in {expires}' if expires else 'expired'}")


def sessions(tenant: Tenant) -> None:
    """List the browsers that are signed in, the one that was used last first."""
    from duralogue.staff_administration import list_sessions

    found = asyncio.run(list_sessions(Settings.load(), tenant))
    rows = [
        (
            each.session_id,
            _printable(each.name),
            each.method.value,
            _minute(each.began_at),
            _minute(each.used_at),
            _minute(each.ends_at),
        )
        for each in found
    ]
    for line in aligned([("id", "name", "by", "signed in", "last used", "ends"), *rows]):
        typer.echo(line)


def sign_out(
    tenant: Tenant,
    session: Annotated[
        str | None, typer.Option(help="The id that `duralogue staff sessions` shows.")
    ] = None,
    staff_id: Annotated[
        str | None, typer.Option(help="Somebody's id: ends all of their sessions.")
    ] = None,
) -> None:
    """Sign browsers out: one, or all of somebody's."""
    from duralogue.staff_administration import end_sessions

    if (session is None) == (staff_id is None):
        raise typer.BadParameter("name either --session or --staff-id")
    ended = asyncio.run(
        end_sessions(Settings.load(), tenant, session_id=session, staff_id=staff_id)
    )
    typer.echo(f"{ended} signed out")


def _row(person: StaffRecord) -> tuple[str, ...]:
    ends = f"revoked {_minute(person.revoked_at)}" if person.revoked_at else None
    return (
        person.staff_id,
        _printable(person.name),
        person.role.value,
        _minute(person.added_at),
        _minute(person.last_used_at),
        ends or _minute(person.expires_at),
    )


def _printable(name: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in name)


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "never"
