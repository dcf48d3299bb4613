"""The API against its own description: whatever is sent, it answers as it says it does."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

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
from channels.webhook.connection import new_connection
from domain.api_keys import ApiKeyScope, KeySecret, NewApiKey
from tests.e2e.http.serving import served
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import SETTINGS, Doubles

SERVER = KeySecret.made()
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
    api_key: str

    def credential(self, path: str) -> str:
        """Who has business at this address."""
        if path.startswith("/v1/tenants/{tenant}/conversations/{conversation}/"):
            if path.endswith(("/messages", "/events")):
                return str(self.session["session_token"])
            return "operator-token"
        if "/server/" in path:
            return self.api_key
        if "/sessions" in path:
            return str(self.session["session_token"])
        return "operator-token" if "/bots/" in path else "admin-token"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The gateway over doubles, served from a thread of its own: the fuzzer blocks its own."""
    web_dist = tmp_path_factory.mktemp("web")
    for page in ("chat", "desk"):
        (web_dist / f"{page}.html").write_text("<!doctype html><title>Page</title>")
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
    session = httpx.post(f"{url}/v1/tenants/acme/sessions", timeout=60).json()
    yield Served(url, session, SERVER.written())
    stopping.set()
    thread.join(20)


def _app(web_dist: Path) -> Any:
    @asynccontextmanager
    async def open_ports() -> AsyncIterator[GatewayPorts]:
        doubles = Doubles(desk=PlainDesk().as_ports())
        every = NewApiKey(name="fuzzer", scopes=frozenset(ApiKeyScope), made_by="the test")
        doubles.api_keys.keep("acme", every, SERVER)
        await doubles.connections.connect("acme", new_connection("support", "https://x.example"))
        yield doubles.as_ports()

    return create_app(open_ports, replace(SETTINGS, web_dist=web_dist))


schema = schemathesis.openapi.from_dict(json.loads(document()))


@schema.parametrize()
@FUZZING
def test_strangers_get_what_the_description_says(case: Any, gateway: Served) -> None:
    """
    Any tenant, any id, any body, no credential.
    """
    case.call_and_validate(gateway.url, checks=CHECKS, timeout=60)


@schema.exclude(path="/v1/tenants/{tenant}/desk/events").parametrize()
@FUZZING
def test_members_get_what_the_description_says(case: Any, gateway: Served) -> None:
    """
    The tenant and the credential are right, so that everything behind them is reached;
    but for the desk's stream, which does not end.
    """
    conversation = (
        "web-1" if "/desk/" in case.operation.path else gateway.session["conversation_id"]
    )
    ids = {"tenant": "acme", "conversation": conversation}
    for name in case.path_parameters:
        case.path_parameters[name] = ids.get(name, case.path_parameters[name])
    headers = {
        "Authorization": f"Bearer {gateway.credential(case.operation.path)}",
        "X-Duralogue-Tenant": "acme",
    }
    if "account" in (case.body if isinstance(case.body, dict) else {}):
        case.body["account"] = "support"
    case.call_and_validate(gateway.url, checks=CHECKS, headers=headers, timeout=60)


@schema.include(
    path_regex="/(handoffs|approvals|bots|conversations|deliveries|server)"
).parametrize()
@FUZZING
def test_servers_get_what_the_description_says(case: Any, gateway: Served) -> None:
    """
    With an API key of every scope, on the routes of staff as well; and sent twice with one
    Idempotency-Key.
    """
    case.path_parameters["tenant"] = "acme"
    headers = {"Authorization": f"Bearer {gateway.api_key}", "Idempotency-Key": uuid4().hex}
    for _ in range(2):
        case.call_and_validate(gateway.url, checks=CHECKS, headers=headers, timeout=60)
