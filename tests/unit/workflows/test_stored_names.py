"""Names under which earlier releases stored what a conversation remembers."""

import json
from datetime import UTC, datetime
from typing import Any

from activities.inbox_overflow import FetchOverflow
from domain.channel_addresses import Channel
from domain.dialogue.state import DialogueState, FlowFrame
from workflows.conversation_state import ConversationInput
from workflows.inbox import Inbox, InboxEntry, OverflowRange

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FRAME = {"flow": "return", "run": "1", "undoing": True, "hands_to": "care", "loose": ["refund"]}
STORED = {
    "tenant_id": "acme",
    "conversation_id": "c-1",
    "channel": "web",
    "session": 1,
    "dialogue": {"misses": 2, "stack": [FRAME]},
    "inbox": [{"at": "2026-03-01T00:00:00Z", "stashed": {"first": 3, "count": 4}}],
    "stashed": 7,
    "parked": {},
    "chain": "abc123",
}
"""A state as the first release carried it."""


def test_a_state_of_an_earlier_release_loads() -> None:
    """Open conversations were stored under the names of their time."""
    state = ConversationInput.model_validate(STORED)

    assert state.dialogue == DialogueState(
        misunderstandings=2,
        stack=(
            FlowFrame(
                flow="return",
                run="1",
                is_compensating=True,
                handoff_rule="care",
                unresolved_writes=("refund",),
            ),
        ),
    )
    assert state.inbox == Inbox([InboxEntry(at=NOW, overflow=OverflowRange(first=3, count=4))])
    assert (state.overflowed, state.run_chain, state.deferred) == (7, "abc123", {})


def test_a_state_is_stored_under_the_names_of_the_first_release() -> None:
    """A worker of the release before may take the conversation over after a roll-back."""
    state = ConversationInput.model_validate(STORED)

    stored = json.loads(state.model_dump_json())

    assert kept(stored, STORED) == STORED
    assert FetchOverflow(
        tenant_id="acme", conversation_id="c-1", run_chain="abc123", first=0, count=1
    ).model_dump()["chain"] == ("abc123")


def test_a_new_conversation_is_stored_in_a_few_lines() -> None:
    new = ConversationInput(
        tenant_id="acme", conversation_id="c-1", channel=Channel.WEB, run_chain="abc123"
    )

    assert new.model_dump(mode="json") == {
        "tenant_id": "acme",
        "conversation_id": "c-1",
        "channel": "web",
        "chain": "abc123",
    }


def kept(stored: Any, as_in: Any) -> Any:
    """Of what is stored, what the example has as well."""
    if isinstance(as_in, dict):
        return {name: kept(stored[name], value) for name, value in as_in.items()}
    if isinstance(as_in, list):
        return [kept(*pair) for pair in zip(stored, as_in, strict=True)]
    return stored
