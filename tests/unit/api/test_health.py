"""Health, readiness and metrics."""

import asyncio
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from domain.errors import DependencyRejected, DependencyUnavailable, DuralogueError
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
            "postgres": {"ok": False, "problem": "it does not work; the gateway's log says why"},
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


SECRETS_OF_THE_PLACE = 'connection to server at "10.1.2.3", port 5432 failed: user "duralogue"'


class Talkative:
    name = "postgres"

    async def check(self) -> None:
        raise DependencyUnavailable(SECRETS_OF_THE_PLACE)


@pytest.mark.parametrize("kind", [DependencyUnavailable, DependencyRejected])
def test_outside_nobody_learns_where_a_dependency_is(
    visitor: Visitor,
    doubles: Doubles,
    capsys: pytest.CaptureFixture[str],
    kind: type[DuralogueError],
) -> None:
    """
    A database's own words name its host, port and user; they are in the log, and only there.
    """
    doubles.conversations.failure = doubles.spool.failure = kind(SECRETS_OF_THE_PLACE)
    refused = visitor.client.post(
        f"{visitor.conversation}/messages",
        headers=visitor.headers,
        json={"message_id": "m-1", "text": "hi"},
    )
    doubles.dependencies = (Talkative(),)
    with running_gateway(doubles) as client:
        not_ready = client.get("/ready")

    assert (refused.status_code // 100, not_ready.status_code) == (5, 503)
    for answer in (refused, not_ready):
        for secret in ("10.1.2.3", "5432", 'duralogue"', "user"):
            assert secret not in answer.text.replace("urn:duralogue", "")
    assert capsys.readouterr().out.count("10.1.2.3") >= 2


TOKEN = "token-of-this-installation"


@pytest.mark.parametrize("path", ["/metrics", "/docs", "/openapi.json"])
def test_details_can_be_closed(doubles: Doubles, path: str) -> None:
    """
    What an installation runs and how much is nobody's business outside it.
    """
    with running_gateway(doubles, details_token=TOKEN) as client:
        for shown in ("", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"):
            assert client.get(path, headers={"Authorization": shown}).status_code == 401
        right = client.get(path, headers={"Authorization": f"Bearer {TOKEN}"})

    assert right.status_code == 200


def test_a_closed_ready_still_says_whether_it_is(doubles: Doubles) -> None:
    """
    A load balancer has no token, and needs no more than that.
    """
    doubles.dependencies = (Down(), Well())
    with running_gateway(doubles, details_token=TOKEN) as client:
        bare = client.get("/ready")
        full = client.get("/ready", headers={"Authorization": f"Bearer {TOKEN}"})

    assert (bare.status_code, bare.json()) == (503, {"ready": False, "dependencies": {}})
    assert set(full.json()["dependencies"]) == {"postgres", "temporal"}
