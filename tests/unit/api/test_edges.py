"""Rules for every request: ids, headers, origins, unknown addresses, unexpected failures."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from domain.errors import DependencyRejected, DependencyUnavailable, DuralogueError
from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import (
    CAPABILITY,
    OWN_PAGE,
    SECRET,
    SETTINGS,
    SHARED,
    Doubles,
    running_gateway,
)

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PREFLIGHT = {"Access-Control-Request-Method": "POST"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Request-Id": "request-0001"}, "request-0001"),
        ({"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}, TRACE),
        ({"X-Request-Id": "request-0001", "traceparent": f"00-{TRACE}-0-01"}, "request-0001"),
        ({"traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01"}, None),
        ({"traceparent": "nonsense"}, None),
        ({"X-Request-Id": "short"}, None),
        ({"X-Request-Id": "x" * 65}, None),
        ({"X-Request-Id": 'forged", "level": "info'}, None),
        ({}, None),
    ],
)
def test_a_request_has_one_id(
    client: TestClient, headers: dict[str, str], expected: str | None
) -> None:
    """
    The caller's where it is well-formed, so that nothing odd gets into logs; else a new one.
    """
    given = client.get("/health", headers=headers).headers["X-Request-Id"]

    assert given == expected if expected else re.fullmatch("[0-9a-f]{32}", given)


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    """
    Refusals and unknown addresses too.
    """
    for path in ("/health", "/v1/tenants/acme/branding", "/v1/tenants/acme/handoffs", "/nowhere"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/tenants/acme/nothing", 404),
        ("DELETE", "/health", 405),
        ("PUT", "/v1/tenants/acme/sessions", 405),
        ("BREW", "/health", 405),
    ],
)
def test_an_unknown_address_or_method_is_a_problem(
    client: TestClient, method: str, path: str, status: int
) -> None:
    """
    One shape for every refusal.
    """
    answer = client.request(method, path)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["trace_id"] == answer.headers["X-Request-Id"]
    assert ("Allow" in answer.headers) is (status == 405)


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (DependencyUnavailable("no database"), 503),
        (DependencyRejected("Temporal said no"), 502),
        (DuralogueError("something of ours without a status"), 500),
    ],
)
def test_a_failure_has_the_status_of_its_kind(
    visitor: Visitor, doubles: Doubles, failure: DuralogueError, status: int
) -> None:
    """
    Derived from the error tree, in one place.
    """
    doubles.conversations.failure = doubles.spool.failure = failure

    answer = visitor.client.post(
        f"{visitor.conversation}/messages",
        headers=visitor.headers,
        json={"message_id": "m-1", "text": "hi"},
    )

    assert answer.status_code == status


def test_an_unexpected_failure_tells_nothing_but_its_trace_id(
    visitor: Visitor,
    doubles: Doubles,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """
    The details are in the log, under the same id.
    """

    async def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(doubles.conversations, "deliver", fail)

    answer = visitor.client.post(
        f"{visitor.conversation}/messages",
        headers=visitor.headers,
        json={"message_id": "m-1", "text": "hi"},
    )

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "secret detail" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    written = capsys.readouterr().out
    assert "ZeroDivisionError" in written
    assert answer.json()["trace_id"] in written


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (OWN_PAGE, OWN_PAGE),
        ("https://evil.example", None),
        ("null", None),
        (OWN_PAGE + ".evil.example", None),
    ],
)
def test_only_the_tenants_own_pages_may_call(
    client: TestClient, origin: str, allowed: str | None
) -> None:
    """
    Preflights are answered by the tenant's current settings, and answers marked to match.
    """
    for path in ("sessions", "branding", "conversations/web-1/messages"):
        address = f"/v1/tenants/acme/{path}"
        preflight = client.options(address, headers={"Origin": origin, **PREFLIGHT})
        answer = client.get(address, headers={"Origin": origin})

        assert preflight.status_code == (204 if allowed else 403)
        for given in (preflight, answer):
            assert given.headers.get("Access-Control-Allow-Origin") == allowed
            assert "Access-Control-Allow-Credentials" not in given.headers
            assert "Origin" in given.headers["Vary"]


@pytest.mark.parametrize("path", ["/v1/tenants/acme/handoffs", "/v1/tenants/nobody/sessions"])
def test_other_addresses_are_closed_to_every_page(client: TestClient, path: str) -> None:
    """
    A customer's page has no business with staff's endpoints.
    """
    answer = client.options(path, headers={"Origin": OWN_PAGE, **PREFLIGHT})

    assert answer.status_code in {403, 405}
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_secrets_do_not_show_where_settings_are_printed() -> None:
    """
    A settings object ends up in tracebacks and logs sooner or later.
    """
    shown = repr(SETTINGS)

    assert not [secret for secret in (SECRET, SHARED, CAPABILITY) if secret in shown]


def test_settings_in_use_survive_an_outage_of_their_store(
    visitor: Visitor, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A message is not refused because limits could not be read again.
    """
    doubles.bots.failure = DependencyUnavailable("PostgreSQL is restarting")
    monkeypatch.setattr("api.tenants.TenantDirectory._is_fresh", lambda *_: False)

    answer = visitor.client.post(
        f"{visitor.conversation}/messages",
        headers=visitor.headers,
        json={"message_id": "m-1", "text": "hi"},
    )

    assert answer.status_code == 202


@pytest.fixture
def web_dist(tmp_path: Path) -> Path:
    (tmp_path / "chat.html").write_text("<!doctype html><title>Chat</title>")
    (tmp_path / "widget.js").write_text("'use strict';")
    return tmp_path


def test_the_chat_page_may_be_framed_by_the_tenants_pages_only(
    doubles: Doubles, web_dist: Path
) -> None:
    """
    Everybody else could lay the page under a button of theirs.
    """
    with running_gateway(doubles, web_dist=web_dist) as client:
        page = client.get("/chat/acme")

    policy = page.headers["Content-Security-Policy"]
    assert page.headers["Content-Type"].startswith("text/html")
    assert f"frame-ancestors 'self' {OWN_PAGE}" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy


def test_the_widget_may_be_loaded_from_anywhere(doubles: Doubles, web_dist: Path) -> None:
    """
    It holds nothing; what it calls is guarded by the tenant's origins.
    """
    with running_gateway(doubles, web_dist=web_dist) as client:
        script = client.get("/widget/widget.js")

        assert "javascript" in script.headers["Content-Type"]
        assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        for path in ("/widget/none.js", "/widget/../secret", "/widget/%2e%2e/secret"):
            answer = client.get(path)
            assert answer.status_code == 404
            assert answer.headers["Content-Type"] == "application/problem+json"


def test_pages_that_are_not_there_are_problems(client: TestClient) -> None:
    """
    An unknown tenant is one thing, a missing build another.
    """
    assert client.get("/chat/nobody").status_code == 404
    assert client.get("/chat/acme").status_code == 503
