"""The way out over a double of the tenant's server: what each answer means."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from channels.webhook.connection import keys, moved, new_connection, rotated
from channels.webhook.sender import WebhookSender
from channels.webhook.signature import require_signed
from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import ChannelAnswer, ChannelCall
from domain.deliveries import Delivery, DeliveryStatus, Sent
from domain.errors import (
    DependencyUnavailable,
    DuralogueError,
    OutcomeUnknown,
    UndeliverableMessage,
)
from domain.messages import Card, Citation, Role
from duralogue.wiring.remembered_connections import RememberedConnections
from infra.memory.channel_connections import MemoryChannelConnections

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
CONNECTION = rotated(new_connection("support", "https://chat.example/replies?v=1"))
ADDRESS = ChannelAddress(
    channel=Channel.WEBHOOK, account="support", recipient="c-7", thread="order 12"
)
DELIVERY = Delivery(
    tenant_id="acme",
    delivery_id="webhook-1/bot/s1t1.0",
    conversation_id="webhook-1",
    message_id="s1t1.0",
    seq=3,
    role=Role.BOT,
    channel=Channel.WEBHOOK,
    address=ADDRESS,
    status=DeliveryStatus.SENDING,
    text="On its way \U0001f69a",
    quick_replies=("Thanks",),
    cards=(Card(title="Tent"),),
    citations=(Citation(document_id="d-1", title="Shipping"),),
)


@dataclass
class Server:
    """Answers as a test says, and keeps what was posted."""

    status: int = 204
    retry_after: timedelta | None = None
    failure: DuralogueError | None = None
    calls: list[ChannelCall] = field(default_factory=list)

    async def post(self, call: ChannelCall) -> ChannelAnswer:
        self.calls.append(call)
        if self.failure:
            raise self.failure
        return ChannelAnswer(status=self.status, retry_after=self.retry_after)


@pytest.fixture
async def connections() -> MemoryChannelConnections:
    made = MemoryChannelConnections()
    await made.connect("acme", CONNECTION)
    return made


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def sender(connections: MemoryChannelConnections, server: Server) -> WebhookSender:
    return WebhookSender(connections, server, clock=lambda: NOW)


async def test_a_reply_is_posted_signed_under_the_deliverys_id(
    sender: WebhookSender, server: Server
) -> None:
    """By both secrets while they are changed: the tenant's server may know either."""
    assert await sender.send(DELIVERY) == Sent(provider_message_id=DELIVERY.delivery_id)

    [call] = server.calls
    assert (call.tenant_id, call.url) == ("acme", "https://chat.example/replies?v=1")
    assert call.headers["webhook-id"] == DELIVERY.delivery_id
    for key in keys(CONNECTION):
        require_signed([key], call.headers, call.body, now=NOW)
    assert json.loads(call.body) == {
        "type": "reply",
        "data": {
            "id": "webhook-1/bot/s1t1.0",
            "account": "support",
            "recipient": "c-7",
            "thread": "order 12",
            "conversation_id": "webhook-1",
            "seq": 3,
            "role": "bot",
            "sent_by": None,
            "text": "On its way \U0001f69a",
            "quick_replies": ["Thanks"],
            "cards": [Card(title="Tent").model_dump(mode="json")],
            "lists": [],
            "attachments": [],
            "citations": [DELIVERY.citations[0].model_dump(mode="json")],
        },
    }


async def test_a_repeat_has_the_same_id_and_the_same_body(
    sender: WebhookSender, server: Server
) -> None:
    """Only so can the tenant's server drop it."""
    await sender.send(DELIVERY)
    await sender.send(DELIVERY.model_copy(update={"attempts": 2, "sending_since": NOW}))

    first, second = server.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (429, DependencyUnavailable),
        (425, DependencyUnavailable),
        (408, OutcomeUnknown),
        (500, OutcomeUnknown),
        (503, OutcomeUnknown),
        (301, UndeliverableMessage),
        (400, UndeliverableMessage),
        (401, UndeliverableMessage),
        (404, UndeliverableMessage),
        (422, UndeliverableMessage),
    ],
)
async def test_each_answer_means_one_thing(
    sender: WebhookSender, server: Server, status: int, expected: type[DuralogueError]
) -> None:
    """Come back later, it may have gone out, or never again; what is asked for is passed on."""
    server.status, server.retry_after = status, timedelta(seconds=7)
    with pytest.raises(DuralogueError) as failure:
        await sender.send(DELIVERY)

    assert type(failure.value) is expected
    if isinstance(failure.value, DependencyUnavailable):
        assert failure.value.retry_after == timedelta(seconds=7)


async def test_gone_ends_the_account(
    sender: WebhookSender, server: Server, connections: MemoryChannelConnections
) -> None:
    """The next reply is not posted any more, and the operator sees why."""
    server.status = 410
    for _ in range(2):
        with pytest.raises(UndeliverableMessage):
            await sender.send(DELIVERY)

    assert len(server.calls) == 1
    [listed] = await connections.listed("acme")
    assert listed.end_reason == "its URL answered 410 Gone"


async def test_gone_does_not_end_what_was_moved_meanwhile(
    server: Server, connections: MemoryChannelConnections
) -> None:
    """A worker may know the old URL for seconds; the reply goes to the new one after that."""
    remembered = RememberedConnections(connections)
    sender = WebhookSender(remembered, server, clock=lambda: NOW)
    await sender.send(DELIVERY)
    await connections.connect("acme", moved(CONNECTION, "https://new.example/replies"))
    server.status = 410
    with pytest.raises(DependencyUnavailable):
        await sender.send(DELIVERY)
    server.status = 204
    await sender.send(DELIVERY)

    assert server.calls[-1].url == "https://new.example/replies"
    assert [one.end_reason for one in await connections.listed("acme")] == [None]


@pytest.mark.parametrize(
    "delivery",
    [
        DELIVERY.model_copy(update={"address": None}),
        DELIVERY.model_copy(update={"tenant_id": "globex"}),
        DELIVERY.model_copy(update={"address": ADDRESS.model_copy(update={"account": "sales"})}),
    ],
)
async def test_without_an_account_of_the_tenants_nothing_is_posted(
    sender: WebhookSender, server: Server, delivery: Delivery
) -> None:
    """Never to another's."""
    with pytest.raises(UndeliverableMessage):
        await sender.send(delivery)
    assert server.calls == []


async def test_no_answer_stays_what_it_is(sender: WebhookSender, server: Server) -> None:
    """The ledger needs to know whether it may have gone out."""
    server.failure = OutcomeUnknown("reset")
    with pytest.raises(OutcomeUnknown):
        await sender.send(DELIVERY)
    assert sender.repeats_are_safe
    assert not sender.can_find
