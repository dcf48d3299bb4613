"""Staff routes: what each role may do, and what is handed on."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.conversations import ConversationEvent, ConversationEventKind
from domain.errors import Conflict
from domain.handoffs import Approval, Handoff, HandoffStatus
from domain.messages import Role, TranscriptMessage
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.file_sending import allow
from tests.unit.api.recording import NOW
from tests.unit.api.staff_routes import name_of, staff_routes

ACME = "/v1/tenants/acme"
AGENTS = {"agent", "supervisor", "admin"}
EVERYBODY = {"agent", "supervisor", "admin", "auditor", "operator"}
DECISION = {"approve": True, "digest": "d1"}
A_TENANT = "tenant: acme\nbranding: {name: Ava}\n"
REPAIR = {"repair_id": "r-1", "action": "close"}

MATRIX: list[tuple[str, str, Any, set[str]]] = [
    ("GET", "handoffs", None, EVERYBODY),
    ("GET", "handoffs/h-1", None, EVERYBODY),
    ("POST", "handoffs/h-1/claim", None, AGENTS),
    ("POST", "handoffs/h-1/decline", None, AGENTS),
    ("GET", "desk/agents", None, AGENTS),
    ("PUT", "desk/agents/Ann", {}, {"supervisor", "admin"}),
    ("PUT", "desk/presence", {"presence": "busy"}, AGENTS),
    ("POST", "desk/heartbeat", {}, AGENTS),
    ("POST", "handoffs/h-1/messages", {"message_id": "m-1", "text": "Hello"}, AGENTS),
    ("POST", "handoffs/h-1/return", {"disposition": "solved"}, AGENTS),
    ("POST", "handoffs/h-1/resolve", {"disposition": "solved"}, AGENTS),
    ("POST", "handoffs/h-1/transfer", {"to_bot": True}, AGENTS),
    ("DELETE", "handoffs/h-1/transfer", None, AGENTS),
    ("POST", "handoffs/h-1/hold", {"on": True}, AGENTS),
    ("POST", "handoffs/h-1/snooze", {"until": None}, AGENTS),
    ("GET", "approvals", None, EVERYBODY),
    ("GET", "approvals/a-1", None, EVERYBODY),
    ("POST", "approvals/a-1/decision", DECISION, {"supervisor", "admin"}),
    ("GET", "conversations/web-1/state", None, EVERYBODY),
    ("GET", "conversations/web-1/turns", None, EVERYBODY),
    ("GET", "conversations/web-1/transcript", None, EVERYBODY),
    ("GET", "conversations/web-1/transcript/download", None, EVERYBODY),
    ("POST", "conversations/web-1/files?name=a.png", None, AGENTS),
    ("GET", "conversations/web-1/files/f-1", None, EVERYBODY),
    ("POST", "conversations/web-1/repairs", REPAIR, {"operator"}),
    ("GET", "models/usage", None, EVERYBODY - {"agent"}),
    ("GET", "deliveries/dead", None, {"operator"}),
    ("POST", "deliveries/replay", {"all": True}, {"operator"}),
    ("GET", "bots/current", None, EVERYBODY),
    ("POST", "bots/revisions", {"files": {"tenant.yaml": A_TENANT}}, {"operator"}),
    ("GET", "staff/me", None, EVERYBODY),
    ("GET", "desk/audit", None, {"admin", "auditor"}),
    ("GET", "desk/audit/export", None, {"admin", "auditor"}),
]
NOT_THERE = {
    "handoffs/h-1/decline": 409,
    "conversations/web-1/files?name=a.png": 422,
    "conversations/web-1/files/f-1": 404,
}
"""What those who may are told, since there is no such file."""


@pytest.fixture
def doubles() -> Doubles:
    doubles = Doubles()
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="web-1",
            queue="returns",
            opened_at=NOW,
        )
    ]
    doubles.approvals.approvals = [
        Approval(
            approval_id="a-1",
            tenant_id="acme",
            conversation_id="web-1",
            name="refund",
            by_role="supervisor",
            shown={"amount": "120.00"},
            digest="d1",
            requested_at=NOW,
        )
    ]
    doubles.transcripts.said = [
        TranscriptMessage(message_id="m-1", role=Role.CUSTOMER, text="hi", seq=1, at=NOW)
    ]
    doubles.events.written = [
        ConversationEvent(
            seq=1, kind=ConversationEventKind.MESSAGE, at=NOW, data={"message_id": "m-1"}
        )
    ]
    allow(doubles)
    return doubles


def test_the_matrix_knows_every_route_of_staffs() -> None:
    """
    A new route says who may, here or in test_desk_roles.py, or this fails.
    """
    from tests.unit.api.test_desk_roles import ELSEWHERE, ROLES  # noqa: PLC0415 - it reads ours

    paths = {f"{method} {ACME}/{path.partition('?')[0]}" for method, path, _, _ in MATRIX}
    missing = {
        name_of(route)
        for route in staff_routes()
        if name_of(route) not in {**ROLES, **ELSEWHERE}
        and not any(
            path.startswith(f"{method} ") and route.path_regex.match(path.partition(" ")[2])
            for path in paths
            for method in route.methods or ()
        )
    }

    assert missing == set()


@pytest.mark.parametrize(("method", "path", "body", "allowed"), MATRIX)
def test_each_role_may_do_what_the_matrix_says(
    client: TestClient, method: str, path: str, body: Any, allowed: set[str]
) -> None:
    """
    The matrix in docs/reference/http-api.md, line by line.
    """
    for role in EVERYBODY:
        answer = client.request(method, f"{ACME}/{path}", headers=staff(role), json=body)
        is_done = answer.status_code in {200, 201, 202, 204, NOT_THERE.get(path)}

        assert is_done is (role in allowed)
        assert is_done or answer.status_code == 403


@pytest.mark.parametrize(("method", "path", "body", "_"), MATRIX)
@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": "Bearer unknown"},
        {"Authorization": "Bearer " + "x" * 300},
        {"Authorization": b"Bearer \xc3\xa4"},
    ],
)
def test_nothing_of_staffs_is_open(
    client: TestClient, method: str, path: str, body: Any, _: Any, header: dict[str, Any]
) -> None:
    """
    Without a token, or with one of nobody's, there is nothing to see or do.
    """
    answer = client.request(method, f"{ACME}/{path}", headers=header, json=body)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_visitors_session_is_no_staff_token(client: TestClient) -> None:
    """
    The two kinds of credential never stand in for each other.
    """
    session = client.post(f"{ACME}/sessions").json()["session_token"]

    answer = client.get(f"{ACME}/handoffs", headers={"Authorization": f"Bearer {session}"})

    assert answer.status_code == 401


def test_the_agents_name_comes_from_the_token(client: TestClient, doubles: Doubles) -> None:
    """
    Nobody claims or writes in another's name.
    """
    agent = staff("agent")
    client.post(f"{ACME}/handoffs/h-1/claim", headers=agent)
    client.post(
        f"{ACME}/handoffs/h-1/messages",
        headers=agent,
        json={"message_id": "m-9", "text": "Hello, this is Ann."},
    )
    client.post(f"{ACME}/handoffs/h-1/return", headers=agent)

    calls = dict(doubles.conversations.calls)
    assert calls["claim_handoff"][:2] == ("acme", "web-1")
    assert calls["claim_handoff"][2].agent.name == "Ann"
    sent = calls["send_agent_message"][2]
    assert (sent.message_id, sent.agent.name, sent.handoff_id) == ("m-9", "Ann", "h-1")
    assert calls["return_to_bot"][2].disposition == ""


@pytest.mark.parametrize(
    ("status", "role", "sentence"),
    [
        (HandoffStatus.RETURNED, "agent", "You have given this conversation back to the bot"),
        (HandoffStatus.RETURNED, "supervisor", "Ann has given this conversation back to the bot"),
        (HandoffStatus.CANCELLED, "agent", "the customer no longer waits"),
    ],
)
def test_who_writes_after_the_end_is_told_how_it_ended(
    client: TestClient, doubles: Doubles, status: HandoffStatus, role: str, sentence: str
) -> None:
    """
    "In charge is Ann", said to Ann, explained nothing.
    """
    [open_one] = doubles.handoffs.handoffs
    ended = open_one.model_copy(update={"status": status, "assigned_agent": "Ann"})
    doubles.handoffs.handoffs = [ended]

    for what, body in (("messages", {"message_id": "m-9", "text": "Still there?"}), ("return", {})):
        answer = client.post(f"{ACME}/handoffs/h-1/{what}", headers=staff(role), json=body)

        assert answer.status_code == 409
        assert sentence in answer.json()["detail"]
    assert doubles.conversations.calls == []


def test_who_comes_second_is_told_who_was_first(client: TestClient, doubles: Doubles) -> None:
    """
    A conflict names the winner, so that the two can talk.
    """
    doubles.conversations.failure = Conflict("This handoff has been claimed by Sue.")

    answer = client.post(f"{ACME}/handoffs/h-1/claim", headers=staff("agent"))

    assert answer.status_code == 409
    assert answer.json()["detail"] == "This handoff has been claimed by Sue."


def test_a_decision_is_bound_to_what_was_seen(client: TestClient, doubles: Doubles) -> None:
    """
    The digest goes along untouched; the conversation refuses another one.
    """
    client.post(
        f"{ACME}/approvals/a-1/decision",
        headers=staff("supervisor"),
        json={"approve": False, "digest": "d0", "note": "too much"},
    )

    [(_, (_, conversation, decision))] = doubles.conversations.calls
    assert conversation == "web-1"
    assert decision.model_dump() == {
        "approval_id": "a-1",
        "approve": False,
        "digest": "d0",
        "by": "Sue",
        "note": "too much",
    }
