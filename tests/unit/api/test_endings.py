"""The customer's end of a chat, and what the history tells beside the words."""

import pytest

from domain.conversations import ConversationEvent, ConversationEventKind
from domain.errors import Conflict, DuralogueError, NotFound, NotYet
from domain.messages import Role, TranscriptMessage
from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import Doubles
from tests.unit.api.recording import NOW

MESSAGE, HANDOFF = ConversationEventKind.MESSAGE, ConversationEventKind.HANDOFF
TYPING, STATUS = ConversationEventKind.TYPING, ConversationEventKind.STATUS


def test_the_customer_ends_their_own_chat(visitor: Visitor, doubles: Doubles) -> None:
    """
    With the session that opens it, and no other.
    """
    stranger = visitor.client.post(f"{visitor.conversation}/end")
    ended = visitor.client.post(f"{visitor.conversation}/end", headers=visitor.headers)

    assert (stranger.status_code, ended.status_code) == (401, 204)
    [(name, (tenant_id, conversation_id, _))] = doubles.conversations.calls
    assert (name, tenant_id) == ("end_chat", "acme")
    assert conversation_id == visitor.conversation_id


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Conflict("something is still under way here"), 409),
        (NotYet("the conversation is busy"), 503),
        (NotFound("there is no such open conversation"), 204),
    ],
)
def test_an_end_that_cannot_be_says_why(
    visitor: Visitor, doubles: Doubles, failure: DuralogueError, status: int
) -> None:
    """
    An approval goes on, a turn is over in a moment, and what is closed already is no error.
    """
    doubles.conversations.failure = failure

    answer = visitor.client.post(f"{visitor.conversation}/end", headers=visitor.headers)

    assert answer.status_code == status


def test_the_history_tells_who_came_and_left(visitor: Visitor, doubles: Doubles) -> None:
    """
    After a reload the page still says when a person joined; a page of it tells its own part.
    """
    kinds = [MESSAGE, HANDOFF, HANDOFF, MESSAGE, TYPING, HANDOFF, MESSAGE, STATUS]
    doubles.events.written = [
        ConversationEvent(seq=seq, kind=kind, data={"status": "x", "handoff_id": "h"}, at=NOW)
        for seq, kind in enumerate(kinds, start=1)
    ]
    doubles.transcripts.said = [
        TranscriptMessage(message_id=f"m-{seq}", role=Role.BOT, text="hi", seq=seq, at=NOW)
        for seq in (1, 4, 7)
    ]
    address = f"{visitor.conversation}/messages"

    last = visitor.client.get(address, params={"limit": 2}, headers=visitor.headers).json()
    query = {"limit": 2, "before": last["next_before"]}
    first = visitor.client.get(address, params=query, headers=visitor.headers).json()

    assert [event["seq"] for event in last["happenings"]] == [6, 8]
    assert [event["seq"] for event in first["happenings"]] == [2, 3]
    assert "handoff_id" not in first["happenings"][0]["data"]
