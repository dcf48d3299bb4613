"""One connected client per process."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

from temporalio.client import Client, KeepAliveConfig
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import DependencyUnavailable
from domain.ports import TenantKeys
from infra.temporal.codec import data_converter

_UNAVAILABLE = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.ABORTED,
    }
)

RPC_TIMEOUT = timedelta(seconds=5)
_CONNECTED_WITHIN = timedelta(seconds=3)
# A connection that nobody answers on any more, and nobody refuses, is given up after 14 s. The
# server allows one ping in ten seconds, counted from the answer to the last.
_KEPT_ALIVE = KeepAliveConfig(interval_millis=10_000, timeout_millis=4_000)
_NOT_CONNECTED = "Failed client connect"
"""So begins the sentence of the bare RuntimeError that the SDK raises."""


async def connect(
    address: str,
    namespace: str,
    keys: TenantKeys,
    *,
    metrics_address: str | None = None,
    lazily: bool = False,
) -> Client:
    """Connect, or raise DependencyUnavailable. With an address, serve Temporal's own metrics.

    Lazily: at the first call, so that a gateway can start, and spool, while Temporal is down.
    """
    runtime = (
        Runtime(telemetry=TelemetryConfig(metrics=PrometheusConfig(bind_address=metrics_address)))
        if metrics_address
        else None
    )
    with connecting(f"Temporal at {address}"):
        return await Client.connect(
            address,
            namespace=namespace,
            data_converter=data_converter(keys),
            runtime=runtime,
            lazy=lazily,
            connect_timeout=_CONNECTED_WITHIN,
            keep_alive_config=_KEPT_ALIVE,
        )


@contextmanager
def connecting(what: str = "Temporal") -> Iterator[None]:
    """Name the failure of the first connection, which a lazy client makes at its first call."""
    try:
        yield
    except RuntimeError as error:
        if not str(error).startswith(_NOT_CONNECTED):
            raise
        raise DependencyUnavailable(f"{what} does not answer") from error


@asynccontextmanager
async def answering(*, within: timedelta) -> AsyncIterator[None]:
    """Bound a call as a whole: `rpc_timeout` bounds one attempt, and the SDK makes many."""
    try:
        with connecting():
            async with asyncio.timeout(within.total_seconds()):
                yield
    except TimeoutError as error:
        raise DependencyUnavailable("Temporal has not answered in time") from error


def is_unavailable(error: RPCError) -> bool:
    return error.status in _UNAVAILABLE


class TemporalDependency:
    """Whether the Temporal server answers for our namespace."""

    name = "temporal"

    def __init__(self, client: Client) -> None:
        self._client = client

    async def check(self) -> None:
        try:
            with connecting():
                healthy = await self._client.service_client.check_health(timeout=RPC_TIMEOUT)
        except RPCError as error:
            raise DependencyUnavailable(f"Temporal: {error.message}") from error
        if not healthy:
            raise DependencyUnavailable("Temporal says that it is not serving")
