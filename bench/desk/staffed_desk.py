"""Agents of the benchmarked tenant: their tokens, their queues, and what they ask."""

import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx
from psycopg import AsyncConnection

from bench.desk.requests import Asked
from bench.measurements import Measured
from bench.stack import TENANT
from domain.staff import StaffRole
from infra.postgres.engine import create_engine
from infra.postgres.staff import PostgresStaff

AGENTS: Final = 200
_SECONDS: Final = 60.0
_PROFILES: Final = """
INSERT INTO agent_profiles (tenant_id, agent, queues)
SELECT %(tenant)s, 'Agent ' || n, ARRAY[(ARRAY['support', 'returns'])[1 + n / 2 %% 2]]
FROM generate_series(1, %(agents)s) n WHERE n %% 2 = 0
"""
_PRESENCE: Final = """
INSERT INTO agent_presence (tenant_id, agent, chosen, since, heard_until, idle_since, effective)
SELECT %(tenant)s, 'Agent ' || n, 'available', now(), now() + interval '1 day', now(), 'available'
FROM generate_series(1, %(agents)s) n
"""


async def hire(url: str, connection: AsyncConnection[Any]) -> list[str]:
    """Their tokens. Half of them serve one queue, the others all; everybody is there."""
    engine = create_engine(url)
    staff = PostgresStaff(engine)
    tokens = [
        await staff.add(TENANT, f"Agent {number}", StaffRole.AGENT)
        for number in range(1, AGENTS + 1)
    ]
    await engine.dispose()
    values = {"tenant": TENANT, "agents": AGENTS}
    await connection.execute(_PROFILES, values)
    await connection.execute(_PRESENCE, values)
    return tokens


class Desk:
    """The desk's API, as one after another of the agents asks it."""

    def __init__(self, gateway_url: str, tokens: list[str]) -> None:
        self._tokens = tokens
        self._turn = 0
        self._http = httpx.AsyncClient(
            base_url=f"{gateway_url}/v1/tenants/{TENANT}/",
            timeout=_SECONDS,
            trust_env=False,
            limits=httpx.Limits(keepalive_expiry=1),
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(self, asked: Asked, measured: Measured) -> float:
        """Milliseconds; a refusal counts as a failure."""
        if asked.of_any_queue:
            self._serve_every_queue()
        began = time.perf_counter()
        answer = await self._http.get(asked.path, params=asked.params, headers=self.next_agent())
        return _counted(measured, answer, began)

    async def claim(self, handoff_id: str, measured: Measured) -> float:
        self._serve_every_queue()
        began = time.perf_counter()
        headers = self.next_agent()
        answer = await self._http.post(f"handoffs/{handoff_id}/claim", headers=headers)
        return _counted(measured, answer, began)

    def _serve_every_queue(self) -> None:
        """The next agent is one who does: every other serves one queue and sees no other."""
        self._turn += 1 - self._turn % 2

    def next_agent(self) -> Mapping[str, str]:
        self._turn += 1
        return {"Authorization": f"Bearer {self._tokens[self._turn % len(self._tokens)]}"}


def _counted(measured: Measured, answer: httpx.Response, began: float) -> float:
    took_ms = (time.perf_counter() - began) * 1000
    if answer.is_success:
        measured.note(took_ms)
    else:
        measured.failed += 1
    return took_ms


async def bare(
    connection: AsyncConnection[Any], statement: tuple[str, Mapping[str, Any]], measured: Measured
) -> None:
    """The floor: one statement, as the owner of the tables."""
    began = time.perf_counter()
    found = await connection.execute(statement[0].encode(), {"tenant": TENANT, **statement[1]})
    await found.fetchall()
    measured.note((time.perf_counter() - began) * 1000)


Statements = Iterator[tuple[str, Mapping[str, Any]]]
