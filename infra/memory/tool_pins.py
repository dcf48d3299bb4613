"""Approved tools of MCP servers, in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.mcp_tools import ToolPin


class MemoryToolPins:
    """Implements `ToolPins`."""

    def __init__(self) -> None:
        self._pins: dict[tuple[str, str], dict[str, ToolPin]] = {}
        self.disabled: dict[tuple[str, str, str], tuple[str, datetime]] = {}

    async def of(self, tenant_id: str, server: str) -> list[ToolPin]:
        found = self._pins.get((tenant_id, server), {})
        return [self._with_note(tenant_id, found[name]) for name in sorted(found)]

    async def approve(self, tenant_id: str, server: str, pins: Sequence[ToolPin]) -> None:
        own = self._pins.setdefault((tenant_id, server), {})
        for pin in pins:
            own[pin.tool] = pin
            self.disabled.pop((tenant_id, server, pin.tool), None)

    async def withdraw(self, tenant_id: str, server: str, tools: Sequence[str]) -> None:
        for tool in tools:
            self._pins.get((tenant_id, server), {}).pop(tool, None)
            self.disabled.pop((tenant_id, server, tool), None)

    async def note(self, tenant_id: str, server: str, tool: str, disabled: str | None) -> None:
        place = (tenant_id, server, tool)
        if disabled is None:
            self.disabled.pop(place, None)
        elif self.disabled.get(place, ("",))[0] != disabled:
            self.disabled[place] = (disabled, datetime.now(UTC))

    def _with_note(self, tenant_id: str, pin: ToolPin) -> ToolPin:
        noted = self.disabled.get((tenant_id, pin.server, pin.tool))
        if noted is None:
            return pin
        return pin.model_copy(update={"disabled": noted[0], "disabled_at": noted[1]})
