"""Staff routes: approvals and repairs, lists, and what is wrong with a request."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.conversations import RepairAction
from domain.errors import NotFound
from domain.handoffs import HandoffStatus
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.test_staff import ACME, AGENTS, DECISION, EVERYBODY, REPAIR
from tests.unit.api.test_staff import doubles as doubles  # noqa: PLC0414 - the fixture


@pytest.mark.parametrize(
    ("by_role", "may"),
    [
        ("supervisor", {"supervisor", "admin"}),
        ("agent", AGENTS),
        ("admin", {"admin"}),
        ("operator", {"operator"}),
        ("cfo", set()),
    ],
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
    doubles.transcripts.said, doubles.events.written = [], []
    doubles.conversations.failure = NotFound("there is no such open conversation")

    for path in ("transcript", "state", "turns"):
        answer = client.get(f"{ACME}/conversations/web-9/{path}", headers=staff("agent"))
        assert answer.status_code == 404
