"""Reasons of refusals, as codes that the desk says in its agent's language."""

import pytest
from fastapi.testclient import TestClient

from domain.channel_addresses import Channel
from domain.conversations import ConversationStanding, ConversationStatus, Owner
from domain.errors import Conflict, DuralogueError, NotAllowed
from infra.memory.database import MemoryConversation, MemoryDatabase
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.test_claim_rules import NOW, a_handoff

CLAIM = "/v1/tenants/acme/handoffs/h-1/claim"
TAKE_OVER = "/v1/tenants/acme/desk/conversations/web-1/take-over"
SAID = Conflict("already claimed by Sue")


@pytest.fixture
def doubles() -> Doubles:
    database = MemoryDatabase()
    database.conversations["acme", "web-1"] = MemoryConversation(
        tenant_id="acme", conversation_id="web-1", channel=Channel.WEB, revision="0" * 12
    )
    doubles = Doubles(database=database)
    doubles.transcripts.stands = ConversationStanding(
        channel=Channel.WEB, status=ConversationStatus.ACTIVE, owner=Owner.BOT, updated_at=NOW
    )
    return doubles


def _why(client: TestClient, path: str = CLAIM, role: str = "agent") -> tuple[str, str]:
    problem = client.post(path, headers=staff(role), json={}).json()
    return problem["code"], problem["agent"]


@pytest.mark.parametrize("path", [CLAIM, TAKE_OVER])
@pytest.mark.parametrize(
    "case",
    [
        (SAID, {"status": "claimed", "assigned_agent": "Kim"}, ("taken", "Kim")),
        (NotAllowed("no"), {"status": "claimed", "assigned_agent": "Kim"}, ("taken", "Kim")),
        (Conflict("offered"), {"offered_to": "Kim"}, ("offered", "Kim")),
        (Conflict("unlike all others"), {}, ("", "")),
        (Conflict("x").because("merge-taken", "Kim"), {}, ("merge-taken", "Kim")),
    ],
)
def test_a_refusal_has_its_reason_and_who_has_it(
    client: TestClient,
    doubles: Doubles,
    path: str,
    case: tuple[DuralogueError, dict[str, str], tuple[str, str]],
) -> None:
    """The sentence of the conversation is for people who read English."""
    doubles.conversations.failure, stands, told = case
    doubles.handoffs.handoffs = [a_handoff(1, **stands)]

    assert _why(client, path, "supervisor") == told


def test_what_a_conversation_says_of_itself_goes_before_the_records(
    client: TestClient, doubles: Doubles
) -> None:
    """They may be a moment behind it."""
    doubles.handoffs.handoffs = [a_handoff(1)]
    doubles.conversations.failure = Conflict("already claimed by Sue").because("taken", "Sue")

    assert _why(client) == ("taken", "Sue")


@pytest.mark.parametrize(
    ("role", "act", "told"),
    [
        ("supervisor", "hold", ("", "")),
        ("agent", "hold", ("taken", "Kim")),
        ("supervisor", "claim", ("taken", "Kim")),
    ],
)
def test_that_somebody_has_it_hinders_no_supervisor(
    client: TestClient, doubles: Doubles, *, role: str, act: str, told: tuple[str, str]
) -> None:
    """They may act on what others have: unless they take it, the reason is another."""
    doubles.handoffs.handoffs = [a_handoff(1, status="claimed", assigned_agent="Kim")]
    doubles.conversations.failure = Conflict("unlike all others")

    answer = client.post(
        f"/v1/tenants/acme/handoffs/h-1/{act}",
        headers=staff(role),
        json={"on": True} if act == "hold" else None,
    )

    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["agent"]) == told
