"""Signing in by an identity provider, over HTTP and with its signatures."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.staff import StaffRole
from domain.staff_sign_in import StaffSignIn
from tests.fakes.openid_provider import (
    CLIENT,
    SECRET,
    Calls,
    OpenidProvider,
    running_provider,
)
from tests.unit.api.doubles import Doubles, a_bot, running_gateway

DESK = "/desk/acme/sign-in"
LOGOUT = "/v1/tenants/acme/staff/provider-logout"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def running() -> Iterator[OpenidProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: OpenidProvider) -> OpenidProvider:
    fresh = OpenidProvider()
    running.__dict__.update({**fresh.__dict__, "issuer": running.issuer})
    return running


@pytest.fixture
def doubles(provider: OpenidProvider) -> Doubles:
    doubles = Doubles()
    settings = StaffSignIn(
        issuer=provider.issuer,
        client_id=CLIENT,
        secret="desk_client",
        groups={"leads": StaffRole.SUPERVISOR, "desk": StaffRole.AGENT},
        label="Acme ID",
    )
    doubles.bots.put(a_bot(staff_sign_in=settings))
    doubles.providers = doubles.key_sets = Calls(provider.issuer.removeprefix("http://"))
    return doubles


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles, tenant_secrets={"acme": {"desk_client": SECRET}}) as client:
        client.follow_redirects = False
        yield client


def sign_in(client: TestClient, provider: OpenidProvider) -> Any:
    there = client.get(f"{DESK}/provider")
    assert there.status_code == 303
    return client.get(provider.authorize(there.headers["Location"]))


def me(client: TestClient) -> Any:
    return client.get("/v1/tenants/acme/staff/me")


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_whom_the_provider_vouches_for_is_in(
    client: TestClient, provider: OpenidProvider, doubles: Doubles, algorithm: str
) -> None:
    """
    Added at the first time, known at the second, with the role that the groups give.
    """
    provider.algorithm = algorithm
    assert "Sign in with Acme ID" in client.get(DESK).text

    answer = sign_in(client, provider)
    first = me(client).json()
    sign_in(client, provider)

    assert answer.status_code == 200
    assert 'content="0;url=/desk/acme"' in answer.text
    assert (first["name"], first["role"]) == ("Kim Lee", "agent")
    assert me(client).json()["staff_id"] == first["staff_id"]
    assert '"by": "provider"' in asyncio.run(doubles.audit.listed("acme"))[0].detail


def test_a_role_changes_and_goes_with_the_groups(
    client: TestClient, provider: OpenidProvider
) -> None:
    """
    At the next sign-in; without any that counts, every session of theirs is over.
    """
    sign_in(client, provider)
    provider.claims["groups"] = ["others", "desk", "leads"]
    sign_in(client, provider)
    assert me(client).json()["role"] == "supervisor"

    provider.claims["groups"] = ["others"]
    refused = sign_in(client, provider)

    assert refused.status_code == 403
    assert "None of your groups" in refused.text
    assert me(client).status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 300},
        {"exp": None},
        {"iat": int(time.time()) - 3_600},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_a_token_that_is_not_as_it_should_be_opens_nothing(
    client: TestClient, provider: OpenidProvider, changed: dict[str, Any]
) -> None:
    """
    Meant for another client, another sign-in or another time.
    """
    provider.changed = changed

    answer = sign_in(client, provider)

    assert answer.status_code == 401
    assert me(client).status_code == 401


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_signature_is_none(client: TestClient, provider: OpenidProvider, algorithm: str) -> None:
    """
    Nor one that is made with the client's own secret.
    """
    provider.algorithm = algorithm

    assert sign_in(client, provider).status_code == 401


def test_keys_may_be_changed(
    client: TestClient, provider: OpenidProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    An unknown key is asked for, half a minute after the last time.
    """
    assert sign_in(client, provider).status_code == 200
    provider.rotate()
    monkeypatch.setattr("api.customer_key_sets.ASKED_AGAIN_AFTER", timedelta())

    assert sign_in(client, provider).status_code == 200
    assert provider.documents == 2


def test_another_browser_cannot_finish_it(client: TestClient, provider: OpenidProvider) -> None:
    """
    Nobody is signed in as somebody else by a link that was sent to them; and it works once.
    """
    back = provider.authorize(client.get(f"{DESK}/provider").headers["Location"])
    kept = dict(client.cookies)
    client.cookies.clear()
    assert client.get(back).status_code == 401

    client.cookies.update(kept)
    assert client.get(back).status_code == 200
    assert client.get(back).status_code == 401


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x", "?state=x&code=x", "?error=denied"])
def test_what_never_began_does_not_end_well(client: TestClient, query: str) -> None:
    """
    Also where somebody has refused at the provider.
    """
    assert client.get(f"{DESK}/callback{query}").status_code == 401


def test_another_provider_cannot_answer(client: TestClient, provider: OpenidProvider) -> None:
    """
    A mix-up: the answer names whose it is (RFC 9207).
    """
    back = provider.authorize(client.get(f"{DESK}/provider").headers["Location"])

    assert client.get(f"{back}&iss=https://another.example").status_code == 401


def test_a_taken_name_is_not_taken_over(
    client: TestClient, provider: OpenidProvider, doubles: Doubles
) -> None:
    """
    Whoever calls themselves Ann at the provider is not our Ann; the next name they have is tried.
    """
    provider.claims |= {"name": "Ann", "preferred_username": "ann2"}
    sign_in(client, provider)
    assert me(client).json()["name"] == "ann2"

    provider.claims |= {"sub": "u-2", "preferred_username": "Sue"}
    assert sign_in(client, provider).status_code == 403


def test_whoever_was_revoked_here_stays_out(
    client: TestClient, provider: OpenidProvider, doubles: Doubles
) -> None:
    """
    Though the provider still knows them.
    """
    sign_in(client, provider)
    staff_id = me(client).json()["staff_id"]
    asyncio.run(doubles.staff.revoke("acme", staff_id))

    assert me(client).status_code == 401
    assert sign_in(client, provider).status_code == 403


def test_a_provider_that_is_down_is_said_to_be(
    client: TestClient, provider: OpenidProvider
) -> None:
    """
    Before and after somebody was there; passwords go on working.
    """
    back = provider.authorize(client.get(f"{DESK}/provider").headers["Location"])
    provider.is_down = True

    answer = client.get(back)

    assert answer.status_code == 503
    assert "cannot be reached" in answer.text


@pytest.mark.parametrize("named", [{"sid": None}, {"sub": None}, {}])
def test_signing_out_there_ends_sessions_here(
    client: TestClient, provider: OpenidProvider, named: dict[str, Any]
) -> None:
    """
    By the session, by the person, or by both; the same token is obeyed once.
    """
    sign_in(client, provider)
    token = provider.logout_token(**named)
    form = f"logout_token={token}"

    assert client.post(LOGOUT, content=form, headers=FORM).status_code == 200
    assert me(client).status_code == 401
    sign_in(client, provider)
    assert client.post(LOGOUT, content=form, headers=FORM).status_code == 200
    assert me(client).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"events": None},
        {"events": {"another": {}}},
        {"nonce": "x"},
        {"sub": None, "sid": None},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"jti": None},
        {"iat": int(time.time()) - 3_600},
    ],
)
def test_what_is_no_logout_token_ends_nothing(
    client: TestClient, provider: OpenidProvider, changed: dict[str, Any]
) -> None:
    """
    Not an ID token either, which anybody who signs in could send.
    """
    sign_in(client, provider)
    form = f"logout_token={provider.logout_token(**changed)}"

    assert client.post(LOGOUT, content=form, headers=FORM).status_code == 422
    assert me(client).status_code == 200


@pytest.mark.parametrize("body", ["", "x=1", "logout_token=", "logout_token=a.b.c"])
def test_an_odd_form_ends_nothing(client: TestClient, body: str) -> None:
    """
    Whoever sends it is told what is wanted.
    """
    answer = client.post(LOGOUT, content=body, headers=FORM)

    assert answer.status_code == 422
