"""DeliveryActivities at every point where they can die, on providers that misbehave."""

import math
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.delivery import DeliverMessage, DeliveryActivities
from activities.turns import CommitNotice, TurnActivities, notice_id
from domain.channel_addresses import (
    Channel,
)
from domain.deliveries import DeliveryOutcome, DeliveryStatus
from domain.dialogue.state import DialogueState
from domain.turns import ConversationRef, OpenSession
from infra.memory.database import MemoryDatabase
from infra.memory.people import MemoryConversationPeople
from infra.memory.turns import MemoryTurnStore
from tests.fakes.bots import OneBot, a_bot
from tests.fakes.providers import RETRY_AFTER_S, Mood, SlackLike, TwilioLike
from tests.fakes.senders import SlackLikeSender, TwilioLikeSender
from tests.unit.activities.posting import NOW, PLACE, Killed, Post, a_post, client_of

PATIENCE_S = 0.1
PENDING, SENDING = DeliveryStatus.PENDING, DeliveryStatus.SENDING
SENT, FAILED, UNKNOWN = DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN


@pytest.fixture(params=["slack", "twilio"])
async def post(request: pytest.FixtureRequest) -> AsyncIterator[Post]:
    """With a provider that can be asked: by our own id, or by the words."""
    if request.param == "slack":
        slack = SlackLike()
        async with client_of(slack) as client:
            sender = SlackLikeSender(client, patience_s=PATIENCE_S)
            yield await a_post(slack, sender, "On its way.", "Anything else?")
    else:
        twilio = TwilioLike()
        async with client_of(twilio) as client:
            by_words = TwilioLikeSender(client, patience_s=PATIENCE_S)
            yield await a_post(twilio, by_words, "On its way.", "Anything else?")


@pytest.fixture
async def blind() -> AsyncIterator[Post]:
    """With a provider that has no key and cannot be asked."""
    twilio = TwilioLike()
    async with client_of(twilio) as client:
        sender = TwilioLikeSender(client, can_find=False, patience_s=PATIENCE_S)
        yield await a_post(twilio, sender, "On its way.")


async def test_a_send_that_works_is_recorded_with_the_providers_id(post: Post) -> None:
    """Run again it does nothing: the row is final."""
    assert [(await post.deliver()).status for _ in range(2)] == [SENT, SENT]

    row = await post.row()
    assert (row.provider_message_id, row.attempts) == ("p-1", 1)
    assert post.provider.texts == ["On its way."]
    assert post.provider.asked == 0


@pytest.mark.parametrize(
    "point", ["before begin", "after begin", "before mark_sent", "after mark_sent"]
)
async def test_killed_anywhere_it_is_sent_once(post: Post, point: str) -> None:
    """Before the mark, between mark and call, between call and record, after the record."""
    post.ledger.dies_at = point
    with pytest.raises(Killed):
        await post.deliver()

    row = await post.until_final()

    assert (row.status, row.provider_message_id) == (SENT, "p-1")
    assert post.provider.texts == ["On its way."]


@pytest.mark.parametrize(
    "mood", [Mood.SILENT_BEFORE, Mood.SILENT_AFTER, Mood.ERROR_BEFORE, Mood.ERROR_AFTER]
)
async def test_without_an_answer_the_provider_is_asked_before_it_is_sent_again(
    post: Post, mood: Mood
) -> None:
    """A timeout and a 5xx look the same whether the customer has the message or not."""
    post.provider.moods.append(mood)

    first = await post.deliver()
    row = await post.until_final()

    assert first.status is SENDING
    assert row.status is SENT
    assert post.provider.asked == 1
    assert post.provider.texts == ["On its way."]


async def test_a_busy_provider_is_left_alone_as_long_as_it_asks(post: Post) -> None:
    """429 says that nothing went out, so that nobody has to be asked; and when to come back."""
    post.provider.moods.append(Mood.BUSY)

    first = await post.deliver()
    row = await post.until_final()

    assert first == DeliveryOutcome(status=PENDING, retry_after=timedelta(seconds=RETRY_AFTER_S))
    assert (row.status, row.attempts) == (SENT, 2)
    assert post.provider.asked == 0


async def test_a_refusal_ends_it_with_the_providers_reason(post: Post) -> None:
    """A customer who has left will not come back for a fourth attempt."""
    post.provider.moods.append(Mood.REFUSING)

    assert (await post.deliver()).status is FAILED

    row = await post.row()
    assert row.error in {"channel_not_found", "unsubscribed recipient"}
    assert post.provider.texts == []


async def test_while_the_provider_cannot_be_asked_nothing_is_sent_again(post: Post) -> None:
    """Sending blindly could double; it waits until there is an answer."""
    post.provider.moods.append(Mood.SILENT_AFTER)
    post.provider.is_mute = True
    for _ in range(3):
        assert (await post.deliver()).status is SENDING

    post.provider.is_mute = False

    assert (await post.deliver()).status is SENT
    assert post.provider.texts == ["On its way."]


async def test_the_same_words_said_twice_are_two_messages() -> None:
    """Found by its words, the first of them must not pass for the second."""
    twilio = TwilioLike()
    async with client_of(twilio) as client:
        sender = TwilioLikeSender(client, patience_s=PATIENCE_S)
        post = await a_post(twilio, sender, "One moment.", "One moment.")
        await post.deliver(0)
        twilio.moods.append(Mood.SILENT_BEFORE)
        await post.deliver(1)
        row = await post.until_final(1)

    assert (row.status, row.provider_message_id) == (SENT, "p-2")
    assert twilio.texts == ["One moment.", "One moment."]


@pytest.mark.parametrize("mood", [Mood.SILENT_AFTER, Mood.ERROR_BEFORE])
async def test_where_nobody_can_be_asked_it_stays_unknown_and_is_not_sent_again(
    blind: Post, mood: Mood
) -> None:
    """Once too few is said openly; once too often would be a lie about effectively once."""
    blind.provider.moods.append(mood)

    assert (await blind.deliver()).status is UNKNOWN
    assert (await blind.deliver()).status is UNKNOWN

    assert (await blind.row()).error == "the provider did not answer"
    assert len(blind.provider.got) == (mood is Mood.SILENT_AFTER)


async def test_killed_after_the_call_where_nobody_can_be_asked_is_unknown(blind: Post) -> None:
    """The row was in `sending`: it may have gone out."""
    blind.ledger.dies_at = "before mark_sent"
    with pytest.raises(Killed):
        await blind.deliver()

    row = await blind.until_final()

    assert (row.status, row.error) == (UNKNOWN, "the provider cannot be asked")
    assert blind.provider.texts == ["On its way."]


async def test_busy_where_nobody_can_be_asked_is_tried_again(blind: Post) -> None:
    """Surely not sent is not unknown."""
    blind.provider.moods.append(Mood.BUSY)
    assert (await blind.deliver()).status is PENDING
    assert (await blind.until_final()).status is SENT


async def test_given_up_before_it_went_out_it_has_failed(post: Post) -> None:
    """For the reason given, and for ever: a late attempt does not send it."""
    assert (await post.give_up("a human took over")).status is FAILED
    assert (await post.deliver()).status is FAILED

    assert (await post.row()).error == "a human took over"
    assert post.provider.texts == []


@pytest.mark.parametrize(
    ("mood", "is_mute", "expected"),
    [
        (Mood.SILENT_AFTER, False, SENT),
        (Mood.SILENT_BEFORE, False, FAILED),
        (Mood.SILENT_AFTER, True, UNKNOWN),
    ],
)
async def test_given_up_after_it_may_have_gone_out_it_is_looked_up_once_more(
    post: Post, mood: Mood, *, is_mute: bool, expected: DeliveryStatus
) -> None:
    """The ledger says what is true, or that nobody knows."""
    post.provider.moods.append(mood)
    await post.deliver()
    post.provider.is_mute = is_mute

    assert (await post.give_up()).status is expected
    assert (await post.give_up()).status is expected
    assert len(post.provider.got) == (mood is Mood.SILENT_AFTER)


async def test_an_attempt_that_was_overtaken_sends_nothing(post: Post) -> None:
    """Two attempts at once, as when a process was paused: the row lets one of them begin."""
    row = await post.row()
    ahead = await post.ledger.begin(row, at=NOW)
    assert ahead is not None

    behind = await post.activities._send(row, post.sender, math.inf)

    assert behind.status is SENDING
    assert post.provider.texts == []


async def test_a_process_that_was_paused_before_the_call_does_not_call(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the time it goes on another may be sending; nothing went out, and the ledger says so."""
    monkeypatch.setattr("activities.delivery._LATEST_START_S", -1.0)

    assert (await post.deliver()).status is PENDING
    assert post.provider.texts == []


async def test_an_attempt_that_took_too_long_until_the_call_does_not_call(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It might be under way when its activity has timed out, and the next attempt does not find
    yet what it is about to send."""
    monkeypatch.setattr("activities.delivery._LATEST_CALL_S", -1.0)

    assert (await post.deliver()).status is PENDING
    assert post.provider.texts == []


async def test_a_notices_row_is_known_before_it_is_stored() -> None:
    """When storing it ended without an answer, that row must be ended all the same."""
    bots, nobody = OneBot(a_bot()), cast("Any", None)
    turns = TurnActivities(
        bots=bots,
        understander=nobody,
        embedder=nobody,
        retriever=nobody,
        answerer=nobody,
        turns=MemoryTurnStore(MemoryDatabase(), bots),
    )
    ref = ConversationRef(tenant_id="acme", conversation_id=PLACE, channel=Channel.SLACK)
    await turns.open_session(OpenSession(conversation=ref, at=NOW))
    notice = CommitNotice(
        conversation=ref,
        session=1,
        turn="s1t1-abc",
        inbound=(),
        state=DialogueState(),
        started_at=NOW,
        at=NOW,
    )

    assert (await turns.commit_notice(notice)).to_send == (notice_id(PLACE, "s1t1-abc"),)


async def test_a_channel_without_a_sender_fails_by_name(post: Post) -> None:
    """Waiting for a sender that nobody has wired would keep the row open for ever."""
    nobody = DeliveryActivities(post.ledger, {}, MemoryConversationPeople(post.database))
    request = DeliverMessage(tenant_id="acme", delivery_id=post.rows[0])

    assert (await ActivityEnvironment().run(nobody.deliver, request)).status is FAILED
    with pytest.raises(ApplicationError, match="no delivery") as missing:
        await ActivityEnvironment().run(
            nobody.deliver, DeliverMessage(tenant_id="globex", delivery_id=post.rows[0])
        )
    assert missing.value.non_retryable
