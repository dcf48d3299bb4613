"""The API against its own description: whatever is sent, it answers as it says it does."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.dependencies import GatewayPorts
from api.openapi import document
from tests.e2e.http.serving import served
from tests.unit.api.doubles import SETTINGS, Doubles

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
FUZZING = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Served:
    url: str
    session: dict[str, Any]

    def credential(self, path: str) -> str:
        """Who has business at this address."""
        if path.startswith("/v1/tenants/{tenant}/conversations/{conversation}/"):
            if path.endswith(("/messages", "/events")):
                return str(self.session["session_token"])
            return "operator-token"
        if "/sessions" in path:
            return str(self.session["session_token"])
        return "operator-token" if "/bots/" in path else "supervisor-token"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The gateway over doubles, served from a thread of its own: the fuzzer blocks its own."""
    web_dist = tmp_path_factory.mktemp("web")
    (web_dist / "chat.html").write_text("<!doctype html><title>Chat</title>")
    ready, stopping = threading.Event(), threading.Event()
    address: list[str] = []

    async def serve() -> None:
        async with served(_app(web_dist)) as url:
            address.append(url)
            ready.set()
            await asyncio.to_thread(stopping.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(20)
    url = address[0]
    yield Served(url, httpx.post(f"{url}/v1/tenants/acme/sessions", timeout=60).json())
    stopping.set()
    thread.join(20)


def _app(web_dist: Path) -> Any:
    @asynccontextmanager
    async def open_ports() -> AsyncIterator[GatewayPorts]:
        yield Doubles().as_ports()

    return create_app(open_ports, replace(SETTINGS, web_dist=web_dist))


schema = schemathesis.openapi.from_dict(json.loads(document()))


@schema.parametrize()
@FUZZING
def test_strangers_get_what_the_description_says(case: Any, gateway: Served) -> None:
    """
    Any tenant, any id, any body, no credential.
    """
    case.call_and_validate(gateway.url, checks=CHECKS, timeout=60)


@schema.parametrize()
@FUZZING
def test_members_get_what_the_description_says(case: Any, gateway: Served) -> None:
    """
    The tenant and the credential are right, so that everything behind them is reached.
    """
    ids = {"tenant": "acme", "conversation": gateway.session["conversation_id"]}
    for name in case.path_parameters:
        case.path_parameters[name] = ids.get(name, case.path_parameters[name])
    headers = {
        "Authorization": f"Bearer {gateway.credential(case.operation.path)}",
        "X-Duralogue-Tenant": "acme",
    }
    case.call_and_validate(gateway.url, checks=CHECKS, headers=headers, timeout=60)
