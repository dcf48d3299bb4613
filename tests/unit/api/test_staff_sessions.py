"""A signed-in browser stands for its owner's token everywhere, and cannot be made to act."""

import asyncio

import pytest
from fastapi.testclient import TestClient

from api.staff_cookie import COOKIE, CSRF_HEADER, csrf_token
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.test_staff import ACME, DECISION, MATRIX
from tests.unit.api.test_staff import doubles as doubles  # noqa: PLC0414 - the fixture

LOGIN = f"{ACME}/staff/login"


def sign_in(client: TestClient, role: str) -> dict[str, str]:
    """The headers with which this browser's own page acts."""
    answer = client.post(LOGIN, json={"token": f"{role}-token"})
    return {CSRF_HEADER: answer.json()["csrf"]}


@pytest.mark.parametrize(("method", "path", "body", "allowed"), MATRIX)
def test_a_browser_may_what_its_owner_may(
    client: TestClient, method: str, path: str, body: object, allowed: set[str]
) -> None:
    """
    With its token on all but reads, no route asks how somebody signed in.
    """
    for role in ("supervisor", "auditor", "operator"):
        headers = sign_in(client, role)

        answer = client.request(method, f"{ACME}/{path}", headers=headers, json=body)

        assert answer.status_code != 401
        assert (answer.status_code != 403) is (role in allowed)


@pytest.mark.parametrize("shown", [{}, {CSRF_HEADER: ""}, {CSRF_HEADER: csrf_token("another")}])
def test_another_site_cannot_make_a_browser_act(
    client: TestClient, doubles: Doubles, shown: dict[str, str]
) -> None:
    """
    Reads need no token; whatever changes something does, and nothing has happened without.
    """
    sign_in(client, "supervisor")

    acted = client.post(f"{ACME}/approvals/a-1/decision", headers=shown, json=DECISION)
    written = client.post(f"{ACME}/conversations/web-1/files?name=a.txt", headers=shown)

    assert (acted.status_code, written.status_code) == (403, 403)
    assert CSRF_HEADER in acted.json()["detail"]
    assert doubles.conversations.calls == []
    assert client.get(f"{ACME}/approvals", headers=shown).status_code == 200


def test_a_token_of_one_session_is_none_of_another(client: TestClient) -> None:
    """
    It is made of the cookie, which no other page reads.
    """
    first = sign_in(client, "supervisor")
    sign_in(client, "supervisor")

    refused = client.post(f"{ACME}/approvals/a-1/decision", headers=first, json=DECISION)

    assert refused.status_code == 403


def test_the_page_asks_for_its_token(client: TestClient) -> None:
    """
    After a reload it has the cookie alone; a bearer token needs none.
    """
    headers = sign_in(client, "agent")

    assert client.get(f"{ACME}/staff/me").json()["csrf"] == headers[CSRF_HEADER]
    assert client.get(f"{ACME}/staff/me", headers=staff("agent")).json()["csrf"] is None


def test_over_tls_the_cookie_is_this_hosts_alone(doubles: Doubles, client: TestClient) -> None:
    """
    A neighbouring name under the same domain can then neither set nor read it.
    """
    client.base_url = "https://desk.example"
    cookie = client.post(LOGIN, json={"token": "agent-token"}).headers["Set-Cookie"]

    assert cookie.startswith(f"__Host-{COOKIE}=acme.")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "Path=/", "SameSite=strict"))
    assert "Domain" not in cookie
    assert client.get(f"{ACME}/staff/me").status_code == 200
    plain = cookie.split(";")[0].removeprefix("__Host-")
    client.cookies.clear()
    assert client.get(f"{ACME}/staff/me", headers={"Cookie": plain}).status_code == 401


def test_two_colleagues_with_one_key_are_two_callers(client: TestClient, doubles: Doubles) -> None:
    """
    Under a cookie too, an answer that is kept is its own caller's.
    """
    key = {"Idempotency-Key": "k-1"}
    repair = {"repair_id": "r-1", "action": "close"}
    client.post(f"{ACME}/conversations/web-1/repairs", headers=sign_in(client, "operator") | key,
                json=repair)  # fmt: skip
    again = client.post(
        f"{ACME}/conversations/web-1/repairs",
        headers=sign_in(client, "operator") | key,
        json=repair,
    )

    assert "Idempotency-Replayed" not in again.headers


def test_a_session_is_listed_and_ended_by_its_id(client: TestClient, doubles: Doubles) -> None:
    """
    Somebody left a computer signed in.
    """
    sign_in(client, "agent")
    [session] = asyncio.run(doubles.staff.sessions("acme"))
    assert session.name == "Ann"

    assert asyncio.run(doubles.staff.end_sessions("globex", session_id=session.session_id)) == 0
    assert asyncio.run(doubles.staff.end_sessions("acme", session_id=session.session_id)) == 1
    assert client.get(f"{ACME}/staff/me").status_code == 401
