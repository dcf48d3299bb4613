"""Pages for who leads the desk: forms that change something, and what they show."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.audit import AuditNote
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import Doubles, running_gateway
from tests.unit.api.test_sign_in_pages import hidden

DESK = "/desk/acme"
LEADERS = {"supervisor", "admin"}
PAGES = {
    "settings": LEADERS,
    "settings/queues": LEADERS,
    "audit": {"admin", "auditor"},
    "reports": LEADERS | {"auditor"},
    "models": LEADERS | {"auditor", "operator"},
    "account": {"agent", "supervisor", "admin", "auditor", "operator"},
}
FORMS = [
    "settings/agents/Ann",
    "settings/replies",
    "settings/queues",
    "settings/queue",
    "settings/new-queue",
    "account/password",
    "account/second-factor",
]


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    doubles.desk = PlainDesk().as_ports()
    with running_gateway(doubles) as client:
        client.follow_redirects = False
        yield client


def sign_in(client: TestClient, role: str = "admin") -> None:
    client.post(f"{DESK}/sign-in", data={"token": f"{role}-token"})


def send(client: TestClient, page: str, path: str, **fields: str) -> Any:
    csrf = hidden(client.get(f"{DESK}/{page}").text, "csrf")
    return client.post(f"{DESK}/{path}", data={"csrf": csrf, **fields})


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_for_its_roles(client: TestClient, page: str) -> None:
    """
    Everybody else is refused, and a stranger is led to sign in.
    """
    stranger = client.get(f"{DESK}/{page}")
    assert (stranger.status_code, stranger.headers["Location"]) == (303, f"{DESK}/sign-in")

    for role in PAGES["account"]:
        sign_in(client, role)
        assert (client.get(f"{DESK}/{page}").status_code == 200) is (role in PAGES[page])


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_sites_changes_nothing(
    client: TestClient, doubles: Doubles, path: str
) -> None:
    """
    Without the token of its own page.
    """
    sign_in(client)
    before = len(asyncio.run(doubles.audit.after("acme")))

    assert client.post(f"{DESK}/{path}", data={"csrf": "x"}).status_code == 403
    assert client.post(f"{DESK}/{path}").status_code == 403
    assert len(asyncio.run(doubles.audit.after("acme"))) == before


def test_what_an_agent_can_do_is_changed(client: TestClient, doubles: Doubles) -> None:
    """
    And recorded; what cannot be is said, and nothing is changed.
    """
    sign_in(client)
    saved = send(client, "settings", "settings/agents/Ann", languages="de, en", capacity="3")
    wrong = send(client, "settings", "settings/agents/Ann", languages="de", capacity="many")
    nobody = send(client, "settings", "settings/agents/Nobody", capacity="1")

    assert (saved.status_code, wrong.status_code, nobody.status_code) == (200, 422, 422)
    assert 'value="de, en"' in saved.text
    profile = asyncio.run(doubles.roster.profile("acme", "Ann"))
    assert (profile.languages, profile.capacity) == (("de", "en"), 3)
    last = asyncio.run(doubles.audit.listed("acme"))[0]
    assert (last.actor, last.action, last.subject) == ("Ada", "agent_profile_written", "Ann")


def test_a_canned_reply_is_written_and_deleted(client: TestClient, doubles: Doubles) -> None:
    """
    What it says is text, whatever it looks like.
    """
    sign_in(client, "supervisor")
    reply = {"name": "hello", "locale": "en"}
    said = send(
        client, "settings", "settings/replies", **reply, title="Hello", text="</textarea><b>Hi"
    )
    wrong = send(client, "settings", "settings/replies", **reply, title="", text="x")
    assert (said.status_code, wrong.status_code) == (200, 422)
    assert "&lt;/textarea&gt;&lt;b&gt;Hi" in said.text

    gone = send(client, "settings", "settings/replies", **reply, delete="1")

    assert gone.status_code == 200
    assert asyncio.run(doubles.desk_tools.canned_replies.listed("acme")) == []


def test_the_audit_log_is_read_page_by_page(client: TestClient, doubles: Doubles) -> None:
    """
    Filtered by who and what; what stands in it is text.
    """
    for number in range(120):
        note = AuditNote(actor="<b>x", role="agent", action="claimed", subject=f"h-{number}")
        asyncio.run(doubles.audit.record("acme", note))
    sign_in(client, "auditor")

    page = client.get(f"{DESK}/audit").text
    filtered = client.get(f"{DESK}/audit?actor=Aude").text

    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page
    assert "before=22" in page
    assert "h-119" not in filtered
    assert "signed_in" in filtered
    assert client.get(f"{DESK}/audit?before=0").status_code == 422


def test_a_days_numbers_have_a_chart_and_a_table(client: TestClient) -> None:
    """
    Names are text, and a day that cannot be is said to be none.
    """
    sign_in(client, "supervisor")

    page = client.get(f"{DESK}/reports").text

    assert "<svg" in page
    assert "=HYPERLINK(1)" in page
    assert "due Mon 09:30: 45 min on Fri, 15 on Mon" in page
    assert "day.csv?date=" in page
    assert client.get(f"{DESK}/reports?day=2999-01-01").status_code == 422
    assert client.get(f"{DESK}/reports?day=x").status_code == 422


def test_people_change_their_own_password(client: TestClient, doubles: Doubles) -> None:
    """
    With the present one, where there is one; a weak one is refused, and they stay signed in.
    """
    sign_in(client, "agent")
    good = {"new": "correct horse battery", "again": "correct horse battery"}
    weak = send(client, "account", "account/password", new="short", again="short")
    first = send(client, "account", "account/password", **good)
    wrong = send(client, "account", "account/password", **good, old="wrong")
    other = {"new": "another battery horse", "again": "another battery horse"}
    changed = send(client, "account", "account/password", **other, old=good["new"])

    assert "12 to 200 characters" in weak.text
    assert "Saved." in first.text
    assert wrong.status_code == 403
    assert "Saved." in changed.text
    assert client.get(f"{DESK}/account").status_code == 200
    [ann] = [each for each in asyncio.run(doubles.staff.listed("acme")) if each.name == "Ann"]
    check = doubles.credentials.check_password("acme", "Ann", other["new"])
    assert (asyncio.run(check) or ann).staff_id == ann.staff_id
