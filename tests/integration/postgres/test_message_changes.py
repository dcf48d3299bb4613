"""Edits and deletions in the records, over PostgreSQL and over its memory twin."""

import asyncio
from typing import Any

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.channels import MessageChange, MessageDeleted, MessageEdited
from domain.conversations import ConversationEventKind, TurnOutcome
from domain.ports import MessageChanges
from infra.memory.message_changes import MemoryMessageChanges
from infra.memory.turns import MemoryTurnStore
from infra.postgres.message_changes import PostgresMessageChanges
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

EDIT = MessageEdited(event_id="e-1", message_id="m-1", text="goodbye", at=NOW)
DELETION = MessageDeleted(event_id="d-1", message_id="m-1", at=NOW)


@pytest.fixture
def changes(stores: Stores, engine: AsyncEngine) -> MessageChanges:
    if isinstance(stores.turns, MemoryTurnStore):
        return MemoryMessageChanges(stores.turns._database)
    return PostgresMessageChanges(engine)


async def changed(stores: Stores) -> list[dict[str, Any]]:
    events = await stores.events.after(stores.tenant, "c-1", 0)
    return [e.data for e in events if e.kind is ConversationEventKind.MESSAGE_CHANGED]


async def test_a_change_of_what_was_answered_is_an_event_once(
    stores: Stores, changes: MessageChanges
) -> None:
    """
    The transcript stays as it was read; whoever looks at it sees what became of the message.
    """
    ref = await stores.open("c-1", Channel.SLACK)
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("hi"),)))
    unknown = EDIT.model_copy(update={"event_id": "e-9", "message_id": "m-9"})

    for _ in range(2):
        given: list[MessageChange] = [EDIT, unknown, DELETION]
        assert await changes.record(stores.tenant, "c-1", given, at=LATER) == ("e-1", "d-1")

    assert await changed(stores) == [
        {"event_id": "e-1", "message_id": "m-1", "change": "edited", "text": "goodbye"},
        {"event_id": "d-1", "message_id": "m-1", "change": "deleted", "text": None},
    ]
    history = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert [line.text for line in history] == ["hello", "hi"]
    assert await stores.events.latest(stores.tenant, "c-1") == 4


async def test_of_a_conversation_that_never_was_nothing_is_recorded(
    stores: Stores, changes: MessageChanges
) -> None:
    """
    Nor of another tenant's of the same name: a change names nobody's message but its own.
    """
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, an_inbound(ref)))

    assert await changes.record(stores.tenant, "c-2", [EDIT], at=LATER) == ()
    assert await changes.record("globex", "c-1", [EDIT], at=LATER) == ()
    assert await changed(stores) == []


async def test_a_reply_is_nothing_that_a_customer_can_change(
    stores: Stores, changes: MessageChanges
) -> None:
    """
    They choose the ids of what they send, and may not take a reply's.
    """
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("hi"),)))
    taken = EDIT.model_copy(update={"message_id": "s1t1.0.0"})

    assert await changes.record(stores.tenant, "c-1", [taken], at=LATER) == ()


async def test_recorded_twice_at_once_it_is_one_event(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """
    An attempt that was given up may still be under way beside the next one.
    """
    ref = await postgres.open()
    await postgres.turns.commit(a_commit(ref, an_inbound(ref)))
    changes = PostgresMessageChanges(engine)

    await asyncio.gather(
        *(changes.record(postgres.tenant, "c-1", [EDIT], at=LATER) for _ in range(4))
    )

    assert len(await changed(postgres)) == 1


async def test_a_withdrawn_message_has_a_turn_and_no_words(stores: Stores) -> None:
    """
    Every accepted message is in one turn that has ended; a repeat of this one is none.
    """
    ref = await stores.open("c-1", Channel.SLACK)
    withdrawn = a_commit(ref, an_inbound(ref, "my secret"), ends=TurnOutcome.WITHDRAWN)
    withdrawn = withdrawn.model_copy(update={"changes": (DELETION,)})

    for _ in range(2):
        await stores.turns.commit(withdrawn)
    again = await stores.turns.commit(a_commit(ref, an_inbound(ref, "my secret"), turn="s1t2"))

    assert again.duplicates == ("m-1",)
    [line] = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert (line.message_id, line.text) == ("m-1", "")
    [turn] = await stores.transcripts.recent_turns(stores.tenant, "c-1")
    assert (turn.outcome, turn.message_ids) == (TurnOutcome.WITHDRAWN, ("m-1",))
    assert [data["change"] for data in await changed(stores)] == ["deleted"]


async def test_a_withdrawn_message_is_stored_nowhere(
    postgres: Stores, owner: psycopg.AsyncConnection[Any]
) -> None:
    """
    What somebody takes back before anybody has read it is not kept.
    """
    ref = await postgres.open()
    commit = a_commit(ref, an_inbound(ref, "my secret"), ends=TurnOutcome.WITHDRAWN)
    await postgres.turns.commit(commit.model_copy(update={"changes": (DELETION,)}))
    found = await owner.execute(
        "SELECT (SELECT string_agg(t::text, '') FROM messages t WHERE t.tenant_id = %(tenant)s)"
        " || (SELECT string_agg(t::text, '') FROM conversation_events t"
        "     WHERE t.tenant_id = %(tenant)s)"
        " || (SELECT string_agg(t::text, '') FROM turn_steps t WHERE t.tenant_id = %(tenant)s)",
        {"tenant": postgres.tenant},
    )
    row = await found.fetchone()

    assert row is not None
    assert "m-1" in row[0]
    assert "my secret" not in row[0]
