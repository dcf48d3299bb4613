"""The memory twin of published bots."""

from domain.bot.model import Bot
from domain.errors import NotFound


class MemoryBots:
    """Implements `Bots` within one process."""

    def __init__(self) -> None:
        self._revisions: dict[tuple[str, str], Bot] = {}
        self._current: dict[str, str] = {}

    async def get(self, tenant_id: str, revision: str) -> Bot:
        try:
            return self._revisions[tenant_id, revision]
        except KeyError:
            raise NotFound(f"the tenant {tenant_id} has no bot revision {revision}") from None

    async def current(self, tenant_id: str) -> Bot:
        try:
            return await self.get(tenant_id, self._current[tenant_id])
        except KeyError:
            raise NotFound(f"the tenant {tenant_id} has published no bot") from None

    async def publish(self, bot: Bot, *, by: str) -> bool:  # noqa: ARG002 - nobody asks here
        tenant_id = bot.tenant.tenant
        if self._current.get(tenant_id) == bot.revision:
            return False
        self._revisions.setdefault((tenant_id, bot.revision), bot)
        self._current[tenant_id] = bot.revision
        return True
