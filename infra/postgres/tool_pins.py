"""Definitions of MCP servers' tools that an operator has approved."""

import json
from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.mcp_tools import ToolPin
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.postgres.serialization import storable

_OF = """
SELECT p.server, p.tool, p.digest, p.identity, p.definition, p.approved_by, p.approved_at,
    d.reason AS disabled, d.disabled_at
FROM mcp_tool_pins p LEFT JOIN mcp_tools_disabled d USING (tenant_id, server, tool)
WHERE p.tenant_id = %(tenant)s AND p.server = %(server)s ORDER BY p.tool
"""
_APPROVE = """
INSERT INTO mcp_tool_pins
    (tenant_id, server, tool, digest, identity, definition, approved_by, approved_at)
VALUES (%(tenant)s, %(server)s, %(tool)s, %(digest)s, %(identity)s, %(definition)s, %(by)s, %(at)s)
ON CONFLICT (tenant_id, server, tool) DO UPDATE
SET digest = excluded.digest, identity = excluded.identity, definition = excluded.definition,
    approved_by = excluded.approved_by, approved_at = excluded.approved_at
"""
_WITHDRAW = """
DELETE FROM mcp_tool_pins
WHERE tenant_id = %(tenant)s AND server = %(server)s AND tool = ANY(%(tools)s)
"""
_DISABLED = """
WITH known AS (
    INSERT INTO mcp_tenants (tenant) VALUES (%(tenant)s) ON CONFLICT (tenant) DO NOTHING
)
INSERT INTO mcp_tools_disabled (tenant_id, server, tool, reason)
VALUES (%(tenant)s, %(server)s, %(tool)s, %(reason)s)
ON CONFLICT (tenant_id, server, tool) DO UPDATE
SET reason = excluded.reason, disabled_at = now()
WHERE mcp_tools_disabled.reason <> excluded.reason
"""
_ENABLED = """
DELETE FROM mcp_tools_disabled
WHERE tenant_id = %(tenant)s AND server = %(server)s AND tool = ANY(%(tools)s)
"""


_TENANTS = "SELECT tenant FROM mcp_tenants ORDER BY tenant"
_ALL_DISABLED = """
SELECT tenant_id, server, tool, reason FROM mcp_tools_disabled
WHERE tenant_id = %(tenant)s ORDER BY server, tool
"""


class DisabledTool(BaseModel):
    """A tool that was wanted and not called."""

    tenant_id: str
    server: str
    tool: str
    reason: str


async def disabled_tools(engine: AsyncEngine) -> list[DisabledTool]:
    """Of all tenants, for the operator."""
    async with engine.connect() as connection:
        tenants = (await connection.exec_driver_sql(_TENANTS)).scalars().all()
    found: list[DisabledTool] = []
    for tenant in tenants:
        rows = await tenant_rows(engine, tenant, _ALL_DISABLED, {"tenant": tenant})
        found += [DisabledTool.model_validate(row) for row in rows]
    return found


class PostgresToolPins:
    """Implements `ToolPins` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, tenant_id: str, server: str) -> list[ToolPin]:
        values = {"tenant": tenant_id, "server": server}
        found = await tenant_rows(self._engine, tenant_id, _OF, values)
        return [ToolPin.model_validate(dict(row)) for row in found]

    async def approve(self, tenant_id: str, server: str, pins: Sequence[ToolPin]) -> None:
        for pin in pins:
            values = {
                "tenant": tenant_id,
                "server": server,
                "tool": pin.tool,
                "digest": pin.digest,
                "identity": storable(pin.identity.model_dump_json()),
                "definition": storable(json.dumps(pin.definition.model_dump())),
                "by": pin.approved_by,
                "at": pin.approved_at,
            }
            await tenant_write(self._engine, tenant_id, _APPROVE, values)
            await self.note(tenant_id, server, pin.tool, None)

    async def withdraw(self, tenant_id: str, server: str, tools: Sequence[str]) -> None:
        values = {"tenant": tenant_id, "server": server, "tools": list(tools)}
        await tenant_write(self._engine, tenant_id, _WITHDRAW, values)
        await tenant_write(self._engine, tenant_id, _ENABLED, values)

    async def note(self, tenant_id: str, server: str, tool: str, disabled: str | None) -> None:
        values = {"tenant": tenant_id, "server": server, "tool": tool}
        if disabled is None:
            gone = values | {"tools": [tool]}
            await tenant_write(self._engine, tenant_id, _ENABLED, gone)
        else:
            await tenant_write(self._engine, tenant_id, _DISABLED, values | {"reason": disabled})
