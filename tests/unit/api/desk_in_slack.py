"""A desk in a channel of Slack: two linked agents, one stranger, and one card."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi.testclient import TestClient

from channels.slack.connection import new_connection, new_workspace
from channels.slack.desk_forms import SlackDeskForms
from channels.slack.receiver import SlackReceiver
from channels.slack.signature import signed
from domain.channel_addresses import Channel, person_key_of
from domain.channels import ChannelConnection, FollowUp
from domain.desk.messenger import DeskThread
from domain.desk.settings import DeskSettings, MessengerDesk
from domain.handoffs import Handoff, HandoffStatus
from domain.staff import StaffRole
from infra.memory.database import MemoryConversation, MemoryDatabase
from tests.unit.api.doubles import Doubles, a_bot
from tests.unit.api.recording import NOW

SIGNING = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, ROOM, CARD = "T0MJRM1A7", "C0DESK123", "1795953599.000200"
ANN, BOB, EVE = "U0ANN1234", "U0BOB1234", "U0EVE1234"


class Whispers:
    """Notes what is told to one person alone, and asked of them."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []
        self.asked: list[dict[str, str]] = []

    async def follow(self, tenant_id: str, connection: ChannelConnection, step: FollowUp) -> None:
        assert (tenant_id, connection.account) == ("acme", TEAM)
        kinds = {"desk_whisper": self.told, "desk_ask_wrap_up": self.asked}
        kinds[step.kind].append(step.data)


async def desk_in_slack(whispers: Whispers) -> Doubles:
    database = MemoryDatabase()
    database.conversations["acme", "web-1"] = MemoryConversation(
        tenant_id="acme", conversation_id="web-1", channel=Channel.WEB, revision="0" * 12
    )
    doubles = Doubles(database=database, follow_ups={Channel.SLACK: whispers})
    doubles.receivers[Channel.SLACK] = SlackReceiver()
    doubles.desk_forms = SlackDeskForms()
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
        await link(doubles, user, name)
    stands(doubles, HandoffStatus.WAITING)
    return doubles


async def link(doubles: Doubles, user: str, name: str) -> None:
    person = person_key_of("acme", "slack", json.dumps([TEAM, user]), bytes(range(32)))
    await doubles.desk_threads.link("acme", person, name)


def stands(doubles: Doubles, status: HandoffStatus, agent: str | None = None) -> None:
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


def _post(client: TestClient, path: str, body: bytes, content_type: str) -> Any:
    headers = {"Content-Type": content_type, **signed(SIGNING, at=datetime.now(UTC), body=body)}
    url = f"/v1/tenants/acme/channels/slack/support/{path}"
    return client.post(url, content=body, headers=headers)


def press(
    client: TestClient,
    user: str,
    action: str = "claim",
    handoff: str = "h-1",
    trigger: str | None = "1.2.abc",
) -> int:
    payload = {
        "type": "block_actions",
        "api_app_id": "A0FFV41KK",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "trigger_id": trigger,
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
    return int(_interact(client, payload).status_code)


def submit(client: TestClient, user: str, view: dict[str, Any], **written: Any) -> Any:
    """The form that was opened, with the state of each of its fields."""
    values = {name: {"value": state} for name, state in written.items()}
    payload = {
        "type": "view_submission",
        "api_app_id": "A0FFV41KK",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "view": {**view, "id": "V0123", "state": {"values": values}},
    }
    return _interact(client, payload)


def _interact(client: TestClient, payload: dict[str, Any]) -> Any:
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
    body = json.dumps(payload).encode()
    return int(_post(client, "events", body, "application/json").status_code)
