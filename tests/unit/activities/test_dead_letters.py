"""Sending what had been given up, because an operator wants it."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import ActivityEnvironment

from activities.delivery import DeliverMessage, DeliveryActivities
from domain.channel_addresses import Channel
from domain.deliveries import OPTED_OUT, Delivery, DeliveryStatus, Sent
from domain.errors import UndeliverableMessage
from infra.memory.dead_letters import MemoryDeadLetters
from infra.memory.people import MemoryConversationPeople
from tests.fakes.providers import SlackLike
from tests.fakes.senders import SlackLikeSender
from tests.unit.activities.posting import Post, a_post, client_of


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    provider = SlackLike()
    async with client_of(provider) as client:
        yield await a_post(provider, SlackLikeSender(client), "one", "two")


async def revive(post: Post, row: int = 0) -> DeliveryStatus:
    request = DeliverMessage(tenant_id="acme", delivery_id=post.rows[row], revives=True)
    return (await ActivityEnvironment().run(post.activities.deliver, request)).status


async def test_a_dead_letter_is_sent_and_is_none_any_more(post: Post) -> None:
    await post.give_up("down for days")
    letters = MemoryDeadLetters(post.ledger._database)
    [letter] = await letters.listed("acme")
    assert (letter.delivery_id, letter.reason) == (post.rows[0], "down for days")

    assert await revive(post) is DeliveryStatus.SENT
    assert await letters.listed("acme") == []
    assert (await post.row()).error is None


async def test_without_being_asked_to_it_stays_given_up(post: Post) -> None:
    await post.give_up()

    assert (await post.deliver()).status is DeliveryStatus.FAILED


async def test_what_was_sent_meanwhile_is_not_sent_again(post: Post) -> None:
    await post.deliver()

    assert await revive(post) is DeliveryStatus.SENT
    assert (await post.row()).attempts == 1


class Partly(SlackLikeSender):
    """Gets a part of each message out, and then is refused for good."""

    async def send(self, delivery: Delivery) -> Sent:
        raise UndeliverableMessage("its number was closed; 1 parts of it were sent", partly=True)


async def test_what_people_have_seen_a_part_of_is_not_replayed_with_all(post: Post) -> None:
    """Else they would see that part again."""
    assert isinstance(post.provider, SlackLike)
    async with client_of(post.provider) as client:
        people = MemoryConversationPeople(post.database)
        post.activities = DeliveryActivities(post.ledger, {Channel.SLACK: Partly(client)}, people)

        assert (await post.deliver()).status is DeliveryStatus.UNKNOWN

    [letter] = await MemoryDeadLetters(post.ledger._database).listed("acme")
    assert not letter.is_safe_to_repeat


async def test_what_was_withheld_after_an_opt_out_is_no_dead_letter(post: Post) -> None:
    """The person did not want it; nobody is to send it once they write again."""
    await post.give_up(OPTED_OUT)

    assert await MemoryDeadLetters(post.ledger._database).listed("acme") == []
