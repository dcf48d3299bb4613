"""The product in a home of its own, and beside it the floors, on the same servers."""

import compileall
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
from temporalio.client import Client

from api.visitor_sessions import VisitorSession, VisitorSessions
from bench.floor_workflows import ENGINE_QUEUE, PRODUCT_QUEUE
from bench.hosted_tenant import HOSTED, seed_hosted_tenant
from bench.talkers import Place, Says, Visitor, answered
from bench.tenant import roomy_tenant
from domain.messages import VerifiedCustomer
from domain.ports import Identities
from duralogue.embedded.endpoints import ANY_PORTS, choose_port
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.stack import WORKERS, Stack, running_stack
from duralogue.embedded.state_directory import temporary_home
from duralogue.embedded.temporal import polls_every_queue
from duralogue.embedded.temporal_backend import TemporalBackend
from infra.postgres.engine import create_engine
from infra.postgres.identities import PostgresIdentities
from infra.settings import Settings, inherited_environment

ROOT = Path(__file__).parents[1]
TENANT = "acme"
ADA = VerifiedCustomer(customer_id="cust-ada", email="ada@example.com")
_FLOORS = "bench.floors"
_BARE_ROUTE = "bench.bare_route"
_PACKAGES = (
    *("activities", "api", "bench", "channels", "domain", "duralogue", "example_practice"),
    *("example_shop", "infra", "provider_doubles", "workers", "workflows"),
)
_OURS = ("gateway", *WORKERS, "shop")


class TimedNarrator:
    """Keeps how long each step of the start took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def say(self, line: str) -> None:
        print(f"  {line}", flush=True)

    @contextmanager
    def working_on(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[what] = round(time.perf_counter() - began, 2)


@dataclass
class BenchStack:
    """A running product, the floors' gateway beside it, and a way to make visitors of both."""

    product: Stack
    temporal: Client
    identities: Identities
    floor_port: int
    started_s: float
    steps_s: dict[str, float] = field(default_factory=dict)
    cpu_s: dict[str, float] = field(default_factory=dict)
    """Of each part of the product, with its children, from its start until it was ready."""
    _is_hosting: bool = False

    @property
    def pids(self) -> dict[str, int]:
        return self.product.pids

    async def visitor(
        self,
        *,
        floor: str | None = None,
        customer: VerifiedCustomer | None = None,
        says: Says = answered,
        tenant: str = TENANT,
    ) -> Visitor:
        """Somebody in a new conversation, who listens already; `floor` begins its id. A known
        customer is signed in to it, as the gateway would have done."""
        port = self.product.ports.gateway if floor is None else self.floor_port
        conversation = f"{floor or 'web-'}{uuid4().hex}"
        if customer is not None:
            await self.identities.bind(tenant, conversation, customer.customer_id)
        session = VisitorSession(
            tenant_id=tenant,
            conversation_id=conversation,
            visitor_id=uuid4().hex,
            expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3),
            customer=customer,
        )
        secret = self.product.settings.require_session_secret()
        visitor = Visitor(
            Place(port, tenant, conversation, VisitorSessions(secret).sign(session)), says
        )
        await visitor.open()
        return visitor

    async def asker(self) -> Visitor:
        """Somebody whose questions a hosted model answers; its tenant is there from the first on,
        so that a run without this kind is the same as ever."""
        if not self._is_hosting:
            await seed_hosted_tenant(self.product)
            self._is_hosting = True
        return await self.visitor(tenant=HOSTED)


@asynccontextmanager
async def bench_stack(
    *, floors: bool = True, engine: TemporalBackend | None = None
) -> AsyncIterator[BenchStack]:
    _compile()
    narrator = TimedNarrator()
    with temporary_home() as home:
        settings = Settings.load_environment().model_copy(
            update={"duralogue_home": home, "log_level": "warning"}
        )
        tenants = [roomy_tenant(home)]
        began = time.perf_counter()
        async with running_stack(
            settings, narrator, ports=ANY_PORTS, tenants=tenants, engine=engine
        ) as product:
            started_s = time.perf_counter() - began
            starts = product.supervisor.starts
            port = choose_port(0)
            if floors:
                await product.supervisor.start(
                    _floor_worker(product), _floor_gateway(product, port)
                )
            temporal = await Client.connect(
                product.settings.require_temporal_address(),
                namespace=product.settings.temporal_namespace,
            )
            database = create_engine(product.settings.require_database_url())
            yield BenchStack(
                product,
                temporal,
                PostgresIdentities(database),
                port,
                round(started_s, 2),
                narrator.seconds,
                {name: round(starts[name].cpu_s, 2) for name in _OURS},
            )
            await database.dispose()


def _compile() -> None:
    """As an installed wheel is: else, where Python is told not to write, each process compiles all
    that it loads, and that would count as its start."""
    for folder in _PACKAGES:
        compileall.compile_dir(ROOT / folder, quiet=2)


def _floor_worker(product: Stack) -> ProcessSpec:
    address = product.settings.require_temporal_address()
    namespace = product.settings.temporal_namespace

    async def is_ready(pid: int) -> bool:
        return await polls_every_queue(address, namespace, (ENGINE_QUEUE, PRODUCT_QUEUE), pid)

    return ProcessSpec(
        name="bench-worker",
        command=(sys.executable, "-m", _FLOORS, "worker", TENANT),
        environment=_environment(product),
        folder=ROOT,
        is_ready=is_ready,
    )


def _floor_gateway(product: Stack, port: int) -> ProcessSpec:
    return _served(product, "bench-gateway", (_FLOORS, "gateway"), port)


async def start_bare_route(product: Stack) -> int:
    """The port at which it listens."""
    return await start_server(product, "bench-bare", _BARE_ROUTE)


async def start_server(product: Stack, name: str, module: str) -> int:
    """The port at which it listens."""
    port = choose_port(0)
    await product.supervisor.start(_served(product, name, (module,), port))
    return port


def _served(product: Stack, name: str, module: tuple[str, ...], port: int) -> ProcessSpec:
    async def is_ready(_pid: int) -> bool:
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                return (await client.get(f"http://127.0.0.1:{port}/ready")).is_success
        except httpx.TransportError:
            return False

    return ProcessSpec(
        name=name,
        command=(sys.executable, "-m", *module),
        environment={**_environment(product), "API_PORT": str(port)},
        folder=ROOT,
        is_ready=is_ready,
    )


def _environment(product: Stack) -> dict[str, str]:
    return {**inherited_environment(), **product.settings.as_environment()}
