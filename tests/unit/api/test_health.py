"""Health, readiness and metrics."""

import asyncio
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from domain.errors import DependencyUnavailable
from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import Doubles, running_gateway


class Well:
    name = "temporal"

    async def check(self) -> None:
        return


class Down:
    name = "postgres"

    async def check(self) -> None:
        raise DependencyUnavailable("the connection was refused")


class Hanging:
    name = "elasticsearch"

    async def check(self) -> None:
        await asyncio.Event().wait()


def test_health_says_that_the_process_lives(doubles: Doubles) -> None:
    """
    Whatever it depends on: restarting the gateway does not mend a database.
    """
    doubles.dependencies = (Down(),)
    with running_gateway(doubles) as client:
        assert client.get("/health").json() == {"status": "alive"}


def test_ready_names_what_is_wrong(doubles: Doubles) -> None:
    """
    All are asked, also behind one that hangs, and each answers for itself.
    """
    doubles.dependencies = (Down(), Hanging(), Well())
    with running_gateway(doubles, ready_timeout=timedelta(milliseconds=50)) as client:
        answer = client.get("/ready")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "dependencies": {
            "postgres": {"ok": False, "problem": "the connection was refused"},
            "elasticsearch": {"ok": False, "problem": "no answer within 0.05 s"},
            "temporal": {"ok": True, "problem": None},
        },
    }


def test_ready_when_everything_is(doubles: Doubles) -> None:
    """
    Then traffic may come.
    """
    doubles.dependencies = (Well(),)
    with running_gateway(doubles) as client:
        answer = client.get("/ready")

    assert (answer.status_code, answer.json()["ready"]) == (200, True)


def test_metrics_count_by_template_and_tenant(visitor: Visitor, doubles: Doubles) -> None:
    """
    Labels stay bounded: an address is counted under its template, never as it was written.
    """
    path = f"{visitor.conversation}/messages"
    body = {"message_id": "m-1", "text": "hi"}
    visitor.client.post(path, headers=visitor.headers, json=body)
    doubles.rate_limiter.used_up = "acme/visitor/"
    visitor.client.post(path, headers=visitor.headers, json=body)
    visitor.client.get("/nowhere/at/all")
    visitor.client.post("/v1/tenants/nobody/sessions")

    metrics = visitor.client.get("/metrics").text

    template = "/v1/tenants/{tenant}/conversations/{conversation}/messages"
    assert f'requests_total{{method="POST",route="{template}",status="202"}} 1.0' in metrics
    assert 'messages_accepted_total{tenant="acme"} 1.0' in metrics
    assert 'rate_limited_total{limit="visitor",tenant="acme"} 1.0' in metrics
    assert 'route="unmatched",status="404"' in metrics
    assert visitor.conversation_id not in metrics
    assert "nobody" not in metrics


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_no_credential_is_needed(client: TestClient, path: str) -> None:
    """
    Load balancers and Prometheus have none.
    """
    assert client.get(path).status_code == 200
