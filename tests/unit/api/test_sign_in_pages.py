"""The pages on which people sign in: plain forms, without a script."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.one_time_codes import code_of, step_at
from tests.unit.api.doubles import Doubles, running_gateway
from tests.unit.api.test_sign_in import PASSWORD, enrol
from tests.unit.api.test_sign_in import doubles as doubles  # noqa: PLC0414 - the fixture

PAGE = "/desk/acme/sign-in"
OUT = "/desk/acme/sign-out"


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles) as client:
        client.follow_redirects = False
        yield client


def fill_in(client: TestClient, path: str = PAGE, **fields: str) -> Any:
    return client.post(path, data=fields)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("fields", "name", "leads_to"),
    [
        ({"name": "Ann", "password": PASSWORD}, "Ann", "/desk/acme"),
        ({"token": "supervisor-token"}, "Sue", "/desk/acme"),
        ({"token": "auditor-token"}, "Aude", "/desk/acme/audit"),
        ({"token": " operator-token\n"}, "Olga", "/desk/acme/account"),
    ],
)
def test_whoever_signs_in_comes_to_their_page(
    client: TestClient, fields: dict[str, str], name: str, leads_to: str
) -> None:
    """
    By password or by token.
    """
    answer = fill_in(client, **fields)

    assert (answer.status_code, answer.headers["Location"]) == (303, leads_to)
    assert client.get("/v1/tenants/acme/staff/me").json()["name"] == name


def test_the_page_loads_nothing_and_runs_nothing(client: TestClient) -> None:
    """
    Its style is its own, by its hash; forms go to this site alone.
    """
    page = client.get(PAGE)
    policy = page.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script" not in page.text
    assert " style=" not in page.text


def test_it_speaks_the_readers_language(client: TestClient) -> None:
    """
    German to whoever asks for it, English to everybody else.
    """
    german = client.get(PAGE, headers={"Accept-Language": "fr;q=1, de-CH, en;q=0.5"}).text
    other = client.get(PAGE, headers={"Accept-Language": "xx" * 2_000}).text

    assert '<html lang="de">' in german
    assert "Passwort" in german
    assert '<html lang="en">' in other


def test_what_was_typed_is_text(client: TestClient) -> None:
    """
    A name comes back into the form, and nothing that was typed as a secret.
    """
    wrong = fill_in(client, name='"><b>x', password="my wrong password")

    assert wrong.status_code == 401
    assert "&#34;&gt;&lt;b&gt;x" in wrong.text
    assert "my wrong password" not in wrong.text
    assert "There is nobody with this name and password." in wrong.text


@pytest.mark.parametrize(
    "fields",
    [{}, {"name": "Ann"}, {"password": PASSWORD}, {"name": "Ann", "password": "x" * 9_000}],
)
def test_half_a_form_opens_nothing(client: TestClient, fields: dict[str, str]) -> None:
    """
    However it was sent.
    """
    assert fill_in(client, **fields).status_code == 401


def test_a_code_is_asked_for_on_a_page_of_its_own(client: TestClient, doubles: Doubles) -> None:
    """
    Which carries neither the password nor a session.
    """
    secret, _ = enrol(doubles)
    first = fill_in(client, name="Ann", password=PASSWORD)
    step = hidden(first.text, "step")
    assert first.status_code == 200
    assert PASSWORD not in first.text
    assert "Set-Cookie" not in first.headers

    code = code_of(secret, step_at(datetime.now(UTC)))
    assert fill_in(client, f"{PAGE}/code", step=step, code="000000").status_code == 401
    assert fill_in(client, f"{PAGE}/code", step="forged", code=code).status_code == 401
    assert fill_in(client, f"{PAGE}/code", step=step, code=code).status_code == 303
    assert client.get("/v1/tenants/acme/staff/me").json()["name"] == "Ann"


def test_a_step_is_no_session(client: TestClient, doubles: Doubles) -> None:
    """
    Nor does it lead into another tenant.
    """
    enrol(doubles)
    step = hidden(fill_in(client, name="Ann", password=PASSWORD).text, "step")

    client.cookies.set("duralogue_staff", f"acme.{step}")

    assert client.get("/v1/tenants/acme/staff/me").status_code == 401


def test_another_site_signs_nobody_in_or_out(client: TestClient) -> None:
    """
    Not even with a name and password of its own, to watch what is done under it.
    """
    foreign = {"Sec-Fetch-Site": "cross-site"}
    refused = client.post(PAGE, data={"token": "agent-token"}, headers=foreign)
    fill_in(client, token="agent-token")
    kept = client.post(OUT, data={"csrf": "x"})

    assert (refused.status_code, kept.status_code) == (403, 403)
    assert client.get("/v1/tenants/acme/staff/me").status_code == 200


def test_signing_out_ends_the_session(client: TestClient) -> None:
    """
    With the token of its own form.
    """
    fill_in(client, token="operator-token")
    page = client.get("/desk/acme/account")

    out = fill_in(client, OUT, csrf=hidden(page.text, "csrf"))

    assert (out.status_code, out.headers["Location"]) == (303, PAGE)
    assert client.get("/v1/tenants/acme/staff/me").status_code == 401


def test_too_many_tries_have_to_wait(client: TestClient) -> None:
    """
    The page says how long.
    """
    for _ in range(5):
        fill_in(client, name="Ann", password="wrong")

    refused = fill_in(client, name="Ann", password=PASSWORD)

    assert refused.status_code == 429
    assert "Too many tries. Wait 30 seconds" in refused.text


def test_a_form_has_an_end(client: TestClient) -> None:
    """
    Neither endless fields nor another type.
    """
    many = "&".join(f"a{number}=1" for number in range(200))
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert client.post(PAGE, content=many, headers=form).status_code == 400
    assert client.post(PAGE, json={"token": "x"}).status_code == 415
    assert client.post(PAGE, content=b"a=" + b"x" * 70_000, headers=form).status_code == 413
    assert client.post(PAGE, content=b"a=\xff", headers=form).status_code == 400


def test_there_is_no_page_for_no_tenant(client: TestClient) -> None:
    """
    Nor a provider where none is set up.
    """
    assert client.get("/desk/nobody/sign-in").status_code == 404
    assert client.get(f"{PAGE}/provider").status_code == 404
