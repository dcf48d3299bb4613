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


def test_what_was_entered_is_there_again_where_it_is_refused(client: TestClient) -> None:
    """
    With what is wrong in the reader's language, and what there is instead.
    """
    sign_in(client)
    fields = {"queues": "suport <b>", "skills": "", "languages": "de", "capacity": "2"}
    wrong = send(client, "settings", "settings/agents/Ann", **fields).text
    client.headers["Accept-Language"] = "de"
    german = send(client, "settings", "settings/agents/Ann", **fields).text
    number = send(client, "settings", "settings/agents/Ann", **{**fields, "capacity": "x"}).text
    reply = {"name": "hi", "locale": "en", "title": "Hi", "text": "x" * 9_000}
    too_long = send(client, "settings", "settings/replies", **reply).text

    assert 'value="suport &lt;b&gt;"' in wrong
    assert "Not saved for Ann: Queues: “suport &lt;b&gt;” is not known here. There are: " in wrong
    assert "Nicht gespeichert für Ann: Warteschlangen: „suport &lt;b&gt;“ ist hier nicht" in german
    assert "Nicht gespeichert für Ann: Kapazität: In Punkten, 0 bis 100" in number
    assert "x" * 9_000 in too_long


def test_a_page_for_other_roles_leads_back_to_the_desk(client: TestClient) -> None:
    """
    In the reader's language; an address outside the desk has no such way.
    """
    sign_in(client, "agent")
    asked = {"Accept": "text/html", "Accept-Language": "de-AT,de"}
    closed = client.get(f"{DESK}/settings", headers=asked)
    nothing = client.get(f"{DESK}/nothing", headers=asked)
    elsewhere = client.get("/nothing", headers=asked)

    assert (closed.status_code, nothing.status_code) == (403, 404)
    assert "Nicht für Ihre Rolle" in closed.text
    assert "Diese Seite gibt es nicht" in nothing.text
    for page in (closed.text, nothing.text):
        assert '<html lang="de">' in page
        assert '<a href="/desk/acme">Zum Arbeitsplatz</a>' in page
        assert "Wenn Sie um Hilfe bitten, nennen Sie " in page
    assert "/desk/" not in elsewhere.text


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
    assert '<td title="signed_in">Signed in</td>' in filtered
    assert client.get(f"{DESK}/audit?before=0").status_code == 422


def test_the_audit_log_is_read_in_the_readers_language(
    client: TestClient, doubles: Doubles
) -> None:
    """
    Times in the tenant's zone, a conversation as a way to it, and what nobody has words for by its
    code.
    """
    for action, detail in (
        ("note_written", {}),
        ("handoff_claimed", {"conversation": "web-<77777"}),
    ):
        note = AuditNote(actor="Sam", role="agent", action=action, subject="web-1", detail=detail)
        asyncio.run(doubles.audit.record("acme", note))
    unknown = AuditNote(actor="Sam", role="agent", action="new_one", detail={"new_field": None})
    asyncio.run(doubles.audit.record("acme", unknown))
    sign_in(client, "auditor")

    german = client.get(f"{DESK}/audit", headers={"Accept-Language": "de"}).text
    chosen = client.get(f"{DESK}/audit?action=new_one").text

    assert "Notiz geschrieben" in german
    assert "Wann (UTC)" in german, "the tenant's zone"
    assert 'href="/desk/acme#inbox/web-1" title="web-1">Gespräch …web-1</a>' in german
    assert 'title="web-&lt;77777">Gespräch …77777</a>' in german
    assert '<td title="new_one">new_one</td><td></td><td>new field: -</td>' in german
    assert '<option value="new_one" selected>new_one</option>' in chosen
    assert "Notiz" not in chosen


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
