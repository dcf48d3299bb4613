"""Look-ups that a provider limits, as Slack does: once a minute, with a 429 in between."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import ActivityEnvironment

from activities.delivery import GiveUpDelivery
from domain.deliveries import Delivery, DeliveryOutcome, DeliveryStatus, Sent
from domain.errors import DependencyUnavailable
from tests.fakes.providers import Mood, SlackLike
from tests.fakes.senders import SlackLikeSender
from tests.unit.activities.posting import Post, a_post, client_of

MINUTE = timedelta(minutes=1)
SENDING, SENT, UNKNOWN = DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN


class LimitedSender(SlackLikeSender):
    """Looks nothing up as often as a test says."""

    put_off = 0

    async def find(
        self, delivery: Delivery, *, since: datetime, known: frozenset[str]
    ) -> Sent | None:
        if self.put_off:
            self.put_off -= 1
            raise DependencyUnavailable("429", retry_after=MINUTE)
        return await super().find(delivery, since=since, known=known)


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    """With one message that may have gone out."""
    slack = SlackLike()
    async with client_of(slack) as client:
        made = await a_post(slack, LimitedSender(client, patience_s=0.1), "On its way.")
        slack.moods.append(Mood.ERROR_AFTER)
        assert (await made.deliver()).status is SENDING
        yield made


def _put_off(post: Post, times: int) -> None:
    assert isinstance(post.sender, LimitedSender)
    post.sender.put_off = times


async def _given_up(post: Post, until: datetime | None) -> DeliveryOutcome:
    request = GiveUpDelivery(
        tenant_id="acme", delivery_id=post.rows[0], reason="too late", look_up_until=until
    )
    return await ActivityEnvironment().run(post.activities.give_up, request)


async def test_while_it_may_not_be_looked_up_it_is_not_sent_again(post: Post) -> None:
    """The next attempt comes when the provider lets it."""
    _put_off(post, 2)

    assert [await post.deliver() for _ in range(2)] == [
        DeliveryOutcome(status=SENDING, retry_after=MINUTE)
    ] * 2
    assert (await post.deliver()).status is SENT
    assert post.provider.texts == ["On its way."]


async def test_at_the_end_it_is_asked_for_a_little_longer(post: Post) -> None:
    """What is true is better than "unknown"."""
    _put_off(post, 1)
    until = datetime.now(UTC) + 2 * MINUTE

    assert await _given_up(post, until) == DeliveryOutcome(status=SENDING, retry_after=MINUTE)
    assert (await _given_up(post, until)).status is SENT


@pytest.mark.parametrize("left", [None, MINUTE / 2])
async def test_at_the_very_end_nobody_knows(post: Post, left: timedelta | None) -> None:
    """Nor where somebody waits for it, as a person who takes over does."""
    _put_off(post, 1)
    until = datetime.now(UTC) + left if left else None

    assert (await _given_up(post, until)).status is UNKNOWN
