"""A visitor's view of events as they are recorded."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.views import show_event, show_message
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.messages import Citation, Role, TranscriptMessage

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "recorded", "shown"),
    [
        (
            ConversationEventKind.MESSAGE,
            {"message_id": "1.0.0", "role": "bot", "text": "Hi", "turn": "1", "in_reply_to": "m"},
            {"message_id": "1.0.0", "role": "bot", "text": "Hi", "in_reply_to": "m"},
        ),
        (ConversationEventKind.TYPING, {"on": True}, {"active": True}),
        (
            ConversationEventKind.HANDOFF,
            {"status": "claimed", "agent": "Ann", "owner": "human_agent", "queue": "returns"},
            {"status": "claimed", "agent": "Ann", "owner": "human_agent"},
        ),
        (
            ConversationEventKind.APPROVAL,
            {"status": "waiting", "name": "refund", "approval_id": "a-1"},
            {"status": "waiting"},
        ),
        (
            ConversationEventKind.STATUS,
            {"status": "closed", "reason": "suspected fraud"},
            {"status": "closed"},
        ),
        (
            ConversationEventKind.MESSAGE_CHANGED,
            {"event_id": "e-1", "message_id": "m-1", "change": "edited", "text": "goodbye"},
            {"message_id": "m-1", "change": "edited", "text": "goodbye"},
        ),
    ],
)
def test_an_event_is_shown_without_the_inside_of_the_house(
    kind: ConversationEventKind, recorded: dict[str, Any], shown: dict[str, Any]
) -> None:
    """
    Queues, reasons and approvals are for staff; the visitor keeps the number all the same.
    """
    event = show_event(ConversationEvent(seq=7, kind=kind, data=recorded, at=AT))

    assert (event.seq, event.kind, event.data) == (7, kind, shown)
    assert event.at == "2026-03-02T09:30:00+00:00"


def test_a_message_is_shown_with_its_sources_and_without_its_intent() -> None:
    """
    A citation lets the customer check the answer; what we guessed about them stays with us.
    """
    source = Citation(document_id="returns", title="Returns", heading="How long")
    message = TranscriptMessage(
        message_id="1.0.0",
        role=Role.BOT,
        text="30 days.",
        turn="1",
        intent="ask_returns",
        citations=(source,),
        seq=3,
        at=AT,
    )

    shown = show_message(message).model_dump()

    assert (shown["seq"], shown["text"]) == (3, "30 days.")
    assert shown["citations"][0]["heading"] == "How long"
    assert "intent" not in shown
    assert "turn" not in shown
