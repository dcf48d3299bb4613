"""Edits and deletions that pile up: what one request holds of them, and what a roll carries."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from activities.message_changes import RecordChanges
from domain.channel_addresses import Channel
from domain.channels import MessageChange, MessageDeleted, MessageEdited
from domain.messages import MAX_TEXT, InboundMessage
from workflows import options
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput
from workflows.inbox import InboxEntry, OverflowRange, SeenIds
from workflows.message_changes import Changes

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEMPORALS_LIMIT = 2_000_000


def edit(number: int, text: str) -> MessageEdited:
    return MessageEdited(event_id=f"e-{number}", message_id=f"m-{number}", text=text, at=NOW)


def deletion(number: int) -> MessageDeleted:
    return MessageDeleted(event_id=f"d-{number}", message_id=f"m-{number}", at=NOW)


class Conversation:
    """The part of a conversation that waits for changed messages; `answered` were answered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answered: str) -> None:
        self.state = ConversationInput(tenant_id="acme", conversation_id="c-1", channel=Channel.WEB)
        self.changes = Changes(self.state, SeenIds())
        self.requests: list[RecordChanges] = []
        self.comes_meanwhile: list[MessageChange] = []

        async def execute(_: Any, request: RecordChanges, **__: Any) -> tuple[str, ...]:
            self.requests.append(request)
            while self.comes_meanwhile:
                self.changes.receive(self.comes_meanwhile.pop())
            return tuple(c.event_id for c in request.changes if c.message_id in answered)

        monkeypatch.setattr("temporalio.workflow.execute_activity_method", execute)
        monkeypatch.setattr("temporalio.workflow.logger", logging.getLogger(__name__))
        monkeypatch.setattr("temporalio.workflow.now", lambda: NOW)

    def remembered(self) -> list[str]:
        return [one.change.event_id for one in self.state.changes]

    def recorded(self) -> list[str]:
        return [change.event_id for request in self.requests for change in request.changes]


async def test_a_flood_of_edits_goes_in_requests_that_temporal_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    While a turn hangs, a customer may edit for minutes; the conversation must go on after it.
    """
    conversation = Conversation(monkeypatch)
    for number in range(300):
        conversation.changes.receive(edit(number, "\N{DELIVERY TRUCK}" * MAX_TEXT))

    await conversation.changes.look_up()

    assert conversation.recorded() == [f"e-{number}" for number in range(300)]
    sizes = [len(request.model_dump_json().encode()) for request in conversation.requests]
    assert max(sizes) < TEMPORALS_LIMIT
    assert conversation.remembered() == ["e-299"]


async def test_an_edit_does_not_make_a_deletion_be_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    What was deleted would else be answered, since the customer wrote much in other messages.
    """
    conversation = Conversation(monkeypatch)
    conversation.changes.receive(deletion(1))
    conversation.changes.receive(edit(2, "short"))
    conversation.changes.receive(edit(3, "x" * options.MOST_CHANGED_CHARACTERS))

    await conversation.changes.look_up()

    assert conversation.remembered() == ["d-1", "e-3"]


async def test_what_was_deleted_in_the_overflow_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Else whoever takes back all that they wrote while a turn hung is answered some of it.
    """
    conversation = Conversation(monkeypatch)
    waits = InboxEntry(at=NOW, overflow=OverflowRange(first=0, count=60))
    conversation.state.inbox.add(waits)
    deletions = [deletion(number) for number in range(60)]
    for change in deletions:
        conversation.changes.receive(change)

    await conversation.changes.look_up()

    assert conversation.remembered() == [change.event_id for change in deletions]


async def test_what_nobody_has_looked_up_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    It may be of an answered message, and people are to see it.
    """
    conversation = Conversation(monkeypatch, "m-1")
    many = [deletion(number) for number in range(100, 100 + options.MOST_CARRIED_CHANGES)]
    conversation.comes_meanwhile = [*many, edit(1, "no")]
    conversation.changes.receive(edit(0, "first"))

    await conversation.changes.look_up()

    assert "e-1" in conversation.recorded()
    assert "e-1" not in conversation.remembered()
    assert len(conversation.remembered()) == options.MOST_CARRIED_CHANGES


@pytest.mark.parametrize("is_deleted", [False, True], ids=["waits", "withdrawn"])
def test_a_repeat_after_many_changes_is_still_a_repeat(
    monkeypatch: pytest.MonkeyPatch, *, is_deleted: bool
) -> None:
    """
    They drive the ids of waiting messages out of the memory for ids; twice in one turn a message
    could not be stored.
    """
    monkeypatch.setattr("temporalio.workflow.now", lambda: NOW)
    start = ConversationInput(tenant_id="acme", conversation_id="c-1", channel=Channel.WEBHOOK)
    conversation = ConversationWorkflow(start)
    message = InboundMessage(
        message_id="m-1",
        tenant_id="acme",
        conversation_id="c-1",
        channel=Channel.WEBHOOK,
        text="Hello",
        received_at=NOW,
    )
    conversation.receive_message(message)
    if is_deleted:
        conversation.change_message(deletion(1))
    for number in range(100, 700):
        conversation.change_message(deletion(number))
    conversation.receive_message(message)

    assert len(conversation._state.inbox) == 1
