"""The delivery ledger, over PostgreSQL and its memory twin; and the web, which reads its commit."""

import asyncio

import psycopg
import pytest

from channels.web.sender import WebSender
from domain.channel_addresses import (
    Channel,
)
from domain.deliveries import Delivery, DeliveryStatus, Sent
from domain.errors import NotFound, UndeliverableMessage
from domain.messages import (
    Role,
)
from domain.turns import OpenSession
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, say

FIRST, SECOND = Sent(provider_message_id="p-1"), Sent(provider_message_id="p-2")


async def a_row(stores: Stores, channel: Channel = Channel.SLACK) -> Delivery:
    ref = await stores.open("slack:C1:1.0", channel)
    said = say("On its way.", quick_replies=("Thanks",))
    await stores.turns.commit(a_commit(ref, commands=(said,)))
    return await stores.ledger.get(stores.tenant, "slack:C1:1.0/bot/s1t1.0.0")


async def test_a_row_carries_the_message_that_it_delivers(stores: Stores) -> None:
    """A sender needs nothing else, and another tenant cannot read it."""
    row = await a_row(stores)

    assert (row.text, row.quick_replies, row.role, row.seq) == (
        "On its way.",
        ("Thanks",),
        Role.BOT,
        1,
    )
    assert (row.status, row.attempts, row.sending_since) == (DeliveryStatus.PENDING, 0, None)
    with pytest.raises(NotFound, match=row.delivery_id):
        await stores.ledger.get("globex", row.delivery_id)


async def test_of_two_attempts_only_one_may_begin(stores: Stores) -> None:
    """The row is the lock; what was read before somebody else began counts no more."""
    row = await a_row(stores)

    begun = [await stores.ledger.begin(row, at=NOW) for _ in range(3)]
    again = await stores.ledger.begin(begun[0] or row, at=LATER)

    assert begun[1:] == [None, None]
    assert again is not None
    assert (again.status, again.attempts) == (DeliveryStatus.SENDING, 2)
    assert again.sending_since == NOW  # the look-up must not miss what the first attempt sent
    assert await stores.ledger.get(row.tenant_id, row.delivery_id) == again


async def test_of_many_at_the_same_moment_only_one_may_begin(postgres: Stores) -> None:
    """Two workers may hold the same attempt when one of them was paused."""
    row = await a_row(postgres)

    begun = await asyncio.gather(*(postgres.ledger.begin(row, at=NOW) for _ in range(4)))

    assert sum(one is not None for one in begun) == 1


async def test_what_surely_did_not_go_out_is_pending_again(stores: Stores) -> None:
    """Then nobody has to be asked before the next attempt."""
    row = await a_row(stores)
    begun = await stores.ledger.begin(row, at=NOW)
    assert begun is not None

    assert await stores.ledger.release(row) is False
    assert await stores.ledger.release(begun) is True

    found = await stores.ledger.get(row.tenant_id, row.delivery_id)
    assert (found.status, found.attempts) == (DeliveryStatus.PENDING, 1)


@pytest.mark.parametrize("status", [DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN])
async def test_what_was_sent_is_the_truth_whatever_was_believed(
    stores: Stores, status: DeliveryStatus
) -> None:
    """A paused attempt that did send says so afterwards; never the other way round."""
    row = await a_row(stores)
    begun = await stores.ledger.begin(row, at=NOW)
    assert begun is not None

    assert await stores.ledger.mark_ended(begun, status, reason="no answer", at=NOW)
    ended = await stores.ledger.get(row.tenant_id, row.delivery_id)
    assert (ended.status, ended.error) == (status, "no answer")
    assert await stores.ledger.begin(ended, at=LATER) is None

    assert await stores.ledger.mark_sent(begun, FIRST, at=LATER)
    assert not await stores.ledger.mark_ended(begun, status, reason="late", at=LATER)
    sent = await stores.ledger.get(row.tenant_id, row.delivery_id)
    assert (sent.status, sent.provider_message_id, sent.error) == (
        DeliveryStatus.SENT,
        "p-1",
        None,
    )


async def test_a_doubled_send_is_noticed_and_noted(stores: Stores) -> None:
    """Where a provider cannot be asked a paused process can double; that is counted and shown."""
    row = await a_row(stores)
    begun = await stores.ledger.begin(row, at=NOW)
    assert begun is not None

    assert await stores.ledger.mark_sent(begun, FIRST, at=LATER)
    assert await stores.ledger.mark_sent(begun, FIRST, at=LATER)
    assert not await stores.ledger.mark_sent(begun, SECOND, at=LATER)

    found = await stores.ledger.get(row.tenant_id, row.delivery_id)
    assert (found.provider_message_id, found.error) == ("p-1", "sent twice: also as p-2")


async def test_the_other_sends_of_a_conversation_are_known_by_their_ids(stores: Stores) -> None:
    """The same words said twice must not be taken for one another at the provider."""
    row = await a_row(stores)
    ref = stores.ref(row.conversation_id, Channel.SLACK)
    await stores.turns.commit(a_commit(ref, turn="s1t2", commands=(say("On its way."),)))
    second = await stores.ledger.get(stores.tenant, "slack:C1:1.0/bot/s1t2.0.0")
    await stores.ledger.mark_sent(row, FIRST, at=LATER)

    assert await stores.ledger.others(second) == {"p-1"}
    assert await stores.ledger.others(row) == set()


async def test_what_is_open_is_named_when_a_session_is_opened(stores: Stores) -> None:
    """A run that was terminated cannot end its rows; the next one of its conversation does."""
    row = await a_row(stores)
    request = OpenSession(conversation=stores.ref(row.conversation_id, Channel.SLACK), at=LATER)

    assert (await stores.turns.open_session(request)).left_open == (row.delivery_id,)
    begun = await stores.ledger.begin(row, at=NOW)
    assert (await stores.turns.open_session(request)).left_open == (row.delivery_id,)
    assert begun is not None
    await stores.ledger.mark_ended(begun, DeliveryStatus.UNKNOWN, reason="no answer", at=LATER)
    assert (await stores.turns.open_session(request)).left_open == ()


async def test_every_end_has_its_moment(postgres: Stores, owner: psycopg.AsyncConnection) -> None:
    """How long customers waited for what was said is counted from the ledger."""
    row = await a_row(postgres)
    begun = await postgres.ledger.begin(row, at=NOW)
    assert begun is not None
    await postgres.ledger.mark_sent(begun, FIRST, at=LATER)

    found = await owner.execute(
        "SELECT created_at, ended_at FROM deliveries WHERE tenant_id = %s", [postgres.tenant]
    )
    assert await found.fetchone() == (LATER, LATER)


async def test_on_the_web_what_was_committed_is_what_was_sent(stores: Stores) -> None:
    """Its look-up reads the event stream, as the customer's page does."""
    row = await a_row(stores, Channel.WEB)
    sender = WebSender(stores.events)
    elsewhere = row.model_copy(update={"message_id": "s1t9.0.0"})

    assert row.status is DeliveryStatus.SENT
    found = await sender.find(row, since=NOW, known=frozenset())
    assert found == await sender.send(row) == Sent(provider_message_id="1")
    assert await sender.find(elsewhere, since=NOW, known=frozenset()) is None
    with pytest.raises(UndeliverableMessage):
        await sender.send(elsewhere)
