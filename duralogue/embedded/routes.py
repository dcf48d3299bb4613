"""Routes from our own parts to the others, directly or through a proxy."""

from typing import TYPE_CHECKING, Protocol

from infra.settings import Settings

if TYPE_CHECKING:
    from duralogue.embedded.stack import Stack


class Routes(Protocol):
    """How our own parts reach the others. Chaos lays wires that it can cut."""

    async def lay(self, stack: "Stack") -> None:
        """Once PostgreSQL and Temporal run, and before anybody of ours does."""

    def settings_for(self, part: str, settings: Settings) -> Settings: ...


class DirectRoutes:
    """Everybody at their own address."""

    async def lay(self, stack: "Stack") -> None:
        pass

    def settings_for(self, part: str, settings: Settings) -> Settings:  # noqa: ARG002 - to all alike
        return settings
