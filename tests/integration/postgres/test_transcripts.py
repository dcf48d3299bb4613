"""Transcripts, read back, over PostgreSQL and over their memory twin."""

from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say


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
