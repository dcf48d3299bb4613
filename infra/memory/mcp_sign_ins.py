"""Sign-ins to MCP servers, in memory."""

from domain.mcp_sign_ins import McpSignIn


class MemoryMcpSignIns:
    """Implements `McpSignIns`."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], McpSignIn] = {}

    async def of(self, tenant_id: str, server: str) -> McpSignIn | None:
        return self._kept.get((tenant_id, server))

    async def keep(self, tenant_id: str, server: str, sign_in: McpSignIn) -> None:
        self._kept[tenant_id, server] = sign_in

    async def remove(self, tenant_id: str, server: str) -> None:
        self._kept.pop((tenant_id, server), None)
