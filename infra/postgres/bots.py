"""Published bots: immutable revisions, and which of them is current."""

import json
from collections import OrderedDict

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.bot.model import Bot
from domain.errors import NotFound
from infra.postgres.engine import tenant_transaction
from infra.postgres.serialization import storable

_KEPT = 64
"""Revisions kept in memory; each is some hundred kilobytes."""

_MAKE_CURRENT = """
INSERT INTO current_bots AS c (tenant_id, revision, made_current_by)
VALUES (%(tenant)s, %(revision)s, %(by)s)
ON CONFLICT (tenant_id) DO UPDATE SET
    revision = excluded.revision, made_current_by = excluded.made_current_by,
    made_current_at = excluded.made_current_at
WHERE c.revision <> excluded.revision
RETURNING revision
"""
_STORE = """
INSERT INTO bot_revisions (tenant_id, revision, content, published_by)
VALUES (%(tenant)s, %(revision)s, %(content)s, %(by)s)
ON CONFLICT (tenant_id, revision) DO NOTHING
"""


class PostgresBots:
    """Implements `Bots` over PostgreSQL.

    A revision once read stays in memory, since it never changes.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._read: OrderedDict[tuple[str, str], Bot] = OrderedDict()

    async def get(self, tenant_id: str, revision: str) -> Bot:
        key = (tenant_id, revision)
        if key in self._read:
            self._read.move_to_end(key)
            return self._read[key]
        async with tenant_transaction(self._engine, tenant_id) as connection:
            found = await connection.exec_driver_sql(
                "SELECT content FROM bot_revisions"
                " WHERE tenant_id = %(tenant)s AND revision = %(revision)s",
                {"tenant": tenant_id, "revision": revision},
            )
            content = found.scalar_one_or_none()
        if content is None:
            raise NotFound(f"the tenant {tenant_id} has no bot revision {revision}")
        return self._remember(key, Bot.model_validate(content))

    async def current(self, tenant_id: str) -> Bot:
        async with tenant_transaction(self._engine, tenant_id) as connection:
            found = await connection.exec_driver_sql(
                "SELECT revision FROM current_bots WHERE tenant_id = %(tenant)s",
                {"tenant": tenant_id},
            )
            revision = found.scalar_one_or_none()
        if revision is None:
            raise NotFound(f"the tenant {tenant_id} has published no bot")
        return await self.get(tenant_id, revision)

    async def publish(self, bot: Bot, *, by: str) -> bool:
        tenant_id = bot.tenant.tenant
        values = {"tenant": tenant_id, "revision": bot.revision, "by": by}
        content = storable(json.dumps(bot.as_content()))
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_STORE, {**values, "content": content})
            changed = await connection.exec_driver_sql(_MAKE_CURRENT, values)
            return changed.one_or_none() is not None

    def _remember(self, key: tuple[str, str], bot: Bot) -> Bot:
        self._read[key] = bot
        while len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return bot
