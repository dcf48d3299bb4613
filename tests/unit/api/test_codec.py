"""The codec endpoint of the Temporal UI."""

import pytest
from fastapi.testclient import TestClient

from tests.unit.api.doubles import CAPABILITY, UI, Doubles, running_gateway

SEALED = {"payloads": [{"metadata": {"encoding": "YmluYXJ5L2VuY3J5cHRlZA=="}, "data": "eA=="}]}
OPENED = {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "eA=="}]}
WITH_TOKEN = {"Authorization": "Bearer agent-token", "X-Duralogue-Tenant": "acme"}


def test_staff_read_payloads_of_their_own_tenant(client: TestClient, doubles: Doubles) -> None:
    """
    The viewer is told the tenant of the token, and refuses another's.
    """
    answer = client.post("/codec/decode", json=SEALED, headers=WITH_TOKEN)

    assert (answer.status_code, answer.json()) == (200, OPENED)
    assert doubles.payloads.opened_for == ["acme"]


def test_a_signed_in_browser_reads_them_too(client: TestClient, doubles: Doubles) -> None:
    """
    The Temporal UI sends cookies, not headers of ours.
    """
    login = client.post("/v1/tenants/acme/staff/login", json={"token": "operator-token"})
    answer = client.post("/codec/decode", json=SEALED)

    cookie = login.headers["Set-Cookie"]
    who = {name: login.json()[name] for name in ("tenant_id", "name", "role")}
    assert who == {"tenant_id": "acme", "name": "Olga", "role": "operator"}
    assert "operator-token" not in cookie
    assert all(part in cookie for part in ("HttpOnly", "Path=/", "SameSite=strict"))
    assert (answer.status_code, doubles.payloads.opened_for) == (200, ["acme"])


def test_signing_out_takes_the_cookie_away(client: TestClient) -> None:
    """
    A shared computer must not go on reading.
    """
    client.post("/v1/tenants/acme/staff/login", json={"token": "operator-token"})
    client.post("/v1/tenants/acme/staff/logout")

    assert client.post("/codec/decode", json=SEALED).status_code == 401


def test_a_payload_can_be_sealed_for_ones_own_tenant(client: TestClient) -> None:
    """
    An operator who sends a signal from the UI seals it like everybody else.
    """
    answer = client.post("/codec/encode", json=OPENED, headers=WITH_TOKEN)

    assert answer.json()["payloads"][0]["metadata"] == {"sealed": "eWVz"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer agent-token"},
        {"Authorization": "Bearer unknown", "X-Duralogue-Tenant": "acme"},
        {"Authorization": "Bearer agent-token", "X-Duralogue-Tenant": "nobody"},
        {"Cookie": "duralogue_staff=acme.unknown"},
        {"Cookie": "duralogue_staff=nonsense"},
        {"Cookie": "duralogue_staff=other.agent-token"},
    ],
)
@pytest.mark.parametrize("path", ["decode", "encode"])
def test_nobody_else_reads_anything(
    client: TestClient, doubles: Doubles, path: str, headers: dict[str, str]
) -> None:
    """
    Payloads hold what customers said.
    """
    answer = client.post(f"/codec/{path}", json=SEALED, headers=headers)

    assert answer.status_code == 401
    assert doubles.payloads.opened_for == []


def test_the_capability_opens_every_tenants(client: TestClient, doubles: Doubles) -> None:
    """
    On a development machine the UI has no credential to send; the address is the secret.
    """
    answer = client.post(f"/codec/{CAPABILITY}/decode", json=SEALED)

    assert (answer.status_code, doubles.payloads.opened_for) == (200, [None])


def test_what_is_sent_with_the_capability_stays_plain(client: TestClient) -> None:
    """
    Such a UI names no tenant whose key could seal it, and workers read plain payloads too.
    """
    assert client.post(f"/codec/{CAPABILITY}/encode", json=OPENED).json() == OPENED


@pytest.mark.parametrize("path", ["decode", "encode"])
@pytest.mark.parametrize("shown", ["wrong", "None", "%C3%A4", CAPABILITY[:-1], CAPABILITY + "x"])
def test_a_wrong_capability_is_no_address(client: TestClient, shown: str, path: str) -> None:
    """
    Neither near misses nor odd bytes tell anything.
    """
    assert client.post(f"/codec/{shown}/{path}", json=SEALED).status_code == 404


@pytest.mark.parametrize("capability", [None, ""])
def test_in_production_there_is_no_capability(doubles: Doubles, capability: str | None) -> None:
    """
    What is not set cannot be shown, not even as an empty string.
    """
    with running_gateway(doubles, codec_capability=capability) as client:
        assert client.post("/codec/None/decode", json=SEALED).status_code == 404
        assert client.post("/codec//decode", json=SEALED).status_code == 404


def test_the_capability_is_never_logged(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The line of the request names the template.
    """
    client.post(f"/codec/{CAPABILITY}/decode", json=SEALED)
    client.post(f"/codec/{CAPABILITY}/nothing", json=SEALED)

    written = capsys.readouterr().out
    assert "/codec/{capability}/decode" in written
    assert CAPABILITY not in written


def test_the_ui_may_call_from_its_own_origin_with_its_cookie(client: TestClient) -> None:
    """
    Only that origin, and the preflight too.
    """
    preflight = {"Access-Control-Request-Method": "POST"}
    by_name = UI.replace("127.0.0.1", "localhost")
    allowed = client.options("/codec/decode", headers={"Origin": UI, **preflight})
    refused = client.options(
        "/codec/decode", headers={"Origin": "https://evil.example", **preflight}
    )

    named = client.options("/codec/decode", headers={"Origin": by_name, **preflight})

    assert (allowed.status_code, named.status_code) == (204, 204)
    assert allowed.headers["Access-Control-Allow-Origin"] == UI
    assert allowed.headers["Access-Control-Allow-Credentials"] == "true"
    assert "X-Namespace" in allowed.headers["Access-Control-Allow-Headers"]
    assert refused.status_code == 403
    assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize(
    "body", [{}, {"payloads": 1}, {"payloads": [{"metadata": {"encoding": 1}}]}, []]
)
def test_what_is_no_list_of_payloads_is_refused(client: TestClient, body: object) -> None:
    """
    Temporal's JSON form, or 422.
    """
    assert client.post("/codec/decode", json=body, headers=WITH_TOKEN).status_code == 422


def test_guessing_tokens_is_slow(client: TestClient, doubles: Doubles) -> None:
    """
    Signing in is limited by address.
    """
    doubles.rate_limiter.used_up = "acme/logins/"

    answer = client.post("/v1/tenants/acme/staff/login", json={"token": "operator-token"})

    assert answer.status_code == 429
