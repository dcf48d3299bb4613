"""Starts the whole product in order, and stops it in the opposite order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from duralogue.embedded.databases import create_database, with_database
from duralogue.embedded.doubles import Played, PlayedProvider, asking, played_provider
from duralogue.embedded.endpoints import LOOPBACK, Ports, choose_port, choose_ports
from duralogue.embedded.orphans import note_processes, stop_leftovers
from duralogue.embedded.postgres import open_postgres
from duralogue.embedded.practice import Practice
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.routes import DirectRoutes, Routes
from duralogue.embedded.seeding import seed
from duralogue.embedded.service_processes import gateway_part, shop_part, worker_part
from duralogue.embedded.stack_settings import completed, unused_ports
from duralogue.embedded.state_directory import StateDirectory
from duralogue.embedded.supervisor import Supervisor
from duralogue.embedded.task_groups import all_or_first_failure
from duralogue.embedded.temporal import register_search_attributes
from duralogue.embedded.temporal_backend import BackendContext, DevServer, TemporalBackend
from infra.postgres.database_role import APP_ROLE
from infra.postgres.migrate import EXTENSIONS, upgrade
from infra.settings import BackendSettings, Settings, inherited_environment
from workflows.queues import CONVERSATIONS, QUEUES

SHOP_TENANT = "acme"
WORKERS = {
    "worker-conversations": (CONVERSATIONS,),
    "worker-activities": tuple(queue for queue in QUEUES if queue != CONVERSATIONS),
}


def replica(kind: str, number: int) -> str:
    """The name of one of several parts of a kind; the first bears that of the kind."""
    return kind if number == 1 else f"{kind}-{number}"


class Narrator(Protocol):
    """Tells the person who started the stack what is going on."""

    def say(self, line: str) -> None: ...

    def working_on(self, what: str) -> AbstractContextManager[None]: ...


class Stack:
    """PostgreSQL, Temporal, the shop, the workers and the gateway, under one supervisor."""

    def __init__(
        self,
        settings: Settings,
        home: StateDirectory,
        ports: Ports,
        narrator: Narrator,
        *,
        engine: TemporalBackend | None = None,
        routes: Routes | None = None,
        replicas: int = 1,
        played: Sequence[Played] = (),
    ) -> None:
        self.settings = settings
        self.temporal_addresses: tuple[str, ...] = ()
        """Of every Temporal server."""
        self.home = home
        self.ports = ports
        self.tokens: dict[str, dict[str, str]] = {}
        """Staff tokens: tenant -> role -> token."""
        self.supervisor = Supervisor(home.logs, narrator.say, self._note)
        self._narrator = narrator
        self._engine = engine or DevServer()
        self._routes = routes or DirectRoutes()
        self._replicas = range(1, replicas + 1)
        self.gateway_urls = [ports.gateway_url]
        """Of every gateway."""
        self._admin_url: str | None = None
        self.practice: Practice | None = None
        """Where a tenant's backend is the dentist's practice."""
        self.doubles: list[PlayedProvider] = []
        """Of providers, where a newcomer plays a channel or asks a model."""
        self._played = played

    @property
    def pids(self) -> dict[str, int]:
        return self.supervisor.pids

    async def start(self, tenants: Sequence[Path]) -> None:
        step = self._narrator.working_on
        with step("PostgreSQL"):
            await self._start_postgres()
        with step("Temporal"):
            await self._start_temporal()
        await self._routes.lay(self)
        with step("the example shop"):
            await self._start_shop()
        if Practice.is_for(tenants):
            with step("the example practice"):
                await self._start_practice()
        if self._played and tenants:
            with step("the doubles"):
                await self._start_doubles(tenants[0].name)
        self.home.note_environment(self.settings.as_environment())
        # Each of these loads for seconds, so they do it beside each other; the order in which
        # they stop is that of this list, backwards.
        names = ", ".join(["the workers", "the gateway", *(tenant.name for tenant in tenants)])
        with step(names):
            await all_or_first_failure(
                [
                    self._told("the workers", self.supervisor.start(*self._workers())),
                    self._told("the gateway", self._start_gateways()),
                    self._seed(tenants),
                ]
            )
        if self.doubles:
            with step("the accounts at the doubles"):
                environment = self.environment_of("seed")
                await all_or_first_failure([each.connect(environment) for each in self.doubles])

    async def _told(self, what: str, work: Awaitable[None]) -> None:
        """Say how far we are: on a slow machine these take a minute together."""
        clock = asyncio.get_running_loop().time
        began = clock()
        await work
        self._narrator.say(f"    ready: {what} ({clock() - began:.1f} s)")

    async def stop(self) -> None:
        await self.supervisor.stop()
        self.home.forget_environment()

    async def _start_postgres(self) -> None:
        if self.settings.database_url is None:
            server = await asyncio.to_thread(open_postgres, self.home.folder)
            await self.supervisor.start(server.part(self.ports.postgres))
            self._admin_url = at = server.url(self.ports.postgres)
            url = await create_database(at, "duralogue", extensions=EXTENSIONS, app_role=APP_ROLE)
            shop_url = await create_database(at, "shop")
            self.set_settings(database_url=SecretStr(url), shop_database_url=SecretStr(shop_url))
        await asyncio.to_thread(upgrade, self.settings.require_database_url())

    async def _start_temporal(self) -> None:
        ports, namespace = self.ports, self.settings.temporal_namespace
        capability = self.settings.duralogue_codec_capability
        if self.settings.temporal_address is None:
            room = BackendContext(
                supervisor=self.supervisor,
                folder=self.home.temporal,
                ports=ports,
                namespace=namespace,
                codec_endpoint=f"{ports.gateway_url}/codec/{_text(capability)}",
                database_admin_url=self._admin_url,
            )
            running = await self._engine.start(room)
            self.temporal_addresses = running.addresses
            self.set_settings(temporal_address=running.addresses[0], temporal_ui_url=running.ui_url)
        else:
            self.temporal_addresses = (self.settings.temporal_address,)
            await register_search_attributes(self.settings.temporal_address, namespace)

    async def _start_shop(self) -> None:
        secrets = self.home.secrets()
        given = self.settings.shop_database_url
        product = self.settings.require_database_url()
        environment = {
            **inherited_environment(),
            "SHOP_DATABASE_URL": _text(given) or with_database(product, "shop"),
            "SHOP_API_KEY": secrets.shop_api_key,
            "SHOP_ADMIN_KEY": secrets.shop_admin_key,
        }
        await self.supervisor.start(shop_part(self.ports.shop_url, self.ports.shop, environment))
        shop = BackendSettings(
            servers={"shop": self.ports.shop_url},
            secrets={
                "shop_api_key": SecretStr(secrets.shop_api_key),
                "site": SecretStr(secrets.site_secret),
            },
        )
        self.set_settings(tenant_backends={SHOP_TENANT: shop, **self.settings.tenant_backends})

    async def _start_practice(self) -> None:
        port = choose_port(0, avoid=tuple(self.ports.noted().values()))
        self.practice = Practice(self.home, port)
        await self.supervisor.start(self.practice.part())

    async def _start_doubles(self, tenant: str) -> None:
        taken = list(self.ports.noted().values())
        for channel in self._played:
            port = choose_port(channel.usual_port, avoid=taken)
            taken.append(port)
            double = played_provider(
                channel,
                tenant=tenant,
                port=port,
                gateway_url=self.ports.gateway_url,
                home=self.home,
            )
            self.doubles.append(double)
        await self.supervisor.start(*(double.part() for double in self.doubles))

    async def _start_gateways(self) -> None:
        ports = [self.ports.gateway]
        while len(ports) < len(self._replicas):
            ports.append(choose_port(0, avoid=(*self.ports.noted().values(), *ports)))
        self.gateway_urls = [f"http://{LOOPBACK}:{port}" for port in ports]
        await self.supervisor.start(*map(self._gateway, self._replicas, ports))

    def _gateway(self, number: int, port: int) -> ProcessSpec:
        name = replica("gateway", number)
        environment = self.environment_of(name, api_port=port)
        return gateway_part(f"http://{LOOPBACK}:{port}", environment, drain=self._drain, name=name)

    async def _seed(self, tenants: Sequence[Path]) -> None:
        if self.practice is not None:
            await self.practice.connect(self.environment_of("seed"))
        for tenant in asking(tenants, self._played, self.home):
            self.tokens |= await seed(
                tenant, self.home, self.environment_of("seed"), self._narrator.say
            )

    def _workers(self) -> list[ProcessSpec]:
        temporal = (self.settings.require_temporal_address(), self.settings.temporal_namespace)
        return [
            worker_part(
                name, queues, self.environment_of(name), temporal=temporal, drain=self._drain
            )
            for kind, queues in WORKERS.items()
            for name in (replica(kind, number) for number in self._replicas)
        ]

    @property
    def _drain(self) -> timedelta:
        return timedelta(seconds=self.settings.drain_seconds)

    def set_settings(self, **settings: object) -> None:
        self.settings = self.settings.model_copy(update=settings)

    def environment_of(self, part: str, **own: object) -> dict[str, str]:
        settings = self._routes.settings_for(part, self.settings).model_copy(update=own)
        return {**inherited_environment(), **settings.as_environment()}

    def _note(self) -> None:
        self.home.note_stack(
            {
                "gateway_url": self.ports.gateway_url,
                "temporal_ui_url": self.settings.temporal_ui_url,
                "ports": self.ports.noted(),
                "parts": note_processes(self.pids),
            }
        )


@asynccontextmanager
async def running_stack(
    settings: Settings,
    narrator: Narrator,
    *,
    ports: Ports,
    tenants: Sequence[Path],
    engine: TemporalBackend | None = None,
    routes: Routes | None = None,
    replicas: int = 1,
    played: Sequence[Played] = (),
) -> AsyncIterator[Stack]:
    """Run the whole product until the block is left. `ports` are wishes; see `ANY_PORTS`.

    `replicas`: of each gateway and worker, as in production. `played`: channels of the first
    tenant's whose providers are doubled.
    """
    home = StateDirectory(settings.duralogue_home)
    with home.locked():
        last = home.last_stack()
        for name in await asyncio.to_thread(stop_leftovers, last.get("parts", {})):
            narrator.say(f"stopped {name}, which a killed stack had left behind")
        chosen = choose_ports(
            ports, last.get("ports", {}), narrator.say, unused=unused_ports(settings)
        )
        stack = Stack(
            completed(settings, home, chosen),
            home,
            chosen,
            narrator,
            engine=engine,
            routes=routes,
            replicas=replicas,
            played=played,
        )
        try:
            await stack.start(tenants)
            yield stack
        finally:
            await stack.stop()


def _text(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
