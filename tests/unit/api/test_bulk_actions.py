"""Many handoffs at once: each has an outcome of its own."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.desk.agents import AgentProfile
from domain.errors import (
    Conflict,
    DependencyUnavailable,
    DuralogueError,
    NoRoom,
    NotAllowed,
    NotFound,
)
from domain.handoffs import Handoff
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.recording import NOW

PATH = "/v1/tenants/acme/desk/bulk"


@pytest.fixture
def doubles() -> Doubles:
    doubles = Doubles()
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id=f"h-{number}",
            tenant_id="acme",
            conversation_id=f"web-{number}",
            queue="returns",
            opened_at=NOW,
        )
        for number in range(3)
    ]
    return doubles


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ({"action": "claim"}, "claim_handoff"),
        ({"action": "transfer", "transfer": {"to_agent": "Sue"}}, "transfer_handoff"),
        ({"action": "transfer", "transfer": {"to_bot": True}}, "return_to_bot"),
        ({"action": "resolve", "resolve": {"disposition": "spam"}}, "return_to_bot"),
        ({"action": "snooze"}, "snooze_handoff"),
    ],
)
def test_each_is_done_by_its_own_conversation(
    client: TestClient, doubles: Doubles, body: dict[str, Any], call: str
) -> None:
    """One that is not there stops no other; one that is named twice is done once."""
    ids = ["h-0", "h-7", "h-2", "h-0"]

    answer = client.post(PATH, headers=staff("agent"), json={**body, "handoff_ids": ids})

    outcomes = {each["handoff_id"]: each["done"] for each in answer.json()["outcomes"]}
    assert outcomes == {"h-0": True, "h-7": False, "h-2": True}
    assert sorted(doubles.conversations.calls, key=lambda each: str(each[1][1])) == [
        (call, ("acme", "web-0", doubles.conversations.calls[0][1][2])),
        (call, ("acme", "web-2", doubles.conversations.calls[1][1][2])),
    ]


def test_each_that_is_done_is_an_entry_of_its_own(client: TestClient, doubles: Doubles) -> None:
    """Whoever looks for what became of a handoff finds it under its name."""
    bulk = {"action": "resolve", "handoff_ids": ["h-0", "h-7", "h-2"]}
    client.post(PATH, headers=staff("agent"), json=bulk)

    *each, whole = asyncio.run(doubles.audit.after("acme"))

    assert {(one.actor, one.action, one.subject) for one in each} == {
        ("Ann", "conversation_resolved", "h-0"),
        ("Ann", "conversation_resolved", "h-2"),
    }
    assert {json.loads(one.detail)["conversation"] for one in each} == {"web-0", "web-2"}
    assert json.loads(whole.detail) == {"action": "resolve", "done": 2, "refused": 1}


@pytest.mark.parametrize("action", ["claim", "transfer", "resolve", "snooze"])
def test_what_somebody_has_written_in_since_is_left_alone(
    client: TestClient, doubles: Doubles, action: str
) -> None:
    """Whoever acts from a list has not read it; the others are done."""
    written, later = NOW.isoformat(), (NOW + timedelta(seconds=1)).isoformat()
    doubles.handoffs.handoffs = [
        each.model_copy(update={"last_message_at": NOW if each.handoff_id != "h-2" else None})
        for each in doubles.handoffs.handoffs
    ]
    seen = {"h-0": written, "h-1": later, "h-2": None}
    bulk: dict[str, Any] = {"action": action, "handoff_ids": [*seen], "seen": seen}
    if action == "transfer":
        bulk["transfer"] = {"to_agent": "Sue"}

    outcomes = client.post(PATH, headers=staff("agent"), json=bulk).json()["outcomes"]

    assert [(each["done"], each["code"]) for each in outcomes] == [
        (True, ""),
        (False, "newer-messages"),
        (True, ""),
    ]
    assert [place[1] for _, place in doubles.conversations.calls] == ["web-0", "web-2"]


def test_what_is_refused_says_why(client: TestClient, doubles: Doubles) -> None:
    doubles.conversations.failure = Conflict("already claimed by Kim")
    bulk = {"action": "claim", "handoff_ids": ["h-1"]}

    [outcome] = client.post(PATH, headers=staff("agent"), json=bulk).json()["outcomes"]

    refusal = {"done": False, "detail": "already claimed by Kim", "code": "conflict", "agent": ""}
    assert outcome == {"handoff_id": "h-1", **refusal}


@pytest.mark.parametrize("action", ["claim", "resolve", "snooze"])
@pytest.mark.parametrize("stands", [{}, {"status": "claimed", "assigned_agent": "Kim"}])
def test_what_is_in_other_queues_is_as_if_it_were_not_there(
    client: TestClient, doubles: Doubles, action: str, stands: dict[str, Any]
) -> None:
    """Nor whether somebody has written in it, nor who has it, is told."""
    doubles.handoffs.handoffs = [
        Handoff.model_validate(each.model_dump() | stands) for each in doubles.handoffs.handoffs
    ]
    profile = AgentProfile(agent="Ann", queues=("support",))
    asyncio.run(doubles.roster.write_profile("acme", profile))
    bulk: dict[str, Any] = {"action": action, "handoff_ids": ["h-0", "h-1", "h-7"]}

    for seen in ({}, {"h-0": None, "h-1": NOW.isoformat(), "h-7": None}):
        answer = client.post(PATH, headers=staff("agent"), json={**bulk, "seen": seen})
        outcomes = answer.json()["outcomes"]
        for each in outcomes:
            each["detail"] = each["detail"].replace(each.pop("handoff_id"), "")
        assert outcomes == outcomes[-1:] * 3
        assert outcomes[-1]["code"] == "not-found"


@pytest.mark.parametrize(
    ("stands", "failure", "code", "agent"),
    [
        ({"status": "claimed", "assigned_agent": "Kim"}, Conflict("no"), "taken", "Kim"),
        ({"status": "claimed", "assigned_agent": "Kim"}, NotAllowed("no"), "taken", "Kim"),
        ({"offered_to": "Sue"}, None, "offered", "Sue"),
        ({"status": "resolved", "ended_at": NOW}, Conflict("no"), "over", ""),
        ({"kind": "call_back"}, Conflict("no"), "call-back", ""),
        ({"assigned_agent": "Ann"}, Conflict("no"), "conflict", ""),
        ({}, NotAllowed("no"), "not-allowed", ""),
        ({}, NoRoom("no"), "no-room", ""),
        ({}, DependencyUnavailable("no"), "unavailable", ""),
        ({}, NotFound("no"), "not-found", ""),
    ],
)
def test_a_refusal_has_a_code_that_any_language_can_say(
    client: TestClient,
    doubles: Doubles,
    *,
    stands: dict[str, Any],
    failure: DuralogueError | None,
    code: str,
    agent: str,
) -> None:
    """Told by what the handoff is now, not by the words of the sentence."""
    [handoff, *_] = doubles.handoffs.handoffs
    doubles.handoffs.handoffs = [Handoff.model_validate(handoff.model_dump() | stands)]
    doubles.conversations.failure = failure
    bulk = {"action": "claim", "handoff_ids": ["h-0"]}

    [outcome] = client.post(PATH, headers=staff("agent"), json=bulk).json()["outcomes"]

    assert (outcome["done"], outcome["code"], outcome["agent"]) == (False, code, agent)
    assert outcome["detail"]


@pytest.mark.parametrize(
    ("role", "action", "code"),
    [
        ("agent", "snooze", "taken"),
        ("supervisor", "snooze", "conflict"),
        ("supervisor", "claim", "taken"),
    ],
)
def test_that_somebody_has_it_hinders_no_supervisor(
    client: TestClient, doubles: Doubles, *, role: str, action: str, code: str
) -> None:
    [handoff, *_] = doubles.handoffs.handoffs
    stands = {"status": "claimed", "assigned_agent": "Kim"}
    doubles.handoffs.handoffs = [Handoff.model_validate(handoff.model_dump() | stands)]
    doubles.conversations.failure = Conflict("no")
    bulk = {"action": action, "handoff_ids": ["h-0"]}

    [outcome] = client.post(PATH, headers=staff(role), json=bulk).json()["outcomes"]

    assert outcome["code"] == code


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "claim", "handoff_ids": []}, "handoff_ids"),
        ({"action": "claim", "handoff_ids": [f"h-{n}" for n in range(101)]}, "handoff_ids"),
        ({"action": "dance", "handoff_ids": ["h-1"]}, "action"),
        ({"action": "transfer", "handoff_ids": ["h-1"]}, "transfer"),
        ({"action": "transfer", "handoff_ids": ["h-1"], "transfer": {}}, "to_agent"),
        ({"action": "snooze", "handoff_ids": ["h-1"], "until": "2020-01-01T00:00:00Z"}, "until"),
    ],
)
def test_a_wrong_field_is_named(client: TestClient, body: Any, field: str) -> None:
    refused = client.post(PATH, headers=staff("agent"), json=body)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field


def test_operators_may_not(client: TestClient) -> None:
    bulk = {"action": "claim", "handoff_ids": ["h-1"]}

    assert client.post(PATH, headers=staff("operator"), json=bulk).status_code == 403
