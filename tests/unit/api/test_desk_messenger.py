"""Agents in the desk's channel of Slack: the same updates, the same rules."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from channels.slack.connection import new_connection, new_workspace
from channels.slack.receiver import SlackReceiver
from channels.slack.signature import signed
from domain.channel_addresses import Channel, person_key_of
from domain.channels import ChannelConnection, FollowUp
from domain.desk.agents import AgentProfile
from domain.desk.messenger import DeskThread
from domain.desk.settings import DeskSettings, Disposition, MessengerDesk
from domain.errors import Conflict, DependencyUnavailable
from domain.handoffs import Handoff, HandoffStatus
from domain.staff import StaffRole
from infra.memory.database import MemoryConversation, MemoryDatabase
from tests.unit.api.doubles import Doubles, a_bot, running_gateway
from tests.unit.api.recording import NOW

SIGNING = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, ROOM, CARD = "T0MJRM1A7", "C0DESK123", "1795953599.000200"
ANN, BOB, EVE = "U0ANN1234", "U0BOB1234", "U0EVE1234"


class Whispers:
    """Notes what is told to one person alone."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []

    async def follow(self, tenant_id: str, connection: ChannelConnection, step: FollowUp) -> None:
        assert (tenant_id, connection.account, step.kind) == ("acme", TEAM, "desk_whisper")
        self.told.append(step.data)


@pytest.fixture
def whispers() -> Whispers:
    return Whispers()


@pytest.fixture
async def doubles(whispers: Whispers) -> Doubles:
    database = MemoryDatabase()
    database.conversations["acme", "web-1"] = MemoryConversation(
        tenant_id="acme", conversation_id="web-1", channel=Channel.WEB, revision="0" * 12
    )
    doubles = Doubles(database=database, follow_ups={Channel.SLACK: whispers})
    doubles.receivers[Channel.SLACK] = SlackReceiver()
    place = MessengerDesk(account=TEAM, channel=ROOM)
    doubles.bots.put(a_bot(desk=DeskSettings(slack=place)))
    await doubles.connections.connect(
        "acme", new_connection("support", app_id="A0FFV41KK", signing=SIGNING)
    )
    await doubles.connections.connect(
        "acme", new_workspace(TEAM, app="support", bot="xoxb-1-2-abcdef")
    )
    thread = DeskThread(
        handoff_id="h-1",
        conversation_id="web-1",
        account=TEAM,
        channel=ROOM,
        thread=CARD,
        begun_at=NOW,
    )
    await doubles.desk_threads.begun("acme", thread)
    doubles.staff.keep("bob-token", "acme", "Bob", StaffRole.AGENT)
    for user, name in ((ANN, "Ann"), (BOB, "Bob")):
        person = person_key_of("acme", "slack", json.dumps([TEAM, user]), bytes(range(32)))
        await doubles.desk_threads.link("acme", person, name)
    _stands(doubles, HandoffStatus.WAITING)
    return doubles


def _stands(doubles: Doubles, status: HandoffStatus, agent: str | None = None) -> None:
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="web-1",
            queue="returns",
            status=status,
            assigned_agent=agent,
            opened_at=NOW,
        )
    ]


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles) as client:
        yield client


def _post(client: TestClient, path: str, body: bytes, content_type: str) -> int:
    headers = {"Content-Type": content_type, **signed(SIGNING, at=datetime.now(UTC), body=body)}
    url = f"/v1/tenants/acme/channels/slack/support/{path}"
    return client.post(url, content=body, headers=headers).status_code


def press(client: TestClient, user: str, action: str = "claim", handoff: str = "h-1") -> int:
    payload = {
        "type": "block_actions",
        "api_app_id": "A0FFV41KK",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "trigger_id": "1.2.abc",
        "container": {"type": "message", "channel_id": ROOM, "message_ts": CARD},
        "actions": [
            {
                "type": "button",
                "action_id": f"desk:{action}",
                "block_id": "b",
                "action_ts": "1795953600.1",
                "value": handoff,
            }
        ],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return _post(client, "interactions", body, "application/x-www-form-urlencoded")


def write(client: TestClient, user: str, text: str, **changed: Any) -> int:
    event = {
        "type": "message",
        "channel_type": "channel",
        "channel": ROOM,
        "user": user,
        "text": text,
        "ts": "1795953700.000100",
        "thread_ts": CARD,
        "parent_user_id": "U0LAN0Z89",
        **changed,
    }
    payload = {
        "type": "event_callback",
        "event_id": "Ev06LQ2B7C1Z",
        "team_id": TEAM,
        "api_app_id": "A0FFV41KK",
        "event": event,
        "authorizations": [{"team_id": TEAM, "user_id": "U0LAN0Z89", "is_bot": True}],
    }
    return _post(client, "events", json.dumps(payload).encode(), "application/json")


@pytest.mark.parametrize(
    ("action", "call", "says", "recorded"),
    [
        ("claim", "claim_handoff", {}, "handoff_claimed"),
        (
            "resolve",
            "return_to_bot",
            {"is_resolved": True, "disposition": "resolved"},
            "conversation_resolved",
        ),
        ("return", "return_to_bot", {"is_resolved": False}, "returned_to_bot"),
        ("snooze", "snooze_handoff", {}, "handoff_snoozed"),
        ("requeue", "transfer_handoff", {"to_queue": "returns"}, "handoff_transferred"),
    ],
)
def test_buttons_do_what_the_api_does(
    client: TestClient,
    doubles: Doubles,
    *,
    action: str,
    call: str,
    says: dict[str, Any],
    recorded: str,
) -> None:
    """
    Under the name of the person who is linked, who is in the audit log too.
    """
    press(client, ANN, action)

    [(name, (*_, asked))] = doubles.conversations.calls
    assert (name, asked.agent.name) == (call, "Ann")
    assert says.items() <= asked.model_dump().items()
    [entry] = asyncio.run(doubles.audit.after("acme"))
    assert (entry.actor, entry.role, entry.action) == ("Ann", "agent", recorded)
    assert entry.subject == "h-1"
    assert json.loads(entry.detail)["from"] == "Slack"


def test_snoozing_lasts_an_hour(client: TestClient, doubles: Doubles) -> None:
    press(client, ANN, "snooze")

    [(_, (*_, asked))] = doubles.conversations.calls
    assert abs(asked.until - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)


def test_what_a_button_cannot_say_is_asked_for_at_the_desk(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    A tenant that wants to know how each ended is not told "resolved" for want of a form.
    """
    known = {"refunded": Disposition(label="Refunded")}
    place = MessengerDesk(account=TEAM, channel=ROOM)
    desk = DeskSettings(slack=place, dispositions=known, disposition_required=True)
    doubles.bots.put(a_bot(desk=desk))

    press(client, ANN, "resolve")

    assert doubles.conversations.calls == []
    assert "at the desk itself" in whispers.told[0]["text"]
    assert asyncio.run(doubles.audit.after("acme")) == []


def test_what_is_offered_to_somebody_is_not_taken_from_them(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    By a button as little as by the API; the reason names them.
    """
    [handoff] = doubles.handoffs.handoffs
    doubles.handoffs.handoffs = [handoff.model_copy(update={"offered_to": "Bob"})]

    press(client, ANN)

    assert doubles.conversations.calls == []
    assert whispers.told[0]["text"] == "This handoff is offered to Bob."


def test_the_loser_is_told_who_has_it(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    Alone, where they have pressed.
    """
    doubles.conversations.failure = Conflict("Ann has taken over already")

    assert press(client, BOB) == 200

    assert whispers.told == [
        {"channel": ROOM, "user": BOB, "thread": CARD, "text": "Ann has taken over already"}
    ]


def test_whoever_is_not_linked_does_nothing(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    They are told how that is mended, and nobody else is.
    """
    _stands(doubles, HandoffStatus.CLAIMED, "Ann")
    press(client, EVE)
    write(client, EVE, "Hello?")

    assert doubles.conversations.calls == []
    assert [told["user"] for told in whispers.told] == [EVE, EVE]
    assert "duralogue staff slack" in whispers.told[0]["text"]


async def test_the_owners_words_reach_the_customer_once(
    client: TestClient, doubles: Doubles
) -> None:
    """
    A call that comes again has the same id; what others write there is a note.
    """
    _stands(doubles, HandoffStatus.CLAIMED, "Ann")
    for _ in range(2):
        write(client, ANN, "I am looking into it.")
    write(client, BOB, "She is right.", ts="1795953701.000100")

    sent = [what[-1] for name, what in doubles.conversations.calls if name == "send_agent_message"]
    assert {(one.text, one.agent.name) for one in sent} == {("I am looking into it.", "Ann")}
    assert len({one.message_id for one in sent}) == 1
    assert sent[0].message_id.startswith("desk-")
    notes = await doubles.desk_tools.notes.listed("acme", "web-1")
    assert [(note.agent, note.text) for note in notes] == [("Bob", "She is right.")]
    recorded = {(each.actor, each.action) for each in await doubles.audit.after("acme")}
    assert recorded == {("Ann", "customer_written_to"), ("Bob", "note_written")}


def test_nothing_said_there_is_a_customers(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    Not outside threads, not where the bot is named, not by bots; edits are not carried.
    """
    write(client, ANN, "<@U0LAN0Z89> hello", thread_ts=None, parent_user_id=None)
    write(client, ANN, "Elsewhere", thread_ts="1795953000.000100")
    write(client, ANN, "beep", bot_id="B0123ABC")
    edited = {"user": ANN, "text": "new", "ts": CARD, "edited": {"ts": "1795953800.1"}}
    write(
        client,
        ANN,
        "new",
        subtype="message_changed",
        message=edited,
        previous_message={**edited, "text": "old"},
    )

    names = [name for name, _ in doubles.conversations.calls]
    assert "deliver" not in names
    assert "send_agent_message" not in names
    assert whispers.told == []


def test_other_queues_are_not_theirs(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    profile = AgentProfile(agent="Ann", queues=("support",))
    asyncio.run(doubles.roster.write_profile("acme", profile))

    press(client, ANN)

    assert doubles.conversations.calls == []
    assert "queue" in whispers.told[0]["text"]


def test_a_call_comes_again_where_it_could_not_be_done(
    client: TestClient, doubles: Doubles
) -> None:
    doubles.conversations.failure = DependencyUnavailable("down")

    assert press(client, ANN) == 503


def test_a_card_of_nobodys_does_nothing(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    The thread says which handoff it is, not what the button claims.
    """
    press(client, ANN, "explode")
    press(client, ANN, handoff="h-1 or another")
    press(client, ANN, handoff="h-9")

    [(_, (*_, claim))] = doubles.conversations.calls
    assert claim.handoff_id == "h-1"
    assert whispers.told == []
