"""Stores that a test turns off and on."""

from dataclasses import dataclass, field
from datetime import timedelta

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


@dataclass
class CountingLimiter:
    """Lets everything through until a test says which limit is used up."""

    used_up: str | None = None
    taken: list[tuple[str, int, int]] = field(default_factory=list)

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        self.taken.append((key, per_minute, burst))
        is_used_up = self.used_up is not None and key.startswith(self.used_up)
        return timedelta(seconds=2.4) if is_used_up else None
