"""Merging conversations of one customer: who may, what is asked of the conversation, and once."""

import asyncio
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.channel_addresses import Channel
from domain.conversations import ConversationStanding, ConversationStatus, Owner
from domain.errors import Conflict
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.database import MemoryConversation, MemoryDatabase
from infra.memory.desk_tools import memory_desk_tools
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.recording import NOW

PATH = "/v1/tenants/acme/handoffs"


def _handoff(number: int, agent: str | None, **more: Any) -> Handoff:
    return Handoff(
        handoff_id=f"h-{number}",
        tenant_id="acme",
        conversation_id=f"c-{number}",
        queue="returns",
        status=HandoffStatus.CLAIMED if agent else HandoffStatus.WAITING,
        assigned_agent=agent,
        opened_at=NOW,
        **more,
    )


@pytest.fixture
def doubles() -> Doubles:
    """Ann has `c-1`; `c-2` waits, the bot has `c-3`, `c-4` is Sue's, `c-5` somebody else's."""
    doubles = Doubles()
    doubles.handoffs.handoffs = [
        _handoff(1, "Ann"),
        _handoff(2, None),
        _handoff(4, "Sue"),
        _handoff(5, None),
    ]
    database: MemoryDatabase = doubles.handoffs._database
    for number in range(1, 6):
        database.conversations["acme", f"c-{number}"] = MemoryConversation(
            tenant_id="acme",
            conversation_id=f"c-{number}",
            channel=Channel.WEB,
            revision="r1",
            customer_ref="c-8" if number == 5 else "c-7",
        )
    doubles.desk_tools = memory_desk_tools(database)
    return doubles


def _merge(client: TestClient, conversation: str, who: str = "agent", into: str = "h-1") -> Any:
    body = {"conversation": conversation}
    return client.post(f"{PATH}/{into}/merge", headers=staff(who), json=body)


def test_it_is_taken_and_goes_with_the_other_one(client: TestClient, doubles: Doubles) -> None:
    """Asked again, with another request, nothing is taken a second time."""
    answers = [_merge(client, "c-2") for _ in range(2)]

    merged = {"conversation_id": "c-2", "handoff_id": "h-2", "into": "h-1"}
    assert [(each.status_code, each.json()) for each in answers] == [(200, merged)] * 2
    [(call, (_, conversation, _, request))] = doubles.conversations.calls
    assert (call, conversation, request.agent.name) == ("take_over", "c-2", "Ann")
    assert not request.from_person
    [entry, _] = asyncio.run(doubles.audit.after("acme"))
    assert (entry.action, entry.subject) == ("conversations_merged", "h-1")
    assert json.loads(entry.detail) == {"conversation": "c-1", "merged": "c-2"}

    apart = client.post(f"{PATH}/h-2/separate", headers=staff("agent"))
    assert apart.status_code == 204
    assert doubles.handoffs.handoffs[1].merged_into is None


@pytest.mark.parametrize(
    ("conversation", "who", "into", "status", "reason"),
    [
        ("c-1", "agent", "h-1", 409, "into itself"),
        ("c-4", "agent", "h-1", 409, "with Sue"),
        ("c-5", "agent", "h-1", 409, "different customers"),
        ("c-9", "agent", "h-1", 404, "no such conversation"),
        ("c-2", "agent", "h-9", 404, "no handoff"),
        ("c-2", "agent", "h-4", 403, "with Sue"),
        ("c-4", "agent", "h-2", 409, "claim it first"),
        ("c-2", "operator", "h-1", 403, ""),
        ("c 2", "agent", "h-1", 422, ""),
    ],
)
def test_what_cannot_be_one_is_refused_with_the_reason(
    client: TestClient,
    doubles: Doubles,
    *,
    conversation: str,
    who: str,
    into: str,
    status: int,
    reason: str,
) -> None:
    """And nothing is taken."""
    refused = _merge(client, conversation, who, into)

    assert refused.status_code == status
    assert reason in refused.json().get("detail", "")
    assert doubles.conversations.calls == []


def test_a_supervisor_merges_for_who_has_it(client: TestClient, doubles: Doubles) -> None:
    """It is the agent's then, not the supervisor's."""
    assert _merge(client, "c-2", "supervisor").status_code == 200
    [(_, (_, _, _, request))] = doubles.conversations.calls
    assert request.agent.name == "Ann"


def test_who_is_second_is_told_and_nothing_is_merged(client: TestClient, doubles: Doubles) -> None:
    """The conversation decides whose it is; the records may be a moment old."""
    doubles.conversations.failure = Conflict("this conversation is with Bob")

    refused = _merge(client, "c-2")

    assert (refused.status_code, refused.json()["detail"]) == (409, "this conversation is with Bob")
    assert doubles.handoffs.handoffs[1].merged_into is None


@pytest.mark.parametrize(
    ("call", "path", "role", "asked"),
    [
        ("POST", "decline", "supervisor", "Sue"),
        ("DELETE", "transfer", "supervisor", "Ada"),
        ("DELETE", "transfer", "agent", "Ada"),
    ],
)
def test_what_is_merged_is_declined_or_kept_with_the_one_it_goes_with(
    client: TestClient, doubles: Doubles, *, call: str, path: str, role: str, asked: str
) -> None:
    """Only that one is passed on."""
    assert _merge(client, "c-2").status_code == 200
    doubles.conversations.calls.clear()
    [head, *others] = doubles.handoffs.handoffs
    passed = head.model_copy(update={"passed_to": asked})
    doubles.handoffs.handoffs = [passed, *others]

    answer = client.request(call, f"{PATH}/h-2/{path}", headers=staff(role))

    assert answer.status_code == 204, answer.text
    [(done, (_, conversation, request))] = doubles.conversations.calls
    assert (done, conversation, request.handoff_id) == ("end_transfer", "c-1", "h-1")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("handoffs/h-2/transfer", {"to_agent": "Ada"}),
        ("desk/conversations/c-2/take-over", {"from_person": True}),
    ],
)
def test_what_is_merged_is_taken_and_passed_on_with_the_one_it_goes_with(
    client: TestClient, doubles: Doubles, path: str, body: dict[str, Any]
) -> None:
    """
    Alone it would go back at the desk's next round, after "taken" had been said.
    """
    assert _merge(client, "c-2").status_code == 200
    doubles.conversations.calls.clear()
    doubles.transcripts.stands = ConversationStanding(
        channel=Channel.WEB,
        status=ConversationStatus.WITH_HUMAN,
        owner=Owner.HUMAN_AGENT,
        updated_at=NOW,
    )

    answer = client.post(f"/v1/tenants/acme/{path}", headers=staff("supervisor"), json=body)

    assert answer.status_code in {200, 204}, answer.text
    [(_, (_, conversation, *_))] = doubles.conversations.calls
    assert conversation == "c-1"
