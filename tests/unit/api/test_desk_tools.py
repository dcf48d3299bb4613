"""Notes, drafts, canned replies and views over the API: who may, and what is refused."""

import asyncio
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.channel_addresses import Channel
from domain.conversations import ConversationView
from domain.desk.agents import AgentProfile
from domain.handoffs import Handoff
from domain.messages import MAX_TEXT
from infra.memory.database import MemoryConversation, MemoryDatabase
from tests.unit.api.conftest import Visitor, staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.recording import NOW

DESK = "/v1/tenants/acme/desk"
HERE = f"{DESK}/conversations/web-1"
NOTE = {"note_id": "n-1", "text": "She has called before."}
REPLY = {
    "title": "Late",
    "text": "Dear {customer}, order {order_id} is late. {agent}",
    "locale": "en",
}
AGENTS = {"agent", "supervisor"}
MATRIX: list[tuple[str, str, Any, set[str]]] = [
    ("GET", "conversations/web-1/notes", None, AGENTS),
    ("POST", "conversations/web-1/notes", NOTE, AGENTS),
    ("PUT", "conversations/web-1/draft", {"text": "Dear"}, AGENTS),
    ("GET", "canned-replies", None, AGENTS),
    ("PUT", "canned-replies/late", REPLY, {"supervisor"}),
    ("DELETE", "canned-replies/known?locale=en", None, {"supervisor"}),
    ("GET", "views", None, AGENTS),
    ("PUT", "views/Mine", {"filters": {}}, AGENTS),
    ("PUT", "views/Ours", {"shared": True, "filters": {}}, {"supervisor"}),
    ("DELETE", "views/Known?shared=true", None, {"supervisor"}),
    ("GET", "search?q=A100001", None, AGENTS),
    ("GET", "blocked-senders", None, AGENTS),
    ("POST", "conversations/web-1/block", {"reason": "abuse"}, AGENTS),
    ("DELETE", "conversations/web-1/block", None, AGENTS),
]


@pytest.fixture
def doubles() -> Doubles:
    database = MemoryDatabase()
    database.conversations["acme", "web-1"] = MemoryConversation(
        tenant_id="acme", conversation_id="web-1", channel=Channel.WEB, revision="0" * 12
    )
    return Doubles(database=database)


@pytest.mark.parametrize(("method", "path", "body", "allowed"), MATRIX)
def test_each_role_may_do_what_the_matrix_says(
    client: TestClient, method: str, path: str, body: Any, allowed: set[str]
) -> None:
    """
    Operators repair, and do not look over agents' shoulders.
    """
    sue = staff("supervisor")
    client.put(f"{DESK}/canned-replies/known", headers=sue, json=REPLY)
    client.put(f"{DESK}/views/Known", headers=sue, json={"shared": True, "filters": {}})
    for role in ("operator", "agent", "supervisor"):
        answer = client.request(method, f"{DESK}/{path}", headers=staff(role), json=body)

        expected = {200, 201, 204} if role in allowed else {403}
        if body is NOTE and role == "supervisor":
            expected = {409}  # Ann has taken the id
        assert answer.status_code in expected, answer.text
    assert client.request(method, f"{DESK}/{path}", json=body).status_code == 401


def test_a_note_is_for_staff_alone(client: TestClient, visitor: Visitor) -> None:
    refused = client.get(f"{HERE}/notes", headers=visitor.headers)

    assert refused.status_code == 401


def test_only_people_who_exist_are_mentioned(client: TestClient) -> None:
    """
    A misspelt name would be a colleague who never hears of it.
    """
    post = {**NOTE, "mentions": ["Sue", "Susi"]}

    refused = client.post(f"{HERE}/notes", headers=staff("agent"), json=post)
    kept = client.post(
        f"{HERE}/notes", headers=staff("agent"), json={**NOTE, "mentions": ["Sue", "Sue"]}
    )

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "mentions.1")
    assert kept.json()["mentions"] == ["Sue"]
    assert kept.json()["agent"] == "Ann"
    listed = client.get(f"{HERE}/notes", headers=staff("supervisor")).json()["notes"]
    assert [note["text"] for note in listed] == [NOTE["text"]]


@pytest.mark.parametrize("text", ["", " ", "x" * (MAX_TEXT + 1), "a\x00b"])
def test_a_note_that_cannot_be_read_is_refused(client: TestClient, text: str) -> None:
    refused = client.post(f"{HERE}/notes", headers=staff("agent"), json={**NOTE, "text": text})

    assert refused.status_code == 422


@pytest.mark.parametrize("note_id", ["declined-x", "merged-into-h-1", "desk-1"])
def test_nobody_writes_what_looks_like_a_note_of_the_desk_itself(
    client: TestClient, note_id: str
) -> None:
    post = {**NOTE, "note_id": note_id}

    refused = client.post(f"{HERE}/notes", headers=staff("agent"), json=post)

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "note_id")
    assert client.get(f"{HERE}/notes", headers=staff("agent")).json()["notes"] == []


def test_other_queues_are_not_theirs(client: TestClient, doubles: Doubles) -> None:
    """
    An agent of returns neither reads nor writes beside a talk of support's; a supervisor may,
    and whoever was mentioned.
    """
    for name in ("Ann", "Sue"):
        profile = AgentProfile(agent=name, queues=("returns",))
        asyncio.run(doubles.roster.write_profile("acme", profile))

    assert client.get(f"{HERE}/notes", headers=staff("agent")).status_code == 404
    assert client.put(f"{HERE}/draft", headers=staff("agent"), json={"text": "x"}).is_client_error
    post = {**NOTE, "mentions": ["Ann"]}
    assert client.post(f"{HERE}/notes", headers=staff("supervisor"), json=post).is_success
    assert client.get(f"{HERE}/notes", headers=staff("agent")).status_code == 200
    assert client.get(f"{DESK}/conversations/web-9/notes", headers=staff("agent")).is_client_error


def test_drafts_follow_an_agent(client: TestClient) -> None:
    """
    The later one holds, whichever device sent it; a clock that is ahead shuts nobody out.
    """
    ahead = {"text": "ahead", "updated_at": "2999-01-01T00:00:00Z"}
    first = client.put(f"{HERE}/draft", headers=staff("agent"), json=ahead)
    old = {"text": "old", "updated_at": "0001-01-01T00:00:00+14:00"}
    second = client.put(f"{HERE}/draft", headers=staff("agent"), json=old)

    assert first.json()["draft"]["updated_at"] < "2998"
    assert second.json() == first.json()
    strange = {"text": "x\x00y"}
    assert client.put(f"{HERE}/draft", headers=staff("agent"), json=strange).status_code == 422
    too_long = {"text": "x" * (MAX_TEXT + 1)}
    assert client.put(f"{HERE}/draft", headers=staff("agent"), json=too_long).status_code == 422


def test_variables_are_filled_or_named(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    An agent sees what is missing before the customer does.
    """
    client.put(f"{DESK}/canned-replies/late", headers=staff("supervisor"), json=REPLY)

    async def state(tenant_id: str, conversation_id: str) -> ConversationView:
        view = await type(doubles.conversations).get_state(
            doubles.conversations, tenant_id, conversation_id
        )
        return view.model_copy(update={"slots": {"order_id": "{agent}", "is_new": True}})

    monkeypatch.setattr(doubles.conversations, "get_state", state)
    url = f"{DESK}/canned-replies?conversation=web-1"
    [filled] = client.get(url, headers=staff("agent")).json()["replies"]

    assert filled["filled"] == "Dear {customer}, order {agent} is late. Ann"
    assert filled["unknown"] == ["customer"]
    [plain] = client.get(f"{DESK}/canned-replies", headers=staff("agent")).json()["replies"]
    assert plain["unknown"] == ["customer", "order_id"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"locale": "fr"}, "locale"), ({"title": ""}, "title"), ({"text": "\x07"}, "text")],
)
def test_a_reply_that_cannot_be_kept_is_refused(
    client: TestClient, change: dict[str, str], field: str
) -> None:
    refused = client.put(
        f"{DESK}/canned-replies/late", headers=staff("supervisor"), json={**REPLY, **change}
    )

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_filters_of_a_view_are_those_of_the_list(client: TestClient) -> None:
    for wrong in ({"view": "best"}, {"queue": ""}, {"channel": "fax"}, {"colour": "red"}):
        refused = client.put(f"{DESK}/views/Mine", headers=staff("agent"), json={"filters": wrong})
        assert refused.status_code == 422, wrong


def test_sending_deletes_the_draft(client: TestClient, doubles: Doubles) -> None:
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="web-1",
            queue="returns",
            opened_at=NOW,
        )
    ]
    client.put(f"{HERE}/draft", headers=staff("agent"), json={"text": "Dear"})

    sent = client.post(
        "/v1/tenants/acme/handoffs/h-1/messages",
        headers=staff("agent"),
        json={"message_id": "m-1", "text": "Dear Ada"},
    )

    assert sent.status_code == 202
    old = {"text": "Dear", "updated_at": "2020-01-01T00:00:00Z"}
    kept = client.put(f"{HERE}/draft", headers=staff("agent"), json=old)
    assert kept.json() == {"draft": None}
