"""Staff routes: what each role may do, and what is handed on."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.conversations import RepairAction
from domain.errors import Conflict, NotFound
from domain.handoffs import Approval, Handoff, HandoffStatus
from domain.messages import Role, TranscriptMessage
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.recording import NOW

ACME = "/v1/tenants/acme"
AGENTS = {"agent", "supervisor"}
EVERYBODY = {"agent", "supervisor", "operator"}
DECISION = {"approve": True, "digest": "d1"}
REPAIR = {"repair_id": "r-1", "action": "close"}

MATRIX: list[tuple[str, str, Any, set[str]]] = [
    ("GET", "handoffs", None, EVERYBODY),
    ("GET", "handoffs/h-1", None, EVERYBODY),
    ("POST", "handoffs/h-1/claim", None, AGENTS),
    ("POST", "handoffs/h-1/messages", {"message_id": "m-1", "text": "Hello"}, AGENTS),
    ("POST", "handoffs/h-1/return", {"disposition": "solved"}, AGENTS),
    ("GET", "approvals", None, EVERYBODY),
    ("GET", "approvals/a-1", None, EVERYBODY),
    ("POST", "approvals/a-1/decision", DECISION, {"supervisor"}),
    ("GET", "conversations/web-1/state", None, EVERYBODY),
    ("GET", "conversations/web-1/turns", None, EVERYBODY),
    ("GET", "conversations/web-1/transcript", None, EVERYBODY),
    ("POST", "conversations/web-1/repairs", REPAIR, {"operator"}),
    ("GET", "bots/current", None, EVERYBODY),
    ("GET", "staff/me", None, EVERYBODY),
]


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
    return doubles


@pytest.mark.parametrize(("method", "path", "body", "allowed"), MATRIX)
def test_each_role_may_do_what_the_matrix_says(
    client: TestClient, method: str, path: str, body: Any, allowed: set[str]
) -> None:
    """
    The matrix in docs/reference/http-api.md, line by line.
    """
    for role in EVERYBODY:
        answer = client.request(method, f"{ACME}/{path}", headers=staff(role), json=body)
        is_done = answer.status_code in {200, 202, 204}

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


@pytest.mark.parametrize(
    ("by_role", "may"),
    [("supervisor", {"supervisor"}), ("agent", AGENTS), ("operator", {"operator"}), ("cfo", set())],
)
def test_an_approval_is_decided_by_whom_the_flow_names(
    client: TestClient, doubles: Doubles, by_role: str, may: set[str]
) -> None:
    """
    `by: role:…` in a tenant's flow holds, also where it names a role that nobody has.
    """
    [approval] = doubles.approvals.approvals
    doubles.approvals.approvals = [approval.model_copy(update={"by_role": by_role})]

    allowed = {
        role
        for role in EVERYBODY
        if client.post(
            f"{ACME}/approvals/a-1/decision", headers=staff(role), json=DECISION
        ).is_success
    }

    assert allowed == may


def test_a_repair_says_who_and_why(client: TestClient, doubles: Doubles) -> None:
    """
    Repairs are read again when somebody asks what happened.
    """
    client.post(
        f"{ACME}/conversations/web-1/repairs",
        headers=staff("operator"),
        json={"repair_id": "r-1", "action": "retry_now", "reason": "the shop is back"},
    )

    [(_, (_, _, repair))] = doubles.conversations.calls
    assert (repair.action, repair.by) == (RepairAction.RETRY_NOW, "Olga")
    assert repair.reason == "the shop is back"


def test_the_queue_can_be_asked_by_status_and_queue(client: TestClient, doubles: Doubles) -> None:
    """
    A desk shows one queue's waiting customers.
    """
    answer = client.get(
        f"{ACME}/handoffs",
        headers=staff("agent"),
        params={"status": "waiting", "queue": "returns"},
    )

    assert [each["handoff_id"] for each in answer.json()["handoffs"]] == ["h-1"]
    assert doubles.handoffs.asked == [(HandoffStatus.WAITING, "returns")]


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("GET", "handoffs?status=lost", None, "status"),
        ("GET", "handoffs?limit=0", None, "limit"),
        ("GET", "approvals?status=maybe", None, "status"),
        ("POST", "handoffs/h-1/messages", {"message_id": "m-1", "text": "a\0b"}, "text"),
        ("POST", "approvals/a-1/decision", {"approve": True}, "digest"),
        ("POST", "approvals/a-1/decision", {"approve": "perhaps", "digest": "d"}, "approve"),
        ("POST", "conversations/web-1/repairs", {**REPAIR, "action": "dance"}, "action"),
    ],
)
def test_a_bad_field_of_staffs_is_named_too(
    client: TestClient, method: str, path: str, body: Any, field: str
) -> None:
    """
    Staff's clients are written by people as well.
    """
    role = "operator" if "repairs" in path else "supervisor"
    answer = client.request(method, f"{ACME}/{path}", headers=staff(role), json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "path",
    ["handoffs/h-2", "handoffs/%00", "approvals/a-2", "approvals/a%20b", "handoffs/" + "x" * 300],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    """
    An id that cannot be ours is simply none.
    """
    assert client.get(f"{ACME}/{path}", headers=staff("supervisor")).status_code == 404


def test_the_transcript_of_no_conversation_is_not_found(
    client: TestClient, doubles: Doubles
) -> None:
    """
    An empty page would look like a conversation in which nobody spoke.
    """
    doubles.transcripts.said = []
    doubles.conversations.failure = NotFound("there is no such open conversation")

    for path in ("transcript", "state", "turns"):
        answer = client.get(f"{ACME}/conversations/web-9/{path}", headers=staff("agent"))
        assert answer.status_code == 404
