"""The gateway's HTTP server: uvicorn, within bounds, believing only the proxies it was told of."""

import resource
from typing import Any, Final

import structlog
import uvicorn

from infra.gateway_settings import GatewayTuning
from infra.serving.gate import ConnectionBounds, ConnectionGate
from infra.serving.protocol import bounded_protocol

_FILES_OF_OUR_OWN: Final = 200
"""Connections to PostgreSQL and Temporal, logs, libraries."""
_log = structlog.get_logger(__name__)


def make_server(
    app: Any, tuning: GatewayTuning, *, host: str, port: int, drain_seconds: int
) -> uvicorn.Server:
    """A server that is ready to `serve()`."""
    gate = ConnectionGate(
        ConnectionBounds(
            connections=_within_open_files(tuning.max_connections),
            per_address=tuning.connections_per_address,
            head_seconds=tuning.head_seconds,
            trusted=tuning.trusted_proxies,
        )
    )
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=bounded_protocol(gate),
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=bool(tuning.trusted_proxies),
            forwarded_allow_ips=tuning.trusted_proxies,
            timeout_graceful_shutdown=drain_seconds,
            server_header=False,
        )
    )


def _within_open_files(wanted: int) -> int:
    """Raise the soft limit as far as it goes; what is above it would be accepted and lost."""
    needed = wanted + _FILES_OF_OUR_OWN
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return wanted
    possible = max(soft - _FILES_OF_OUR_OWN, soft // 2)
    _log.warning("fewer_connections_than_wanted", wanted=wanted, possible=possible)
    return possible
