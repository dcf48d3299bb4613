"""A gateway over doubles, and visitors and staff who call it."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import structlog
from fastapi.testclient import TestClient

from domain import rate_counters
from infra.telemetry.logging import describe
from tests.unit.api.doubles import Doubles, running_gateway


@pytest.fixture(autouse=True, scope="session")
def _plain_log_lines() -> Iterator[None]:
    """Print log lines as JSON: the default renders tracebacks in colours, for seconds."""
    before = structlog.get_config()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.ExceptionRenderer(describe),
            structlog.processors.JSONRenderer(),
        ]
    )
    yield
    structlog.configure(**before)


@pytest.fixture(autouse=True)
def _limits_do_not_refill(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a request may take as long as a limit needs to let the next one in."""
    monkeypatch.setattr(rate_counters, "time", SimpleNamespace(monotonic=lambda: 1_000.0))


@pytest.fixture
def doubles() -> Doubles:
    return Doubles()


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles) as client:
        yield client


@dataclass(frozen=True)
class Visitor:
    """One visitor's session, and the addresses of their conversation."""

    client: TestClient
    token: str
    conversation_id: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def conversation(self) -> str:
        return f"/v1/tenants/acme/conversations/{self.conversation_id}"


def new_visitor(client: TestClient) -> Visitor:
    made = client.post("/v1/tenants/acme/sessions").json()
    return Visitor(client, made["session_token"], made["conversation_id"])


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return new_visitor(client)


def staff(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {role}-token"}
