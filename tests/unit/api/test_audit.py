"""The audit log: every action of staff's is in it, under the name of whoever did it."""

import asyncio
import json

import pytest
from fastapi.testclient import TestClient

from api.audit import audit_mark_of
from api.noted_readings import NotedReadings
from domain.audit import AuditEntry, AuditNote, broken_link
from domain.errors import DependencyUnavailable
from tests.unit.api.conftest import new_visitor, staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.staff_routes import name_of, staff_routes
from tests.unit.api.test_staff import ACME, DECISION, MATRIX, REPAIR
from tests.unit.api.test_staff import doubles as doubles  # noqa: PLC0414 - the fixture

NOT_IN_THE_LOG = {
    "POST desk/heartbeat": "a browser says every minute that it is still there",
    "PUT desk/conversations/{conversation}/draft": "what nobody has sent yet, kept as it is typed",
}
"""Routes that change something and are not recorded, each with its reason. The codec, whose caller
is the Temporal UI, logs each call: one page of that UI makes hundreds."""
READS_OF_CONVERSATIONS = {
    "GET conversations/{conversation}/files/{file}",
    "GET conversations/{conversation}/transcript/download",
    "GET conversations/{conversation}/state",
    "GET conversations/{conversation}/turns",
    "GET conversations/{conversation}/transcript",
    "GET desk/conversations/{conversation}",
    "GET desk/conversations/{conversation}/customer",
    "GET desk/conversations/{conversation}/notes",
    "GET desk/conversations/{conversation}/timeline",
    "GET desk/search",
}


def entries(doubles: Doubles) -> list[AuditEntry]:
    return asyncio.run(doubles.audit.after("acme"))


def test_every_route_that_changes_something_is_recorded() -> None:
    """
    A new one is marked `audited(…)`, or named above with a reason; so is a read of what was said.
    """
    unmarked = {
        name_of(route)
        for route in staff_routes()
        if audit_mark_of(route.dependant) is None
        and (not name_of(route).startswith("GET ") or name_of(route) in READS_OF_CONVERSATIONS)
    }

    assert unmarked == set(NOT_IN_THE_LOG)


@pytest.mark.parametrize(("method", "path", "body", "allowed"), MATRIX)
def test_what_was_done_is_one_entry(
    client: TestClient, doubles: Doubles, method: str, path: str, *, body: object, allowed: set[str]
) -> None:
    """
    What was refused is none, and neither is what was only looked at.
    """
    role = min(allowed)
    refused = {"agent", "operator"}.difference(allowed)
    answers = [
        client.request(method, f"{ACME}/{path}", headers=staff(who), json=body)
        for who in (role, *refused)
    ]

    recorded = entries(doubles)

    is_quiet = method == "GET" and not path.endswith("export")
    is_recorded = answers[0].is_success and not is_quiet and path != "desk/heartbeat"
    assert [each.role for each in recorded if each.action != "conversation_read"] == (
        [role] if is_recorded else []
    )
    assert broken_link(recorded) is None


def test_an_entry_names_who_what_and_to_what(client: TestClient, doubles: Doubles) -> None:
    """
    Under the name of the token's owner, with what matters and never a word of a customer's.
    """
    client.post(f"{ACME}/approvals/a-1/decision", headers=staff("supervisor"), json=DECISION)
    client.post(
        f"{ACME}/handoffs/h-1/messages",
        headers=staff("agent"),
        json={"message_id": "m-9", "text": "a secret word"},
    )

    decided, wrote = entries(doubles)

    assert (decided.actor, decided.role, decided.action) == (
        "Sue",
        "supervisor",
        "approval_decided",
    )
    assert (decided.subject, json.loads(decided.detail)["approve"]) == ("a-1", True)
    assert (wrote.actor, wrote.action, wrote.subject) == ("Ann", "customer_written_to", "h-1")
    assert "secret word" not in wrote.detail


def test_reading_is_recorded_of_all_but_agents(client: TestClient, doubles: Doubles) -> None:
    """
    Agents read all day; whoever else looks into a conversation leaves a trace.
    """
    for role in ("agent", "supervisor", "auditor", "operator"):
        client.get(f"{ACME}/conversations/web-1/transcript", headers=staff(role))

    assert [(each.actor, each.action, each.subject) for each in entries(doubles)] == [
        (name, "conversation_read", "web-1") for name in ("Sue", "Aude", "Olga")
    ]


def test_what_is_read_at_once_is_one_entry(client: TestClient, doubles: Doubles) -> None:
    """
    A desk that opens a conversation asks for it in parts; each reader, and each conversation, is
    an entry of its own.
    """
    for path in ("web-1/transcript", "web-1/state", "web-1/turns", "web-2/state", "web-1/state"):
        for role in ("supervisor", "auditor"):
            client.get(f"{ACME}/conversations/{path}", headers=staff(role))

    assert sorted((each.actor, each.subject) for each in entries(doubles)) == [
        ("Aude", "web-1"),
        ("Aude", "web-2"),
        ("Sue", "web-1"),
        ("Sue", "web-2"),
    ]


def test_a_reading_after_a_minute_is_another_one() -> None:
    now = [0.0]
    noted = NotedReadings(clock=lambda: now[0])
    told = []
    for moment in (0.0, 59.0, 60.0, 61.0):
        now[0] = moment
        told.append(noted.is_new(("acme", "Sue", "web-1")))

    assert told == [True, False, True, False]


def test_a_reading_that_could_not_be_noted_is_noted_the_next_time(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within the same minute, too."""

    async def down(*_: object) -> int:
        raise DependencyUnavailable("down")

    path, headers = f"{ACME}/conversations/web-1/transcript", staff("supervisor")
    with monkeypatch.context() as broken:
        broken.setattr(doubles.audit, "record", down)
        assert client.get(path, headers=headers).status_code == 200
    assert entries(doubles) == []

    for _ in range(2):
        assert client.get(path, headers=headers).status_code == 200

    assert [each.action for each in entries(doubles)] == ["conversation_read"]


def test_visitors_are_not_in_it(client: TestClient, doubles: Doubles) -> None:
    """
    Though they share routes with staff.
    """
    visitor = new_visitor(client)
    client.post(f"{visitor.conversation}/files?name=a.txt", headers=visitor.headers, content=b"hi")

    assert entries(doubles) == []


def test_a_repeat_is_no_second_entry(client: TestClient, doubles: Doubles) -> None:
    """
    It was done once.
    """
    headers = staff("operator") | {"Idempotency-Key": "k-1"}
    for _ in range(2):
        client.post(f"{ACME}/conversations/web-1/repairs", headers=headers, json=REPAIR)

    assert len(entries(doubles)) == 1


def test_what_was_done_is_no_failure_though_nobody_noted_it(
    client: TestClient, doubles: Doubles, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    While the database is down agents go on; the log line holds the entry.
    """

    async def down(*_: object) -> int:
        raise DependencyUnavailable("down")

    doubles.audit.record = down  # type: ignore[assignment, method-assign]
    answer = client.post(f"{ACME}/handoffs/h-1/claim", headers=staff("agent"))

    assert answer.status_code == 200
    written = capsys.readouterr().out
    assert "audit_not_recorded" in written
    assert "handoff_claimed" in written


def test_signing_in_and_out_is_recorded(client: TestClient, doubles: Doubles) -> None:
    """
    With the way in which it was done.
    """
    client.post(f"{ACME}/staff/login", json={"token": "agent-token"})
    client.post(f"{ACME}/staff/logout")
    client.post(f"{ACME}/staff/logout")

    assert [(each.actor, each.action) for each in entries(doubles)] == [
        ("Ann", "signed_in"),
        ("Ann", "signed_out"),
    ]


def test_the_log_is_read_in_pages_and_exported(client: TestClient, doubles: Doubles) -> None:
    """
    The latest first; a name that looks like a formula is text in the table.
    """
    for number in range(3):
        note = AuditNote(actor="=1+1", role="agent", action="claimed", subject=f"h-{number}")
        asyncio.run(doubles.audit.record("acme", note))

    page = client.get(f"{ACME}/desk/audit?limit=2", headers=staff("auditor")).json()
    rest = client.get(
        f"{ACME}/desk/audit?limit=2&before={page['next']}", headers=staff("auditor")
    ).json()
    table = client.get(f"{ACME}/desk/audit/export", headers=staff("auditor"))

    assert [each["number"] for each in page["entries"] + rest["entries"]] == [3, 2, 1]
    assert rest["next"] is None
    assert table.headers["Content-Type"].startswith("text/csv")
    assert ",'=1+1,agent,claimed,h-2," in table.text
    assert entries(doubles)[-1].action == "audit_exported"
