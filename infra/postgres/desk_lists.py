"""Pages of handoffs, by keyset: as quick at the end of a long list as at its beginning."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.desk.lists import (
    NEWEST_FIRST,
    DeskView,
    DeskViewer,
    HandoffCounts,
    HandoffFilter,
    ListPosition,
)
from domain.handoffs import Handoff
from infra.postgres.desk_visibility import HANDOFF_VISIBLE, seen_as
from infra.postgres.handoffs import COLUMNS

_AWAKE: Final = "(snoozed_until IS NULL OR snoozed_until <= now())"
# Who waited and has gone stands in no list of what is to be done until they come back.
_THERE: Final = "(status <> 'waiting' OR abandoned_at IS NULL)"
# A merged one is seen within the one with which it goes.
_OPEN: Final = "ended_at IS NULL AND merged_into IS NULL"
IN_VIEW: Final = {
    DeskView.WAITING: f"{_OPEN} AND status = 'waiting' AND {_THERE} AND {_AWAKE}",
    DeskView.MINE: (f"{_OPEN} AND status = 'claimed' AND assigned_agent = %(me)s AND {_AWAKE}"),
    DeskView.TEAM: f"{_OPEN} AND status = 'claimed' AND {_AWAKE}",
    DeskView.SNOOZED: f"{_OPEN} AND snoozed_until > now()",
    DeskView.BREACHED: f"{_OPEN} AND breached_at IS NOT NULL AND {_THERE} AND {_AWAKE}",
    DeskView.MERGED: "ended_at IS NULL AND merged_into IS NOT NULL",
    DeskView.CLOSED: "ended_at IS NOT NULL",
    DeskView.ALL: "true",
}
_VISIBLE: Final = f"tenant_id = %(tenant)s AND {HANDOFF_VISIBLE}"
_FILTERED: Final = """
AND (%(queue)s::text IS NULL OR queue = %(queue)s)
AND (%(agent)s::text IS NULL OR assigned_agent = %(agent)s)
AND (%(channel)s::text IS NULL OR channel = %(channel)s)
"""
_COUNTS: Final = f"""
SELECT {
    ", ".join(
        f"count(*) FILTER (WHERE {IN_VIEW[DeskView(name)]}) AS {name}"
        for name in HandoffCounts.model_fields
    )
} FROM handoffs WHERE {_VISIBLE} AND ended_at IS NULL
"""  # noqa: S608 - constants
_URGENT_FIRST: Final = "(NOT escalated), priority, opened_at, handoff_id"


def _page_of(view: DeskView, *, begins: bool) -> str:
    """Keys are compared as rows, so that the index is walked from the position on."""
    moment = "ended_at" if view is DeskView.CLOSED else "opened_at"
    if view in NEWEST_FIRST:
        order = f"{moment} DESC, handoff_id DESC"
        behind = f"({moment}, handoff_id) < (%(at)s, %(handoff)s)"
    else:
        order = _URGENT_FIRST
        behind = f"({order}) > (NOT %(escalated)s, %(priority)s, %(at)s, %(handoff)s)"
    position = "" if begins else f"AND {behind}"
    return (
        f"SELECT {COLUMNS} FROM handoffs WHERE {_VISIBLE} AND {IN_VIEW[view]} {_FILTERED}"  # noqa: S608
        f" {position} ORDER BY {order} LIMIT %(limit)s"
    )


_PAGES: Final = {
    (view, begins): _page_of(view, begins=begins) for view in DeskView for begins in (True, False)
}


async def page_of(
    connection: AsyncConnection,
    tenant_id: str,
    viewer: DeskViewer,
    wanted: HandoffFilter,
    *,
    position: ListPosition | None,
    limit: int,
) -> list[Handoff]:
    values: dict[str, Any] = {
        **_of(tenant_id, viewer),
        **wanted.model_dump(exclude={"view"}),
        "limit": limit,
    }
    if position is not None:
        values |= {
            "escalated": position.is_escalated,
            "priority": position.priority,
            "at": position.at,
            "handoff": position.handoff_id,
        }
    statement = _PAGES[wanted.view, position is None]
    rows = (await connection.exec_driver_sql(statement, values)).mappings().all()
    return [Handoff.model_validate(dict(row)) for row in rows]


async def counts_of(
    connection: AsyncConnection, tenant_id: str, viewer: DeskViewer
) -> HandoffCounts:
    row = (await connection.exec_driver_sql(_COUNTS, _of(tenant_id, viewer))).mappings().one()
    return HandoffCounts(**row)


def _of(tenant_id: str, viewer: DeskViewer) -> dict[str, Any]:
    return {"tenant": tenant_id, **seen_as(viewer)}
