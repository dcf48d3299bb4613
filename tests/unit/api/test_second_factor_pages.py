"""A second factor that the tenant demands: the way to the desk, and who demands it."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.one_time_codes import code_of, step_at
from domain.staff import SignInMethod
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles, running_gateway
from tests.unit.api.test_sign_in import PASSWORD, enrol
from tests.unit.api.test_sign_in import doubles as doubles  # noqa: PLC0414 - the fixture
from tests.unit.api.test_sign_in_pages import fill_in, hidden

DESK = "/desk/acme"
FACTOR = f"{DESK}/second-factor"
ME = "/v1/tenants/acme/staff/me"


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles) as client:
        client.follow_redirects = False
        yield client


def demand(doubles: Doubles) -> None:
    asyncio.run(doubles.credentials.demand_second_factor("acme", "Ada", is_demanded=True))


def send(client: TestClient, path: str, page: str = FACTOR, **fields: str) -> Any:
    csrf = hidden(client.get(page).text, "csrf")
    return client.post(path, data={"csrf": csrf, **fields})


def set_up(client: TestClient) -> Any:
    shown = send(client, f"{FACTOR}/begin").text
    found = re.search(r"secret=([A-Z2-7]+)", shown)
    assert found
    return shown, found[1]


def code_by(secret: str) -> str:
    import base64  # noqa: PLC0415 - as the link has it

    padded = secret + "=" * (-len(secret) % 8)
    return code_of(base64.b32decode(padded), step_at(datetime.now(UTC)))


def actions(doubles: Doubles) -> list[tuple[str, str]]:
    return [(each.actor, each.action) for each in asyncio.run(doubles.audit.after("acme"))]


def test_whoever_has_none_sets_it_up_before_anything_else(
    client: TestClient, doubles: Doubles
) -> None:
    """
    After a right password nothing opens, neither a page nor the API; then all does.
    """
    demand(doubles)
    fill_in(client, name="Ann", password=PASSWORD)
    for closed in ("account", "settings", "sign-in"):
        led = client.get(f"{DESK}/{closed}")
        assert (led.status_code, led.headers["Location"]) == (303, FACTOR)
    refused = client.get(ME)
    assert refused.status_code == 401
    assert refused.json()["type"] == "urn:duralogue:problem:second-factor-demanded"

    page, secret = set_up(client)
    wrong = send(client, f"{FACTOR}/confirm", code="000000")
    assert (wrong.status_code, client.get(ME).status_code) == (403, 401)
    assert f"secret={secret}&" in wrong.text.replace("&amp;", "&"), "the app has it already"
    done = send(client, f"{FACTOR}/confirm", code=code_by(secret))

    assert "<nav>\n  </nav>" in page
    assert done.text.count("<li>") == 10
    assert f'href="{DESK}"' in done.text
    assert client.get(ME).json()["name"] == "Ann"
    assert client.get(FACTOR).status_code == 200
    assert ("Ann", "second_factor_set") in actions(doubles)


def test_sessions_of_before_are_asked_at_their_next_request(
    client: TestClient, doubles: Doubles
) -> None:
    """
    With a code where there is a second factor; wrong ones are counted.
    """
    fill_in(client, token="agent-token")
    assert client.get(ME).status_code == 200
    secret, recovery = enrol(doubles)

    demand(doubles)

    assert client.get(ME).status_code == 401
    assert send(client, f"{FACTOR}/code", code="000000").status_code == 401
    later = datetime.now(UTC) + timedelta(seconds=30)
    shown = send(client, f"{FACTOR}/code", code=code_of(secret, step_at(later)))
    assert (shown.status_code, shown.headers["Location"]) == (303, DESK)
    assert client.get(ME).json()["name"] == "Ann"
    assert ("Ann", "second_factor_shown") in actions(doubles)
    fill_in(client, token="agent-token")
    assert send(client, f"{FACTOR}/code", code=recovery[0]).status_code == 303
    fill_in(client, token="agent-token")
    for _ in range(5):
        send(client, f"{FACTOR}/code", code="000000")
    waits = send(client, f"{FACTOR}/code", code=recovery[1])
    assert (waits.status_code, "Retry-After" in waits.headers) == (429, True)


def test_who_shows_a_code_while_signing_in_is_not_asked_again(
    client: TestClient, doubles: Doubles
) -> None:
    demand(doubles)
    secret, _ = enrol(doubles)
    step = hidden(fill_in(client, name="Ann", password=PASSWORD).text, "step")
    code = code_of(secret, step_at(datetime.now(UTC)))

    fill_in(client, f"{DESK}/sign-in/code", step=step, code=code)

    assert client.get(ME).json()["name"] == "Ann"


def test_the_api_signs_in_with_a_code_or_to_nothing(client: TestClient, doubles: Doubles) -> None:
    demand(doubles)
    login = "/v1/tenants/acme/staff/login"
    client.post(login, json={"token": "agent-token"})
    assert client.get(ME).status_code == 401
    secret, _ = enrol(doubles)
    code = code_of(secret, step_at(datetime.now(UTC)))

    signed_in = client.post(login, json={"name": "Ann", "password": PASSWORD, "code": code})

    assert signed_in.status_code == 200
    assert client.get(ME).status_code == 200


def test_providers_and_programs_are_exempt(client: TestClient, doubles: Doubles) -> None:
    """
    A provider asks for what the company has set there; a token is a program's.
    """
    demand(doubles)
    member = asyncio.run(doubles.staff.find("acme", "agent-token"))
    assert member
    session = asyncio.run(doubles.staff.begin_session(member, SignInMethod.PROVIDER))

    assert client.get(ME, headers=staff("agent")).status_code == 200
    client.cookies.set("duralogue_staff", f"acme.{session}")
    assert client.get(ME).status_code == 200
    assert client.get(f"{DESK}/account").status_code == 200


def test_one_may_leave_instead(client: TestClient, doubles: Doubles) -> None:
    demand(doubles)
    fill_in(client, name="Ann", password=PASSWORD)

    out = send(client, f"{DESK}/sign-out")

    assert (out.status_code, out.headers["Location"]) == (303, f"{DESK}/sign-in")
    assert client.get(f"{DESK}/sign-in").status_code == 200
    assert client.get(FACTOR).headers["Location"] == f"{DESK}/sign-in"


def test_an_administrator_demands_it_and_lifts_it(client: TestClient, doubles: Doubles) -> None:
    """
    Audited, once each; it holds for themselves as well.
    """
    fill_in(client, token="admin-token")
    settings, form = f"{DESK}/settings", f"{DESK}/settings/second-factor"
    assert "left to each person" in client.get(settings).text

    for _ in range(2):
        csrf = hidden(client.get(FACTOR).text, "csrf")
        client.post(form, data={"csrf": csrf, "demanded": "1"})
    led = client.get(settings)
    _, secret = set_up(client)
    send(client, f"{FACTOR}/confirm", code=code_by(secret))
    page = client.get(settings).text
    send(client, form, settings, demanded="0")

    assert led.headers["Location"] == FACTOR
    assert "Everybody who signs in here needs" in page
    assert "set up" in page
    demands = [one for one in actions(doubles) if "demanded" in one[1]]
    assert demands == [
        ("Ada", "second_factor_demanded"),
        ("Ada", "second_factor_no_longer_demanded"),
    ]
    assert not asyncio.run(doubles.credentials.demands_second_factor("acme"))


def test_an_administrator_helps_whoever_has_lost_it(client: TestClient, doubles: Doubles) -> None:
    """
    Then they set up another one; sessions that had shown the old one have to show the new one.
    """
    enrol(doubles)
    ann = asyncio.run(doubles.staff.find("acme", "agent-token"))
    assert ann
    anns = asyncio.run(doubles.staff.begin_session(ann, SignInMethod.PASSWORD, has_factor=True))
    fill_in(client, token="admin-token")
    form = f"{DESK}/settings/second-factor/remove"
    nobody = send(client, form, f"{DESK}/settings", staff_id="nobody")

    gone = send(client, form, f"{DESK}/settings", staff_id=ann.staff_id)

    assert (nobody.status_code, gone.status_code) == (404, 303)
    assert ("Ada", "second_factor_removed") in actions(doubles)
    assert asyncio.run(doubles.credentials.with_second_factor("acme")) == frozenset()
    demand(doubles)
    client.cookies.clear()
    client.cookies.set("duralogue_staff", f"acme.{anns}")
    assert "set up an app on your phone" in client.get(FACTOR).text


def test_nobody_removes_their_own(client: TestClient, doubles: Doubles) -> None:
    """
    Whoever finds a browser open would put their own in its place; another administrator helps.
    """
    fill_in(client, token="admin-token")
    _, secret = set_up(client)
    send(client, f"{FACTOR}/confirm", code=code_by(secret))
    ada = asyncio.run(doubles.staff.find("acme", "admin-token"))
    assert ada

    form = f"{DESK}/settings/second-factor/remove"
    refused = send(client, form, f"{DESK}/settings", staff_id=ada.staff_id)

    assert refused.status_code == 403
    assert f'value="{ada.staff_id}"' not in client.get(f"{DESK}/settings").text
    assert asyncio.run(doubles.credentials.has_second_factor("acme", ada.staff_id))


@pytest.mark.parametrize("fields", [{}, {"demanded": ""}, {"demanded": "no"}])
def test_what_says_nothing_lifts_nothing(
    client: TestClient, doubles: Doubles, fields: dict[str, str]
) -> None:
    fill_in(client, token="admin-token")
    _, secret = set_up(client)
    send(client, f"{FACTOR}/confirm", code=code_by(secret))
    demand(doubles)

    answer = send(client, f"{DESK}/settings/second-factor", f"{DESK}/settings", **fields)

    assert answer.status_code == 422
    assert asyncio.run(doubles.credentials.demands_second_factor("acme"))


@pytest.mark.parametrize("role", ["agent", "supervisor", "auditor", "operator"])
def test_nobody_else_does(client: TestClient, doubles: Doubles, role: str) -> None:
    fill_in(client, token=f"{role}-token")
    csrf = hidden(client.get(FACTOR).text, "csrf")
    for path in ("second-factor", "second-factor/remove"):
        refused = client.post(f"{DESK}/settings/{path}", data={"csrf": csrf, "demanded": "1"})
        assert refused.status_code == 403
    assert not asyncio.run(doubles.credentials.demands_second_factor("acme"))
    assert "Demand a second factor" not in client.get(f"{DESK}/settings").text


@pytest.mark.parametrize(
    "path",
    [
        "second-factor/begin",
        "second-factor/confirm",
        "second-factor/code",
        "settings/second-factor",
        "settings/second-factor/remove",
    ],
)
def test_a_form_of_another_sites_changes_nothing(
    client: TestClient, doubles: Doubles, path: str
) -> None:
    fill_in(client, token="admin-token")
    before = len(actions(doubles))

    assert client.post(f"{DESK}/{path}", data={"csrf": "x", "demanded": "1"}).status_code == 403
    assert len(actions(doubles)) == before
