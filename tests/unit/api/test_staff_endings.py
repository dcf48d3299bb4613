"""A staff token and a browser's session: when each of them stops opening doors."""

import asyncio
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.staff_cookie import COOKIE
from domain.messages import Role, TranscriptMessage
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles, a_bot
from tests.unit.api.recording import NOW

SEALED = {"payloads": [{"metadata": {"encoding": "YmluYXJ5L2VuY3J5cHRlZA=="}, "data": "eA=="}]}
STAFF = "/v1/tenants/acme/staff"


def sign_in(client: TestClient) -> str:
    """The cookie's value; the client keeps none."""
    answer = client.post(f"{STAFF}/login", json={"token": "operator-token"})
    client.cookies.clear()
    return answer.headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


def end(doubles: Doubles, how: str) -> None:
    async def change() -> None:
        [olga] = [each for each in await doubles.staff.listed("acme") if each.name == "Olga"]
        if how == "revoked":
            await doubles.staff.revoke("acme", olga.staff_id)
        else:
            await doubles.staff.expire("acme", olga.staff_id, timedelta())

    asyncio.run(change())


@pytest.mark.parametrize(
    ("credential", "state", "opens"),
    [
        ("token", "valid", True),
        ("token", "expired", False),
        ("token", "revoked", False),
        ("token", "logged out", True),
        ("token", "other tenant", False),
        ("cookie", "valid", True),
        ("cookie", "expired", False),
        ("cookie", "revoked", False),
        ("cookie", "logged out", False),
        ("cookie", "other tenant", False),
    ],
)
def test_what_has_ended_opens_nothing(
    client: TestClient, doubles: Doubles, credential: str, state: str, *, opens: bool
) -> None:
    """
    Signing out ends the browser's session and its copies; only revoking ends the token.
    """
    doubles.bots.put(a_bot("globex"))
    cookie, tenant = sign_in(client), "acme"
    if state in {"expired", "revoked"}:
        end(doubles, state)
    elif state == "logged out":
        client.post(f"{STAFF}/logout", headers={"Cookie": f"{COOKIE}={cookie}"})
    elif state == "other tenant":
        tenant = "globex"
        cookie = f"globex.{cookie.partition('.')[2]}"
    shown = (
        staff("operator") | {"X-Duralogue-Tenant": tenant}
        if credential == "token"
        else {"Cookie": f"{COOKIE}={cookie}"}
    )

    answer = client.post("/codec/decode", json=SEALED, headers=shown)

    assert answer.status_code == (200 if opens else 401)
    if credential == "token":
        me = client.get(f"/v1/tenants/{tenant}/staff/me", headers=shown)
        assert me.status_code == answer.status_code


def test_the_cookie_is_not_the_token(client: TestClient) -> None:
    """
    Whoever copies the cookie has the browser's session, and the token is no cookie.
    """
    cookie = sign_in(client)
    session = cookie.removeprefix("acme.")

    as_token = client.get(f"{STAFF}/me", headers={"Authorization": f"Bearer {session}"})
    as_cookie = client.post(
        "/codec/decode", json=SEALED, headers={"Cookie": f"{COOKIE}=acme.operator-token"}
    )

    assert "operator-token" not in cookie
    assert (as_token.status_code, as_cookie.status_code) == (401, 401)


def test_the_browser_sends_the_cookie_to_whatever_ends_it(client: TestClient) -> None:
    """
    A cookie that is not sent to the address for signing out could not be ended there.
    """
    client.post(f"{STAFF}/login", json={"token": "operator-token"})
    kept = next(each.value for each in client.cookies.jar if each.path == "/")
    assert client.post("/codec/decode", json=SEALED).status_code == 200

    client.post(f"{STAFF}/logout")
    copied = client.post("/codec/decode", json=SEALED, headers={"Cookie": f"{COOKIE}={kept}"})

    assert copied.status_code == 401
    assert not list(client.cookies.jar)


def test_each_use_lengthens_the_cookies_life(client: TestClient) -> None:
    """
    Twelve hours of rest, not twelve hours of work.
    """
    client.post(f"{STAFF}/login", json={"token": "operator-token"})
    assert "Max-Age=43200" in client.post("/codec/decode", json=SEALED).headers["Set-Cookie"]


def test_who_read_what_is_logged_by_id(client: TestClient, doubles: Doubles) -> None:
    """
    After a leak somebody asks whose sign-in it was.
    """
    mine = client.get(f"{STAFF}/me", headers=staff("operator")).json()["staff_id"]
    doubles.transcripts.said = [
        TranscriptMessage(message_id="m-1", role=Role.CUSTOMER, text="hi", seq=1, at=NOW)
    ]
    with capture_logs() as lines:
        cookie = sign_in(client)
        client.post("/codec/decode", json=SEALED, headers={"Cookie": f"{COOKIE}={cookie}"})
        client.get("/v1/tenants/acme/conversations/web-1/transcript", headers=staff("operator"))

    told = [(line["event"], line["staff_id"]) for line in lines if "staff_id" in line]
    assert told == [
        ("staff_logged_in", mine),
        ("payloads_decoded", mine),
        ("transcript_read", mine),
    ]
    assert "operator-token" not in str(lines)
    assert cookie.partition(".")[2] not in str(lines)
