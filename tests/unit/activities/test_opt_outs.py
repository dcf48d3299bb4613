"""No send after an opt-out, however late it comes."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

import activities.delivery
from domain.channels import ConsentChange
from domain.deliveries import DeliveryStatus
from domain.errors import DependencyUnavailable
from infra.memory.people import MemoryConversationPeople
from tests.fakes.providers import Mood, TwilioLike
from tests.fakes.senders import TwilioLikeSender
from tests.unit.activities.posting import NOW, PLACE, Post, a_post, client_of

PERSON = "phone-" + "a" * 32
FAILED, SENT = DeliveryStatus.FAILED, DeliveryStatus.SENT


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    twilio = TwilioLike()
    async with client_of(twilio) as client:
        made = await a_post(twilio, TwilioLikeSender(client, patience_s=0.1), "One.", "Two.")
        made.database.people["acme", PLACE] = {PERSON: NOW}
        yield made


def consents(*, is_opted_out: bool, event: str = "e-1", minutes: int = 0) -> ConsentChange:
    return ConsentChange(
        event_id=event,
        person=PERSON,
        is_opted_out=is_opted_out,
        reason="the person wrote STOP",
        at=NOW + timedelta(minutes=minutes),
    )


async def record(post: Post, change: ConsentChange) -> None:
    await MemoryConversationPeople(post.database).record_consent("acme", change)


async def test_nothing_is_sent_after_an_opt_out(post: Post) -> None:
    """What they had been sent before stays sent; what waits ends, and the row says why."""
    assert (await post.deliver(0)).status is SENT
    await record(post, consents(is_opted_out=True))

    assert (await post.deliver(1)).status is FAILED

    assert post.provider.texts == ["One."]
    assert (await post.row(1)).error == "the person wants no messages any more"


async def test_who_wants_messages_again_gets_the_next_one(post: Post) -> None:
    """And not the one that was withheld."""
    await record(post, consents(is_opted_out=True))
    assert (await post.deliver(0)).status is FAILED
    await record(post, consents(is_opted_out=False, event="e-2", minutes=1))

    assert (await post.deliver(0)).status is FAILED
    assert (await post.deliver(1)).status is SENT


async def test_an_opt_out_between_two_attempts_holds(post: Post) -> None:
    """The row was in the way out already when they said so."""
    post.provider.moods.append(Mood.BUSY)
    await post.deliver(0)
    await record(post, consents(is_opted_out=True))

    assert (await post.deliver(0)).status is FAILED
    assert post.provider.got == []


async def test_while_nobody_can_tell_nothing_is_sent(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is pending again, and the next attempt asks again."""

    async def unreachable(*_: object) -> bool:
        raise DependencyUnavailable("the database is down")

    with monkeypatch.context() as patched:
        patched.setattr(MemoryConversationPeople, "is_opted_out", unreachable)
        assert (await post.deliver(0)).status is DeliveryStatus.PENDING
    assert post.provider.got == []

    assert (await post.deliver(0)).status is SENT


async def test_what_is_withheld_is_counted_by_that_name(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that an operator tells it from what a provider refused."""
    counted: list[str] = []
    monkeypatch.setattr(
        activities.delivery, "_count", lambda _row, outcome: counted.append(str(outcome))
    )
    await record(post, consents(is_opted_out=True))
    await post.deliver(0)

    assert counted == ["withheld"]
