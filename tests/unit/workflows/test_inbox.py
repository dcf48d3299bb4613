"""The inbox: what waits in it, in which order it is taken, and the ring of seen ids."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.channel_addresses import Channel
from domain.dialogue.events import IdleElapsed
from domain.messages import InboundMessage, VerifiedCustomer
from workflows.conversation_state import ConversationInput
from workflows.inbox import Inbox, InboxEntry, SeenIds

IDS = st.lists(st.text(min_size=1, max_size=64), max_size=40)


@given(IDS)
def test_an_id_is_new_exactly_once(ids: list[str]) -> None:
    """Also when the ring was carried to a new run in between."""
    ring = SeenIds()
    fresh = [identifier for identifier in ids if ring.add(identifier)]

    carried = SeenIds(ring.packed())

    assert fresh == list(dict.fromkeys(ids))
    assert not any(carried.add(identifier) for identifier in ids)


def test_the_ring_forgets_the_oldest_and_stays_small() -> None:
    """500 ids of any length are carried in less than 6 kB."""
    ring = SeenIds()
    for number in range(600):
        ring.add(f"a-rather-long-message-id-{number}")

    assert len(ring.packed()) < 6_000
    assert ring.add("a-rather-long-message-id-99")
    assert not ring.add("a-rather-long-message-id-599")


START = datetime(2026, 3, 1, tzinfo=UTC)


def message(name: str, customer_id: str | None = None) -> InboundMessage:
    return InboundMessage(
        message_id=name,
        tenant_id="acme",
        conversation_id="c-1",
        channel=Channel.WEB,
        text=name,
        received_at=START,
        customer=VerifiedCustomer(customer_id=customer_id) if customer_id else None,
    )


def inbox_of(*messages: InboundMessage) -> Inbox:
    inbox = Inbox()
    inbox.add(*(InboxEntry(at=START, message=each) for each in messages))
    return inbox


def names(messages: tuple[InboundMessage, ...]) -> list[str]:
    return [each.message_id for each in messages]


def test_one_turn_takes_the_words_of_one_person() -> None:
    """What somebody else wrote in between must not count as the customer's."""
    inbox = inbox_of(message("a", "ann"), message("b", "ann"), message("c"), message("d", "ann"))

    turns = [names(inbox.take_messages(10)) for _ in range(3)]

    assert turns == [["a", "b"], ["c"], ["d"]]
    assert not inbox


def test_in_a_place_with_many_people_a_turn_is_one_persons_too() -> None:
    """The channel knows who wrote, where nobody vouches for a customer."""
    ann, bob = (f"slack-{letter * 32}" for letter in "ab")
    said = [("a", ann), ("b", ann), ("c", bob), ("d", ann)]
    inbox = inbox_of(*(message(name).model_copy(update={"person": who}) for name, who in said))

    assert [names(inbox.take_messages(10)) for _ in range(3)] == [["a", "b"], ["c"], ["d"]]


def test_a_turn_takes_no_more_messages_than_it_may() -> None:
    inbox = inbox_of(message("a"), message("b"), message("c"))

    assert names(inbox.take_messages(2)) == ["a", "b"]


def test_an_event_ends_the_messages_of_a_turn() -> None:
    """What came in between is dealt with in between."""
    inbox = inbox_of(message("a"))
    inbox.add_event(IdleElapsed(at=START, stage="nudge"), START)
    inbox.add(InboxEntry(at=START, message=message("b")))

    assert names(inbox.take_messages(10)) == ["a"]
    assert inbox.take().event is not None


def test_a_message_is_found_while_it_waits_and_can_be_put_last() -> None:
    """What the customer deletes must not stand between messages that form one turn."""
    inbox = inbox_of(message("a"), message("b"), message("c"))

    second = inbox.entry_of("b")
    assert second is not None
    inbox.put_last(second)

    assert inbox.entry_of("d") is None
    assert names(inbox.take_messages(10)) == ["a", "c", "b"]
    assert inbox.entry_of("b") is None


def test_a_message_waits_for_others_and_an_event_does_not() -> None:
    inbox, window = inbox_of(message("a")), timedelta(seconds=2)

    assert inbox.merging_until(window) == START + window
    assert inbox.merging_until(timedelta(0)) is None
    inbox.take()
    inbox.add_event(IdleElapsed(at=START, stage="nudge"), START)
    assert inbox.merging_until(window) is None


def test_an_inbox_is_carried_as_a_plain_list() -> None:
    """As earlier releases carried it: a conversation that they began goes on."""
    state = ConversationInput(
        tenant_id="acme", conversation_id="c-1", channel=Channel.WEB, session=1
    )
    state.inbox.add(InboxEntry(at=START, message=message("a")))

    carried = json.loads(state.model_dump_json())

    assert [entry["message"]["message_id"] for entry in carried["inbox"]] == ["a"]
    assert ConversationInput.model_validate(carried) == state
