"""Our own processes as parts of the stack: gateway, workers, example backends and doubles."""

import ssl
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import httpx

from domain.errors import DependencyUnavailable
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.temporal import polls_every_queue

_PYTHON = (sys.executable, "-P", "-m")
_ANSWER_WITHIN_S = 5.0


def gateway_part(
    url: str, environment: Mapping[str, str], *, drain: timedelta, name: str = "gateway"
) -> ProcessSpec:
    return _python_part(name, ("duralogue", "api"), environment, _answers(f"{url}/ready"), drain)


def shop_part(url: str, port: int, environment: Mapping[str, str]) -> ProcessSpec:
    command = ("example_shop", "serve", "--port", str(port))
    return _python_part("shop", command, environment, _answers(f"{url}/health"))


def practice_part(url: str, port: int, environment: Mapping[str, str]) -> ProcessSpec:
    command = ("example_practice", "serve", "--port", str(port))
    return _python_part("practice", command, environment, _answers(f"{url}/health"))


def slack_socket_part(tenant: str, app: str, environment: Mapping[str, str]) -> ProcessSpec:
    """It waits for its app to be connected, so it is ready at once."""
    command = ("duralogue", "slack-socket", "--tenant", tenant, "--app", app, "--wait")

    async def is_ready(_pid: int) -> bool:
        return True

    return _python_part("slack-socket", command, environment, is_ready)


def double_part(
    provider: str, url: str, port: int, settings: str, environment: Mapping[str, str]
) -> ProcessSpec:
    """`settings` is the file with the double's own."""
    command = ("provider_doubles", provider, "--port", str(port), "--settings", settings)
    return _python_part(f"double-{provider}", command, environment, _answers(f"{url}/health"))


def worker_part(
    name: str,
    queues: Sequence[str],
    environment: Mapping[str, str],
    *,
    temporal: tuple[str, str],
    drain: timedelta,
) -> ProcessSpec:
    """A worker is ready when Temporal has seen this very process ask for work on every queue."""
    address, namespace = temporal

    async def is_ready(pid: int) -> bool:
        try:
            return await polls_every_queue(address, namespace, queues, pid)
        except DependencyUnavailable:
            return False

    return _python_part(name, ("duralogue", "worker", *queues), environment, is_ready, drain)


def _python_part(
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    is_ready: Callable[[int], Awaitable[bool]],
    drain: timedelta = timedelta(seconds=5),
) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        command=(*_PYTHON, *command),
        environment=environment,
        folder=Path.cwd(),
        is_ready=is_ready,
        stop_within=drain + timedelta(seconds=10),
    )


def _answers(url: str) -> Callable[[int], Awaitable[bool]]:
    """On this machine and without TLS: to read the certificates of all authorities takes 30 ms of
    a core, and it is asked again and again while the part starts."""
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    async def is_ready(_pid: int) -> bool:
        try:
            async with httpx.AsyncClient(
                timeout=_ANSWER_WITHIN_S, trust_env=False, verify=nobody
            ) as client:
                return (await client.get(url)).is_success
        except httpx.TransportError:
            return False

    return is_ready
