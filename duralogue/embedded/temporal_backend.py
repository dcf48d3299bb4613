"""Chooses the Temporal that a stack starts: the dev server, unless told otherwise."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from duralogue.embedded.endpoints import Ports
from duralogue.embedded.supervisor import Supervisor
from duralogue.embedded.temporal import temporal_part


@dataclass(frozen=True)
class EngineRoom:
    """What a stack offers the Temporal that it starts."""

    supervisor: Supervisor
    folder: Path
    ports: Ports
    namespace: str
    codec_endpoint: str
    database_admin_url: str | None
    """Of the embedded PostgreSQL's superuser; None where somebody else runs PostgreSQL."""


@dataclass(frozen=True)
class RunningEngine:
    """Each server's address, and the user interface where there is one."""

    addresses: tuple[str, ...]
    ui_url: str | None = None


class Engine(Protocol):
    """Starts Temporal under the supervisor; returns when it serves and knows our attributes."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its servers among the stack's parts."""

    async def start(self, room: EngineRoom) -> RunningEngine: ...


class DevServer:
    """One process with everything, on a database file."""

    parts: tuple[str, ...] = ("temporal",)

    async def start(self, room: EngineRoom) -> RunningEngine:
        part = temporal_part(
            folder=room.folder,
            port=room.ports.temporal,
            ui_port=room.ports.temporal_ui,
            codec_endpoint=room.codec_endpoint,
            database=room.folder / "temporal.db",
            namespace=room.namespace,
        )
        await room.supervisor.start(part)
        return RunningEngine((room.ports.temporal_address,), room.ports.temporal_ui_url)
