"""Blocked senders: refused where somebody hears it, dropped and counted where nobody does."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from twilio.request_validator import RequestValidator

from api.blocked_senders import RememberedBlocks
from channels.sms.connection import new_connection
from channels.sms.receiver import SmsReceiver
from channels.webhook.connection import new_connection as new_webhook
from domain.api_keys import ApiKeyScope, NewApiKey
from domain.channel_addresses import Channel, person_key_of
from domain.desk.blocking import BlockedKind, BlockedSender, Subject
from domain.errors import DependencyUnavailable
from domain.rate_limits import Plan
from infra.memory.database import MemoryConversation, MemoryDatabase
from infra.memory.desk_tools import MemoryBlockedSenders
from tests.unit.api.conftest import Visitor, new_visitor, staff
from tests.unit.api.doubles import Doubles, running_gateway

DESK = "/v1/tenants/acme/desk"
TOKEN = "0123456789abcdef0123456789abcdef"
PATH = "/v1/tenants/acme/channels/sms/support/messages"
NUMBER = "+4915112345678"
PERSON = person_key_of("acme", "phone", NUMBER, bytes(range(32)))
REASON = {"reason": "Threatens the team."}


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase()


@pytest.fixture
def doubles(database: MemoryDatabase) -> Doubles:
    return Doubles(database=database)


def _known(database: MemoryDatabase, conversation_id: str, channel: Channel) -> None:
    database.conversations["acme", conversation_id] = MemoryConversation(
        tenant_id="acme", conversation_id=conversation_id, channel=channel, revision="0" * 12
    )


def _blocked(subject: Subject, *, lasts: timedelta = timedelta(days=1)) -> BlockedSender:
    now = datetime.now(UTC)
    return BlockedSender(
        kind=subject[0],
        subject=subject[1],
        conversation_id="sms-1",
        reason="abuse",
        blocked_by="Ann",
        blocked_at=now,
        until=now + lasts,
    )


def test_a_blocked_visitor_is_refused_and_let_in_again(
    client: TestClient, database: MemoryDatabase, visitor: Visitor, doubles: Doubles
) -> None:
    """
    Nothing is kept of an anonymous visitor but their conversation: others are not touched.
    """
    _known(database, visitor.conversation_id, Channel.WEB)
    block = f"{DESK}/conversations/{visitor.conversation_id}/block"
    hello = {"message_id": "m-1", "text": "Hello"}
    post = f"{visitor.conversation}/messages"

    made = client.post(block, headers=staff("agent"), json=REASON)
    refused = client.post(post, headers=visitor.headers, json=hello)
    other = new_visitor(client)
    let_in = client.post(f"{other.conversation}/messages", headers=other.headers, json=hello)

    assert made.json()["blocked"][0]["kind"] == "conversation"
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("sender-blocked")
    assert let_in.status_code == 202
    assert len(doubles.conversations.delivered) == 1
    [listed] = client.get(f"{DESK}/blocked-senders", headers=staff("agent")).json()["blocked"]
    assert (listed["reason"], listed["blocked_by"], listed["refused"]) == (
        REASON["reason"],
        "Ann",
        1,
    )
    assert client.delete(block, headers=staff("agent")).status_code == 204
    assert client.post(post, headers=visitor.headers, json=hello).status_code == 202


def test_a_block_says_why_and_for_how_long(client: TestClient, database: MemoryDatabase) -> None:
    _known(database, "web-1", Channel.WEB)
    block = f"{DESK}/conversations/web-1/block"
    for wrong in ({}, {"reason": ""}, {**REASON, "days": 0}, {**REASON, "days": 400}):
        assert client.post(block, headers=staff("agent"), json=wrong).status_code == 422, wrong


async def _connected(doubles: Doubles) -> None:
    made = new_connection(
        "support", account_sid="AC" + "1" * 32, auth_token=TOKEN, number="+4930901820"
    )
    await doubles.connections.connect("acme", made)
    doubles.receivers[Channel.SMS] = SmsReceiver()


def _text(client: TestClient, body: str, number: int) -> int:
    fields = {
        "MessageSid": f"SM{number:032d}",
        "From": NUMBER,
        "To": "+4930901820",
        "Body": body,
        "NumMedia": "0",
    }
    signed = RequestValidator(TOKEN).compute_signature(f"https://b.example{PATH}", fields)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": signed,
    }
    return client.post(PATH, content=urlencode(fields), headers=headers).status_code


async def test_a_text_message_is_dropped_and_counted(
    doubles: Doubles, database: MemoryDatabase
) -> None:
    """
    Its provider is answered as ever: else it would send it again. STOP is heard all the same.
    """
    await _connected(doubles)
    _known(database, "sms-1", Channel.SMS)
    database.people["acme", "sms-1"] = {PERSON: datetime.now(UTC)}
    with running_gateway(doubles, public_url="https://b.example/") as client:
        block = f"{DESK}/conversations/sms-1/block"
        made = client.post(block, headers=staff("agent"), json=REASON).json()["blocked"]
        assert [(each["kind"], each["subject"]) for each in made] == [("person", PERSON)]
        assert _text(client, "You again", 1) == 200
        assert _text(client, "STOP", 2) == 200
        listed = client.get(f"{DESK}/blocked-senders", headers=staff("agent")).json()["blocked"]

    assert doubles.conversations.delivered == []
    assert listed[0]["refused"] >= 1
    changes = doubles.people._database.consents["acme", PERSON]
    assert changes[-1].is_opted_out


async def test_the_tenants_own_server_hears_of_it(doubles: Doubles) -> None:
    made = new_webhook("support", "https://chat.acme.example/replies")
    await doubles.connections.connect("acme", made)
    key = await doubles.api_keys.make(
        "acme",
        NewApiKey(
            name="k",
            scopes=frozenset({ApiKeyScope.MESSAGES_WRITE}),
            plan=Plan.AUTHENTICATED,
            valid_for=timedelta(days=1),
            made_by="olga",
        ),
    )
    headers = {"Authorization": f"Bearer {key.written()}"}
    message = {"account": "support", "id": "m-1", "sender": "c-7", "text": "Hello"}
    with running_gateway(doubles) as client:
        first = client.post("/v1/tenants/acme/server/messages", json=message, headers=headers)
        subject = (BlockedKind.CONVERSATION, first.json()["conversation_id"])
        await doubles.desk_tools.blocked.block("acme", _blocked(subject))

    with running_gateway(doubles) as client:
        again = {**message, "id": "m-2"}
        refused = client.post("/v1/tenants/acme/server/messages", json=again, headers=headers)

    assert (first.status_code, refused.status_code) == (202, 403)


class _Switched(MemoryBlockedSenders):
    is_down, asked = False, 0

    async def listed(self, tenant_id: str, *, at: datetime) -> list[BlockedSender]:
        self.asked += 1
        if self.is_down:
            raise DependencyUnavailable("down")
        return await super().listed(tenant_id, at=at)


async def test_a_message_does_not_wait_for_the_list(database: MemoryDatabase) -> None:
    """
    It is asked for every few seconds; while that fails those go on who were known.
    """
    store, now = _Switched(database), [0.0]
    subject = (BlockedKind.CUSTOMER, "ada")
    blocks = RememberedBlocks(store, clock=lambda: now[0])
    await store.block("acme", _blocked(subject))
    store.asked = 0

    async def found() -> Subject | None:
        return await blocks.find("acme", customer="ada", conversation_id="c-1")

    assert [await found() for _ in range(3)] == [subject] * 3
    assert store.asked == 1
    store.is_down, now[0] = True, 10.0
    assert [await found() for _ in range(3)] == [subject] * 3
    assert store.asked == 2
    store.is_down, now[0] = False, 20.0
    await store.lift("acme", [subject])
    assert await found() is None


async def test_a_block_ends_by_itself(database: MemoryDatabase) -> None:
    store = MemoryBlockedSenders(database)
    subject = (BlockedKind.PERSON, PERSON)
    await store.block("acme", _blocked(subject, lasts=timedelta(seconds=-1)))

    found = await RememberedBlocks(store).find(
        "acme", person=PERSON, customer=None, conversation_id="c-1"
    )

    assert found is None
