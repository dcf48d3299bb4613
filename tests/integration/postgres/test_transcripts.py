"""Transcripts, read back, over PostgreSQL and over their memory twin."""

import pytest

from domain.conversations import ConversationEventKind, ConversationStatus, Owner
from domain.dialogue.commands import CloseConversation, HandOff
from domain.errors import NotFound
from domain.handoffs import HandoffStatus
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound, say


async def test_history_is_read_backwards_in_pages(stores: Stores) -> None:
    """
    A long conversation is shown from its end.
    """
    ref = await stores.open()
    for n in range(1, 6):
        await stores.turns.commit(a_commit(ref, commands=(say(f"{n}"),), turn=f"s1t{n}"))

    last = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=2)
    before = await stores.transcripts.history(stores.tenant, "c-1", before=last[0].seq, limit=2)
    turns = await stores.recorded_turns.recent(stores.tenant, "c-1", limit=3)

    assert [line.text for line in last] == ["4", "5"]
    assert [line.text for line in before] == ["2", "3"]
    assert [turn.turn for turn in turns] == ["s1t3", "s1t4", "s1t5"]


async def test_any_text_can_be_stored(stores: Stores) -> None:
    """
    PostgreSQL holds no NUL; a message with one must not stop a conversation for ever.
    """
    ref = await stores.open()
    text = 'a\x00b \\u0000 "quoted" \\ 漢字 \U0001f600'

    await stores.turns.commit(a_commit(ref, an_inbound(ref, text), commands=(say(text),)))

    asked, said = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert asked.text == said.text
    assert asked.text in (text, text.replace("\x00", "\ufffd"))


async def test_where_a_conversation_stands_is_read_open_or_closed(stores: Stores) -> None:
    """
    Whoever takes it over must know its channel, also after its end.
    """
    ref = await stores.open()
    closed = CloseConversation(reason="done")
    await stores.turns.commit(a_commit(ref, commands=(say("hi"),)))
    before = await stores.transcripts.standing(stores.tenant, "c-1")
    await stores.turns.commit(a_commit(ref, commands=(closed,), turn="s1t2"))
    after = await stores.transcripts.standing(stores.tenant, "c-1")

    assert (before.channel, before.owner) == (ref.channel, Owner.BOT)
    assert [before.status, after.status] == [ConversationStatus.ACTIVE, ConversationStatus.CLOSED]
    with pytest.raises(NotFound):
        await stores.transcripts.standing(stores.tenant, "c-never")


async def test_a_handoff_that_begins_with_its_agent_never_waits(stores: Stores) -> None:
    """
    Nobody else is offered a conversation that was taken from the bot.
    """
    ref = await stores.open()
    taken = HandOff(
        handoff_id="h-1", queue="support", first_reply_due=NOW, nobody_at=NOW, taken_by="Sam"
    )
    await stores.turns.commit(a_commit(ref, commands=(taken,)))

    handoff = await stores.handoffs.get(stores.tenant, "h-1")
    events = await stores.events.after(stores.tenant, "c-1", 0)

    assert (handoff.status, handoff.first_reply_due) == (HandoffStatus.CLAIMED, None)
    assert [event for event in events if event.kind is ConversationEventKind.HANDOFF] == []
