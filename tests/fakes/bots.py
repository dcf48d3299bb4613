"""A small compiled bot, for tests that need one but not a tenant's files."""

from domain.bot.model import Bot, Tool
from domain.bot.tool_operations import HttpOperation
from domain.tenant_settings import Branding, TenantConfig
from domain.tools import Effect


def a_bot(*tools: Tool, revision: str = "r1") -> Bot:
    return Bot(
        revision=revision,
        tenant=TenantConfig(tenant="acme", branding=Branding(name="Ava")),
        intents={},
        slots={},
        tools={tool.name: tool for tool in tools},
        flows={},
        responses={},
        handoffs={},
    )


def a_refund(*, reconcile: str | None = None) -> Tool:
    return Tool(
        name="issue_refund",
        http=HttpOperation(method="POST", url="/refunds", server="shop"),
        returns="refund",
        effect=Effect.IRREVERSIBLE,
        idempotency="{order_id}",
        reconcile=reconcile,
    )


def a_lookup() -> Tool:
    return Tool(
        name="find_refund",
        http=HttpOperation(method="GET", url="/refunds", server="shop"),
        returns="refund",
    )


class OneBot:
    """Implements `Bots` for a single revision."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def get(self, tenant_id: str, revision: str) -> Bot:
        return self._bot

    async def current(self, tenant_id: str) -> Bot:
        return self._bot

    async def publish(self, bot: Bot, *, by: str) -> bool:
        self._bot = bot
        return True
