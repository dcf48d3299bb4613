"""Signing in with a password, and with a code besides."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.one_time_codes import code_of, step_at
from tests.unit.api.doubles import Doubles

ACME = "/v1/tenants/acme"
LOGIN = f"{ACME}/staff/login"
PASSWORD = "correct horse battery"


@pytest.fixture
def doubles() -> Doubles:
    """Ann has a password."""
    doubles = Doubles()
    asyncio.run(doubles.credentials.set_password("acme", ann(doubles), PASSWORD))
    return doubles


def ann(doubles: Doubles) -> str:
    people = asyncio.run(doubles.staff.listed("acme"))
    return next(each.staff_id for each in people if each.name == "Ann")


def enrol(doubles: Doubles) -> tuple[bytes, tuple[str, ...]]:
    """(secret, recovery codes)."""
    credentials, staff_id = doubles.credentials, ann(doubles)
    secret = asyncio.run(credentials.begin_second_factor("acme", staff_id))
    now = datetime.now(UTC) - timedelta(seconds=30)
    code = code_of(secret, step_at(now))
    codes = asyncio.run(credentials.confirm_second_factor("acme", staff_id, code, at=now))
    return secret, codes


def sign_in(client: TestClient, name: str = "Ann", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, json={"name": name, "password": password, **more})


def test_a_password_opens_what_a_token_does(client: TestClient, doubles: Doubles) -> None:
    """
    And the audit log says by what.
    """
    assert sign_in(client).json()["name"] == "Ann"
    assert client.get(f"{ACME}/staff/me").json()["role"] == "agent"
    assert '"by": "password"' in asyncio.run(doubles.audit.after("acme"))[0].detail


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ann", "wrong"), ("Nobody", PASSWORD), ("Sue", PASSWORD), ("\u200b", PASSWORD)],
)
def test_nobody_learns_who_is_there(client: TestClient, name: str, password: str) -> None:
    """
    A wrong password, no password and no such person are one answer.
    """
    answer = sign_in(client, name, password)

    assert (answer.status_code, answer.json()["detail"]) == (
        401,
        "There is nobody with this name and password.",
    )
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["Ann", "Nobody"])
def test_guessing_has_to_wait(client: TestClient, name: str) -> None:
    """
    Also where the right one follows, and for people that are none.
    """
    for _ in range(5):
        assert sign_in(client, name, "wrong").status_code == 401

    refused = sign_in(client, name)

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 20
    assert sign_in(client, "Olga", "wrong").status_code == 401


def test_an_address_has_to_wait_whichever_names_it_tries(
    client: TestClient, doubles: Doubles
) -> None:
    """
    One password tried with everybody's name.
    """
    answers = [sign_in(client, f"Nobody {number}").status_code for number in range(25)]

    assert answers == [401] * 20 + [429] * 5


def test_who_gets_in_begins_anew(client: TestClient) -> None:
    """
    Mistyping four times a day locks nobody out.
    """
    for _ in range(3):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 200


def test_a_second_factor_is_asked_for(client: TestClient, doubles: Doubles) -> None:
    """
    The password alone opens nothing, a code works once, and so does each recovery code.
    """
    secret, recovery = enrol(doubles)
    code = code_of(secret, step_at(datetime.now(UTC)))

    first = sign_in(client)
    assert (first.status_code, first.json()["type"]) == (
        401,
        "urn:duralogue:problem:second-factor-needed",
    )
    assert sign_in(client, code="000000").status_code == 401
    assert sign_in(client, code=code).status_code == 200
    assert sign_in(client, code=code).status_code == 401
    assert sign_in(client, code=recovery[0].upper()).status_code == 200
    assert sign_in(client, code=recovery[0]).status_code == 401


def test_guessing_codes_has_to_wait(client: TestClient, doubles: Doubles) -> None:
    """
    A million codes are not many.
    """
    enrol(doubles)
    answers = [sign_in(client, code="000000").status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "Ann"},
        {"password": PASSWORD},
        {"token": "agent-token", "name": "Ann"},
        {"token": "agent-token", "name": "Ann", "password": PASSWORD},
        {"token": "agent-token", "code": "1"},
    ],
)
def test_one_way_at_a_time(client: TestClient, body: dict[str, str]) -> None:
    """
    Else it would be open which of them counts.
    """
    assert client.post(LOGIN, json=body).status_code == 422


def test_a_new_password_ends_what_the_old_one_began(client: TestClient, doubles: Doubles) -> None:
    """
    Whoever knew the old one is out.
    """
    sign_in(client)
    asyncio.run(doubles.credentials.set_password("acme", ann(doubles), "another long one"))

    assert client.get(f"{ACME}/staff/me").status_code == 401
    assert sign_in(client).status_code == 401
