"""Chooses the Temporal that a stack starts: the dev server, unless told otherwise."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from duralogue.embedded.endpoints import Ports
from duralogue.embedded.supervisor import Supervisor
from duralogue.embedded.temporal import temporal_part


@dataclass(frozen=True)
class BackendContext:
    """What a stack offers the Temporal that it starts."""

    supervisor: Supervisor
    folder: Path
    ports: Ports
    namespace: str
    codec_endpoint: str
    database_admin_url: str | None
    """Of the embedded PostgreSQL's superuser; None where somebody else runs PostgreSQL."""


@dataclass(frozen=True)
class RunningBackend:
    """Each server's address, and the user interface where there is one."""

    addresses: tuple[str, ...]
    ui_url: str | None = None


class TemporalBackend(Protocol):
    """Starts Temporal under the supervisor; returns when it serves and knows our attributes."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its servers among the stack's parts."""

    async def start(self, context: BackendContext) -> RunningBackend: ...


class DevServer:
    """One process with everything, on a database file."""

    parts: tuple[str, ...] = ("temporal",)

    async def start(self, context: BackendContext) -> RunningBackend:
        part = temporal_part(
            folder=context.folder,
            port=context.ports.temporal,
            ui_port=context.ports.temporal_ui,
            codec_endpoint=context.codec_endpoint,
            database=context.folder / "temporal.db",
            namespace=context.namespace,
        )
        await context.supervisor.start(part)
        return RunningBackend((context.ports.temporal_address,), context.ports.temporal_ui_url)
