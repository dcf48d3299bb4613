"""Passing on, holding, putting off and ending: who may, and what is handed on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.desk.settings import DeskSettings, Disposition
from domain.errors import NewerMessages
from domain.handoffs import Handoff, HandoffStatus
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles, a_bot
from tests.unit.api.recording import NOW

PATH = "/v1/tenants/acme/handoffs/h-1"
SOON = (datetime.now(UTC) + timedelta(hours=9)).isoformat()


@pytest.fixture
def doubles() -> Doubles:
    doubles = Doubles()
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="web-1",
            queue="returns",
            status=HandoffStatus.CLAIMED,
            assigned_agent="Ann",
            opened_at=NOW,
        )
    ]
    return doubles


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("transfer", {"to_bot": True}),
        ("hold", {"on": True}),
        ("snooze", {"until": SOON}),
        ("resolve", {"disposition": "solved"}),
    ],
)
def test_agents_may_and_operators_may_not(client: TestClient, path: str, body: Any) -> None:
    for role, answered in (("agent", 204), ("supervisor", 204), ("operator", 403)):
        answer = client.post(f"{PATH}/{path}", headers=staff(role), json=body)
        assert answer.status_code == answered, answer.text


def test_what_is_handed_on_names_who_asks(client: TestClient, doubles: Doubles) -> None:
    """A supervisor says so: the conversation lets them act on what another has."""
    client.post(
        f"{PATH}/transfer",
        headers=staff("agent"),
        json={"to_agent": "Sue", "warm": True, "note": "VIP"},
    )
    client.post(f"{PATH}/hold", headers=staff("supervisor"), json={"on": True})
    client.post(f"{PATH}/resolve", headers=staff("agent"), json={"note": "done"})

    [transfer, hold, resolve] = [request for _, (_, _, request) in doubles.conversations.calls]
    assert (transfer.agent.name, transfer.to_agent, transfer.warm) == ("Ann", "Sue", True)
    assert (transfer.note, transfer.by_supervisor) == ("VIP", False)
    assert (hold.agent.name, hold.by_supervisor) == ("Sue", True)
    assert (resolve.is_resolved, resolve.note) == (True, "done")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("transfer", {}, "to_agent"),
        ("transfer", {"to_agent": "Sue", "to_bot": True}, "to_agent"),
        ("transfer", {"to_agent": "Nobody"}, "to_agent"),
        ("transfer", {"to_agent": "Olga"}, "to_agent"),
        ("transfer", {"to_queue": "nowhere"}, "to_queue"),
        ("transfer", {"to_bot": True, "warm": True}, "warm"),
        ("hold", {}, "on"),
        ("snooze", {"until": "2020-01-01T00:00:00Z"}, "until"),
        ("snooze", {"until": "2099-01-01T00:00:00Z"}, "until"),
        ("snooze", {"until": "2026-01-01T00:00:00"}, "until"),
        ("messages", {"message_id": "m-1", "text": "Hello", "seen": -1}, "seen"),
    ],
)
def test_a_wrong_field_is_named(client: TestClient, path: str, body: Any, field: str) -> None:
    refused = client.post(f"{PATH}/{path}", headers=staff("agent"), json=body)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field


async def test_nobody_is_passed_on_to_whoever_has_left(
    client: TestClient, doubles: Doubles
) -> None:
    """They would never come; the customer stays with who has them."""
    [sue] = [each for each in await doubles.staff.listed("acme") if each.name == "Sue"]
    await doubles.staff.revoke("acme", sue.staff_id)

    refused = client.post(f"{PATH}/transfer", headers=staff("agent"), json={"to_agent": "Sue"})

    assert refused.status_code == 422
    assert doubles.conversations.calls == []


@pytest.mark.parametrize("path", ["return", "resolve"])
@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ("disposition", "one of: solved, spam")),
        ({"disposition": "other"}, ("disposition", "one of: solved, spam")),
        ({"disposition": "spam"}, ("note", "must not be empty for spam")),
        ({"disposition": "spam", "note": "casino"}, None),
        ({"disposition": "solved"}, None),
    ],
)
def test_how_it_ended_is_said_as_the_tenant_asks(
    client: TestClient, doubles: Doubles, path: str, body: Any, wrong: tuple[str, str] | None
) -> None:
    desk = DeskSettings(
        dispositions={
            "solved": Disposition(label="Solved"),
            "spam": Disposition(label="Spam", note_required=True),
        },
        disposition_required=True,
    )
    doubles.bots.put(a_bot(desk=desk))

    answer = client.post(f"{PATH}/{path}", headers=staff("agent"), json=body)

    errors = None if wrong is None else [{"field": wrong[0], "allowed": wrong[1]}]
    assert (answer.status_code == 204) is (wrong is None)
    assert errors is None or answer.json()["errors"] == errors


@pytest.mark.parametrize(
    ("body", "header", "seen"),
    [
        ({"seen": 7}, None, 7),
        ({}, '"8"', 8),
        ({}, "9", 9),
        ({"seen": 7}, '"8"', 7),
        ({"seen": 7, "anyway": True}, '"8"', None),
        ({}, None, None),
    ],
)
def test_a_message_says_what_its_writer_has_seen(
    client: TestClient, doubles: Doubles, body: Any, header: str | None, seen: int | None
) -> None:
    """In the body, or as HTTP has it."""
    headers = staff("agent") | ({"If-Match": header} if header else {})
    message = {"message_id": "m-1", "text": "Hello", **body}

    assert client.post(f"{PATH}/messages", headers=headers, json=message).status_code == 202
    [(_, (_, _, sent))] = doubles.conversations.calls
    assert sent.seen == seen


@pytest.mark.parametrize(
    ("body", "header", "seen"),
    [({"seen": 7}, None, 7), ({}, '"8"', 8), ({"seen": 7, "anyway": True}, None, None)],
)
@pytest.mark.parametrize("path", ["resolve", "return", "snooze"])
def test_so_does_who_resolves_or_puts_off(
    client: TestClient,
    doubles: Doubles,
    *,
    path: str,
    body: Any,
    header: str | None,
    seen: int | None,
) -> None:
    """And is told as the writer of a message is."""
    headers = staff("agent") | ({"If-Match": header} if header else {})
    wanted = body | ({"until": SOON} if path == "snooze" else {})

    assert client.post(f"{PATH}/{path}", headers=headers, json=wanted).status_code == 204
    [(_, (_, _, asked))] = doubles.conversations.calls
    assert asked.seen == seen
    doubles.conversations.failure = NewerMessages([{"seq": 9, "role": "customer", "text": "wait"}])
    held = client.post(f"{PATH}/{path}", headers=headers, json=wanted)
    assert (held.status_code, held.json()["newer"][0]["seq"]) == (409, 9)


def test_what_was_not_seen_is_shown(client: TestClient, doubles: Doubles) -> None:
    newer = {"seq": 7, "role": "customer", "sent_by": None, "text": "no, wait"}
    doubles.conversations.failure = NewerMessages([newer])
    message = {"message_id": "m-1", "text": "Done!", "seen": 6}

    held = client.post(f"{PATH}/messages", headers=staff("agent"), json=message)

    assert held.status_code == 409
    assert held.json()["type"] == "urn:duralogue:problem:newer-messages"
    assert held.json()["newer"] == [newer]


def test_a_number_that_is_none_is_refused(client: TestClient) -> None:
    headers = staff("agent") | {"If-Match": 'W/"x"'}

    refused = client.post(
        f"{PATH}/messages", headers=headers, json={"message_id": "m-1", "text": "Hello"}
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "If-Match"


def test_nobody_writes_what_looks_as_if_it_came_from_the_desks_messenger(
    client: TestClient, doubles: Doubles
) -> None:
    """It would not be shown there."""
    message = {"message_id": "desk-1", "text": "hello"}

    refused = client.post(f"{PATH}/messages", headers=staff("agent"), json=message)

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "message_id")
    assert doubles.conversations.calls == []
