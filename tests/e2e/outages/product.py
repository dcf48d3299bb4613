"""The product as processes of their own, on servers that a test can kill and bring back."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from domain.staff import StaffRole
from duralogue.embedded.databases import create_database
from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.embedded.postgres import open_postgres
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.service_processes import gateway_part, worker_part
from duralogue.embedded.state_directory import StateDirectory
from duralogue.embedded.supervisor import Supervisor
from duralogue.embedded.temporal import temporal_part
from duralogue.wiring.foundation import open_database
from infra.bot_files.reader import load_bot
from infra.postgres.bots import PostgresBots
from infra.postgres.migrate import EXTENSIONS, upgrade
from infra.postgres.staff import PostgresStaff
from infra.settings import Settings, inherited_environment

TENANT = "brisk"
HOLDING_AFTER = timedelta(seconds=1)
FAILURE_AFTER = timedelta(seconds=3)
WORDS = {"holding": "Bear with me!", "message_kept": "It is kept, and I'll come back to it."}
"""The tenant's own sentences: its own words are what a customer must hear."""

_DRAIN = timedelta(seconds=5)


class Server:
    """A part of the product that is killed and started again, on the same port and data."""

    def __init__(self, part: ProcessSpec, logs: Path) -> None:
        self._part = part
        self._logs = logs
        self._supervisor = Supervisor(logs, tell=print)

    async def start(self) -> None:
        self._supervisor = Supervisor(self._logs, tell=print)
        await self._supervisor.start(self._part)

    async def kill(self) -> None:
        """As a crash: SIGKILL, and nobody who starts it again."""
        self._supervisor.kill()
        await self._supervisor.stop()

    async def stop(self) -> None:
        await self._supervisor.stop()


@dataclass(frozen=True)
class Product:
    """Two gateways and a worker, and the two servers they stand on."""

    postgres: Server
    temporal: Server
    gateways: tuple[str, str]
    staff_token: str


@asynccontextmanager
async def running_product(folder: Path) -> AsyncIterator[Product]:
    home = StateDirectory(folder)
    with home.locked():
        postgres, database_url = await _postgres(home)
        temporal, address = _temporal(home)
        settings = _settings(home, database_url, address)
        ours, gateways = _own_parts(home, settings)
        try:
            await asyncio.gather(asyncio.to_thread(upgrade, database_url), temporal.start())
            published = asyncio.create_task(_publish(settings, _tenant(folder)))
            await asyncio.gather(published, *(server.start() for server in ours))
            yield Product(postgres, temporal, gateways, published.result())
        finally:
            await asyncio.gather(*(server.kill() for server in (*ours, temporal)))
            await postgres.stop()


async def _postgres(home: StateDirectory) -> tuple[Server, str]:
    cluster = await asyncio.to_thread(open_postgres, home.folder)
    port = choose_port(0)
    server = Server(cluster.part(port), home.logs)
    await server.start()
    url = await create_database(cluster.url(port), "duralogue", extensions=EXTENSIONS)
    return server, url


def _temporal(home: StateDirectory) -> tuple[Server, str]:
    port = choose_port(0)
    database = home.temporal / "temporal.db"
    part = temporal_part(folder=home.temporal, port=port, ui_port=None, database=database)
    return Server(part, home.logs), f"{LOOPBACK}:{port}"


def _settings(home: StateDirectory, database_url: str, temporal_address: str) -> Settings:
    secrets = home.secrets()
    return Settings(
        database_url=SecretStr(database_url),
        temporal_address=temporal_address,
        duralogue_home=home.folder,
        duralogue_master_key=SecretStr(secrets.master_key),
        duralogue_session_secret=SecretStr(secrets.session_secret),
    )


def _own_parts(
    home: StateDirectory, settings: Settings
) -> tuple[Sequence[Server], tuple[str, str]]:
    ports = (choose_port(0), choose_port(0))
    urls = (f"http://{LOOPBACK}:{ports[0]}", f"http://{LOOPBACK}:{ports[1]}")
    parts = [
        gateway_part(url, _environment(settings, port), drain=_DRAIN)
        for url, port in zip(urls, ports, strict=True)
    ]
    where = (settings.require_temporal_address(), settings.temporal_namespace)
    environment = _environment(settings, ports[0])
    parts.append(
        worker_part("worker", ["conversations"], environment, temporal=where, drain=_DRAIN)
    )
    return [Server(part, home.logs) for part in parts], urls


async def _publish(settings: Settings, folder: Path) -> str:
    """Returns the token of an operator. The worker trains when it is first spoken to."""
    bot = load_bot(folder, today=datetime.now(UTC).date())
    async with open_database(settings) as engine:
        await PostgresBots(engine).publish(bot, by="test")
        return await PostgresStaff(engine).add(TENANT, "Olga", StaffRole.OPERATOR)


def _environment(settings: Settings, port: int) -> dict[str, str]:
    own = settings.model_copy(update={"api_port": port})
    return {**inherited_environment(), **own.as_environment()}


def _tenant(home: Path) -> Path:
    """A shop of few words, with little patience and no limits that a test would meet."""
    folder = home / TENANT
    folder.mkdir()
    settings = {
        "tenant": TENANT,
        "branding": {"name": "Bea", "locales": ["en"], "color": "#225588"},
        "limits": {
            "plan": "authenticated",
            "messages_per_minute": 6000,
            "burst": 1000,
            "tenant_messages_per_minute": 60_000,
            "tenant_burst": 10_000,
        },
        "never_silent": {
            "holding_after": f"{HOLDING_AFTER.seconds}s",
            "failure_after": f"{FAILURE_AFTER.seconds}s",
        },
    }
    # JSON is YAML too.
    (folder / "tenant.yaml").write_text(json.dumps(settings))
    (folder / "responses.yaml").write_text(json.dumps(WORDS))
    return folder
