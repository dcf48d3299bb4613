"""Lays the wires of a run between our own parts and those that they talk to."""

import asyncio
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.stack import SHOP_TENANT, Stack, replica
from infra.settings import Settings
from tests.chaos import tcp_proxy
from tests.chaos.tcp_proxy import Cut

WIRES = (
    "gateway-temporal",
    "gateway-postgres",
    "worker-conversations-temporal",
    "worker-conversations-postgres",
    "worker-activities-temporal",
    "worker-activities-postgres",
    "worker-activities-shop",
)
"""Where there is one of each part; the others of a kind have the same ones, under their names."""
_ANYBODY = "anybody-temporal"
"""For those who only watch; it is never cut."""


def wire_of(wire: str, number: int) -> str:
    """That wire of one of several parts of a kind."""
    part, _, end = wire.rpartition("-")
    return f"{replica(part, number)}-{end}"


class Routes:
    """One wire from each part of ours to each that it talks to, in a process of their own."""

    def __init__(self, folder: Path, replicas: int = 1) -> None:
        self._cuts = folder
        self._wires = tuple(
            wire_of(wire, number) for wire in WIRES for number in range(1, replicas + 1)
        )
        self._ports: dict[str, int] = {}
        folder.mkdir()

    async def lay(self, stack: Stack) -> None:
        """Leads to every Temporal server, so that the death of one is not the end."""
        database = urlsplit(stack.settings.require_database_url())
        targets = {
            "temporal": list(stack.temporal_addresses),
            "postgres": [f"{database.hostname}:{database.port}"],
            "shop": [f"{LOOPBACK}:{stack.ports.shop}"],
        }
        for name in (*self._wires, _ANYBODY):
            self._ports[name] = choose_port(0, avoid=self._ports.values())
        laid = {
            name: (port, targets[name.rpartition("-")[2]]) for name, port in self._ports.items()
        }
        await stack.supervisor.start(self._part(laid))
        stack.set_settings(temporal_address=f"{LOOPBACK}:{self._ports[_ANYBODY]}")

    def settings_for(self, part: str, settings: Settings) -> Settings:
        own = {
            name.rpartition("-")[2]: f"{LOOPBACK}:{port}"
            for name, port in self._ports.items()
            if name.rpartition("-")[0] == part
        }
        changed: dict[str, object] = {}
        if "temporal" in own:
            changed["temporal_address"] = own["temporal"]
        if "postgres" in own:
            url = _moved(settings.require_database_url(), own["postgres"])
            changed["database_url"] = SecretStr(url)
        if "shop" in own:
            shop = settings.tenant_backends[SHOP_TENANT]
            led = shop.model_copy(update={"servers": {"shop": f"http://{own['shop']}"}})
            changed["tenant_backends"] = {**settings.tenant_backends, SHOP_TENANT: led}
        return settings.model_copy(update=changed)

    async def cut(self, wire: str, how: Cut, seconds: float) -> None:
        """Mended again when this returns."""
        file = self._cuts / wire
        file.write_text(how)
        try:
            await asyncio.sleep(seconds)
        finally:
            file.unlink(missing_ok=True)

    def _part(self, laid: Mapping[str, tuple[int, list[str]]]) -> ProcessSpec:
        async def is_ready(_pid: int) -> bool:
            with suppress(OSError):
                for port, _ in laid.values():
                    _, writer = await asyncio.open_connection(LOOPBACK, port)
                    writer.close()
                return True
            return False

        program = str(Path(tcp_proxy.__file__))
        return ProcessSpec(
            name="wires",
            command=(sys.executable, "-I", program, str(self._cuts), json.dumps(laid)),
            environment={},
            folder=self._cuts,
            is_ready=is_ready,
        )


def _moved(url: str, address: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@{address}"))
