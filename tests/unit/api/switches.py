"""Stores that a test turns off and on."""

from dataclasses import dataclass

from domain.errors import DependencyUnavailable, DuralogueError
from domain.messages import InboundMessage
from infra.memory.spool import MemorySpool


@dataclass
class SwitchedStore:
    """The store of events, down while a test says so."""

    name: str = "postgresql"
    is_down: bool = False
    asked: int = 0

    async def check(self) -> None:
        self.asked += 1
        if self.is_down:
            raise DependencyUnavailable("switched off")


class SwitchedSpool(MemorySpool):
    """A spool that can be down."""

    failure: DuralogueError | None = None

    async def add(self, message: InboundMessage) -> None:
        if self.failure:
            raise self.failure
        await super().add(message)
