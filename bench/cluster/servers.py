"""Several Temporal servers on one PostgreSQL, each a process with every service."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from bench.cluster.building import Programs, programs
from bench.cluster.configuration import (
    ServerPorts,
    choose_server_ports,
    write_configuration,
)
from bench.cluster.schema import create_schemas
from domain.errors import ConfigurationError, DependencyUnavailable
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.temporal import is_serving, register_search_attributes
from duralogue.embedded.temporal_backend import BackendContext, RunningBackend
from duralogue.polling import eventually

_PATIENCE = timedelta(seconds=10)
_RETENTION = timedelta(days=1)
_KNOWN_WITHIN_S = 60.0
"""Each server has the namespaces in a cache of its own."""


@dataclass(frozen=True)
class Cluster:
    """Two servers unless told otherwise. The first is asked to serve before the others start."""

    servers: int = 2

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(f"temporal-{number}" for number in range(1, self.servers + 1))

    async def start(self, context: BackendContext) -> RunningBackend:
        """Build the server where that has not been done, and create its databases."""
        if context.database_admin_url is None:
            raise ConfigurationError(
                "the cluster keeps its data in the embedded PostgreSQL: leave DATABASE_URL unset"
            )
        built = await asyncio.to_thread(programs)
        await create_schemas(built, context.database_admin_url)
        ports = choose_server_ports(
            self.servers,
            frontend=context.ports.temporal,
            avoid=set(asdict(context.ports).values()),
        )
        parts = [
            _part(name, built, context, server)
            for name, server in zip(self.parts, ports, strict=True)
        ]
        await context.supervisor.start(parts[0])
        await _register_namespace(ports[0].address, context.namespace)
        await context.supervisor.start(*parts[1:])
        await eventually(lambda: _all_know_it(ports, context.namespace), within_s=_KNOWN_WITHIN_S)
        return RunningBackend(tuple(server.address for server in ports))


def _part(name: str, built: Programs, context: BackendContext, ports: ServerPorts) -> ProcessSpec:
    configuration = write_configuration(
        context.folder, name, ports, str(context.database_admin_url)
    )

    async def is_ready(_pid: int) -> bool:
        return await _answers(ports.address)

    return ProcessSpec(
        name=name,
        command=(
            *(str(built.server), "--config-file", str(configuration)),
            *("--allow-no-auth", "start"),
        ),
        environment={"HOME": str(context.folder)},
        folder=context.folder,
        is_ready=is_ready,
    )


async def _answers(address: str) -> bool:
    try:
        client = await Client.connect(address, connect_timeout=_PATIENCE)
        return await client.service_client.check_health(timeout=_PATIENCE)
    except (RPCError, RuntimeError):  # the latter is what `connect` raises when nobody answers
        return False


async def _register_namespace(address: str, namespace: str) -> None:
    """A server that has just started may not know its own ring yet, so more than once."""
    request = RegisterNamespaceRequest(
        namespace=namespace,
        workflow_execution_retention_period=Duration(seconds=int(_RETENTION.total_seconds())),
    )

    async def register() -> bool | None:
        try:
            client = await Client.connect(address, connect_timeout=_PATIENCE)
            await client.workflow_service.register_namespace(request, timeout=_PATIENCE)
        except RPCError as error:
            return True if error.status is RPCStatusCode.ALREADY_EXISTS else None
        return True

    await eventually(register, within_s=_KNOWN_WITHIN_S, every_s=0.5)
    await eventually(lambda: _registered(address, namespace), within_s=_KNOWN_WITHIN_S)


async def _registered(address: str, namespace: str) -> bool | None:
    try:
        await register_search_attributes(address, namespace)
    except DependencyUnavailable:
        return None
    return True


async def _all_know_it(servers: list[ServerPorts], namespace: str) -> bool | None:
    known = [await is_serving(server.address, namespace) for server in servers]
    return True if all(known) else None
