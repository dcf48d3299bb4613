"""DeliveryActivities where the other side drops repeats: sent again, and nobody is asked."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.deliveries import DeliveryOutcome, DeliveryStatus
from tests.fakes.providers import RETRY_AFTER_S, Mood, TwilioLike
from tests.fakes.senders import TwilioLikeSender
from tests.unit.activities.posting import Killed, Post, a_post, client_of

PENDING, SENDING = DeliveryStatus.PENDING, DeliveryStatus.SENDING
SENT, FAILED, UNKNOWN = DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    """With a provider that cannot be asked, and a sender that says that it drops repeats."""
    twilio = TwilioLike()
    async with client_of(twilio) as client:
        sender = TwilioLikeSender(client, can_find=False, repeats_are_safe=True, patience_s=0.1)
        yield await a_post(twilio, sender, "On its way.")


@pytest.mark.parametrize(
    ("mood", "copies"),
    [
        (Mood.SILENT_BEFORE, 1),
        (Mood.SILENT_AFTER, 2),
        (Mood.ERROR_BEFORE, 1),
        (Mood.ERROR_AFTER, 2),
    ],
)
async def test_what_may_have_gone_out_is_sent_again(post: Post, mood: Mood, copies: int) -> None:
    """At least once here; the other side makes it exactly once, by the id."""
    post.provider.moods.append(mood)

    assert (await post.deliver()).status is SENDING
    assert (await post.until_final()).status is SENT

    assert post.provider.texts == ["On its way."] * copies
    assert post.provider.asked == 0


@pytest.mark.parametrize(
    "point", ["before begin", "after begin", "before mark_sent", "after mark_sent"]
)
async def test_killed_anywhere_it_arrives(post: Post, point: str) -> None:
    """Where the row is in `sending` after the death, it goes out again."""
    post.ledger.dies_at = point
    with pytest.raises(Killed):
        await post.deliver()

    assert (await post.until_final()).status is SENT
    assert set(post.provider.texts) == {"On its way."}


async def test_a_refused_repeat_does_not_say_that_the_first_never_arrived(post: Post) -> None:
    """Failed would be a lie: the first attempt may have been taken."""
    post.provider.moods += [Mood.SILENT_AFTER, Mood.REFUSING]

    assert (await post.deliver()).status is SENDING
    assert (await post.deliver()).status is UNKNOWN


async def test_a_busy_answer_to_a_repeat_leaves_it_open_what_became_of_the_first(
    post: Post,
) -> None:
    """Pending means that surely nothing went out; given up then, it would count as failed."""
    post.provider.moods += [Mood.SILENT_AFTER, Mood.BUSY]
    wait = timedelta(seconds=RETRY_AFTER_S)

    assert (await post.deliver()).status is SENDING
    assert await post.deliver() == DeliveryOutcome(status=SENDING, retry_after=wait)
    assert (await post.row()).status is SENDING
    assert (await post.give_up("a human took over")).status is UNKNOWN


async def test_a_first_attempt_that_surely_did_not_go_out_is_pending(post: Post) -> None:
    """As everywhere: only what may have gone out is different."""
    post.provider.moods.append(Mood.BUSY)

    assert (await post.deliver()).status is PENDING
    assert (await post.give_up()).status is FAILED
