"""Sign-ins to MCP servers, sealed with the tenant's key: shredding that ends them too."""

import json

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError
from domain.mcp_sign_ins import McpSignIn
from domain.ports import TenantKeys
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.postgres.tenant_seals import Sealed, TenantSeal
from infra.sealing import BrokenSeal

_OF = """
SELECT key_id, sealed FROM mcp_sign_ins WHERE tenant_id = %(tenant)s AND server = %(server)s
"""
_KEEP = """
INSERT INTO mcp_sign_ins (tenant_id, server, key_id, sealed)
VALUES (%(tenant)s, %(server)s, %(key)s, %(sealed)s)
ON CONFLICT (tenant_id, server) DO UPDATE
SET key_id = excluded.key_id, sealed = excluded.sealed, changed_at = now()
"""
_REMOVE = """
DELETE FROM mcp_sign_ins WHERE tenant_id = %(tenant)s AND server = %(server)s
"""


class PostgresMcpSignIns:
    """Implements `McpSignIns` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._seal = TenantSeal(keys, "mcp_sign_in")

    async def of(self, tenant_id: str, server: str) -> McpSignIn | None:
        values = {"tenant": tenant_id, "server": server}
        found = await tenant_rows(self._engine, tenant_id, _OF, values)
        if not found:
            return None
        try:
            plain = await self._seal.open(tenant_id, server, Sealed(**found[0]))
        except BrokenSeal as error:
            raise ConfigurationError(
                f"the sign-in of {tenant_id} to {server!r} cannot be opened; connect it again"
            ) from error
        return McpSignIn.model_validate_json(plain)

    async def keep(self, tenant_id: str, server: str, sign_in: McpSignIn) -> None:
        kept = await self._seal.seal(tenant_id, server, _plain(sign_in))
        values = {
            "tenant": tenant_id,
            "server": server,
            "key": kept.key_id,
            "sealed": kept.sealed,
        }
        await tenant_write(self._engine, tenant_id, _KEEP, values)

    async def remove(self, tenant_id: str, server: str) -> None:
        values = {"tenant": tenant_id, "server": server}
        await tenant_write(self._engine, tenant_id, _REMOVE, values)


def _plain(sign_in: McpSignIn) -> bytes:
    secret = sign_in.client_secret.get_secret_value() if sign_in.client_secret else None
    return json.dumps(sign_in.model_dump(mode="json") | {"client_secret": secret}).encode()
