"""A tenant with short service levels, its team, and what the API says of their desk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from domain.staff import StaffRole
from duralogue.embedded.own_commands import run_command
from duralogue.embedded.stack import Stack
from duralogue.new_tenant import Answers, make_tenant
from infra.postgres.engine import create_engine
from infra.postgres.staff import PostgresStaff
from tests.support import plain_http

TENANT = "kiosk"
ASK_FOR_PERSON = "talk to a human"
_LIVES = timedelta(hours=8)
_WITHIN_S = 300
_HANDOFFS = """general:
  queue: support
  first_reply: 3s
  csat: true
  return_to: bot
  nobody: {offer: [wait, ticket]}
"""
_SHIPPING = """---
title: Shipping
---
# Shipping

## How long shipping takes
Shipping takes three working days within Europe.
"""
_DESK = """
desk:
  disposition_required: true
  dispositions:
    solved: {label: Solved}
    complaint: {label: Complaint, note_required: true}
"""


@dataclass(frozen=True)
class Member:
    """Somebody of the team, as the API knows them."""

    name: str
    token: str
    api: httpx.AsyncClient

    async def get(self, path: str, **query: Any) -> Any:
        """Its own page reads as the same agent: where both were too quick, it waits as told."""
        for _ in range(3):
            answer = await self.api.get(path, params=query)
            if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                break
            await asyncio.sleep(float(answer.headers["Retry-After"]))
        answer.raise_for_status()
        return answer.json()


@dataclass(frozen=True)
class Team:
    url: str
    sam: Member
    kim: Member
    sue: Member
    """The supervisor."""


def write_kiosk(folder: Path) -> Path:
    """Always open, and quick to say that somebody has waited too long."""
    place = folder / TENANT
    make_tenant(place, Answers("Kiosk", ("en",), "Europe/Berlin", "Kit", {}))
    handoffs = place / "handoff.yaml"
    handoffs.write_text(handoffs.read_text().partition("general:")[0] + _HANDOFFS)
    (place / "knowledge" / "shipping.en.md").write_text(_SHIPPING)
    tenant = place / "tenant.yaml"
    tenant.write_text(tenant.read_text() + _DESK)
    return place


@asynccontextmanager
async def team_of(stack: Stack, folder: Path) -> AsyncIterator[Team]:
    """Publish the kiosk on a running stack, and hire its people."""
    await run_command(
        *("seed", str(write_kiosk(folder)), str(folder / "tokens.json")),
        environment=stack.environment_of("seed"),
        within_s=_WITHIN_S,
        purpose="publishing the kiosk",
    )
    engine = create_engine(stack.settings.require_database_url())
    staff, url = PostgresStaff(engine), stack.ports.gateway_url

    async def hire(name: str, role: StaffRole) -> Member:
        token = await staff.add(TENANT, name, role, valid_for=_LIVES)
        return Member(
            name,
            token,
            plain_http(
                base_url=f"{url}/v1/tenants/{TENANT}",
                headers={"Authorization": f"Bearer {token}"},
                timeout=60,
            ),
        )

    try:
        sam, kim = await hire("Sam Agent", StaffRole.AGENT), await hire("Kim", StaffRole.AGENT)
        sue = await hire("Sue Lead", StaffRole.SUPERVISOR)
        yield Team(url, sam, kim, sue)
        for each in (sam, kim, sue):
            await each.api.aclose()
    finally:
        await engine.dispose()
