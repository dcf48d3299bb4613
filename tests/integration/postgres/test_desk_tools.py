"""Notes, drafts, canned replies and views, as the desk keeps them; what its stream hears."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from domain.desk.blocking import BlockedKind, BlockedSender
from domain.desk.canned_replies import MOST_REPLIES, CannedReply
from domain.desk.drafts import Draft
from domain.desk.notes import Note
from domain.desk.saved_views import HandoffView, SavedView, ViewFilters
from domain.dialogue.commands import HandOff
from domain.errors import Conflict, NotFound
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

EVENTS = """
SELECT kind, queue, agent, data FROM desk_events WHERE tenant_id = %s AND kind = ANY (%s)
ORDER BY seq
"""


def a_note(note_id: str = "n-1", text: str = "He shouts.", **fields: object) -> Note:
    return Note.model_validate(
        {
            "note_id": note_id,
            "conversation_id": "c-1",
            "agent": "Ann",
            "text": text,
            "at": NOW,
            **fields,
        }
    )


async def _handed_off(stores: Stores) -> None:
    """The conversation `c-1`, waiting in the queue `returns`."""
    ref = await stores.open()
    command = HandOff(handoff_id="h-1", queue="returns", first_reply_due=LATER, nobody_at=LATER)
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("wait"), command)))


async def _events(
    owner: psycopg.AsyncConnection, stores: Stores, kind: str
) -> list[tuple[Any, ...]]:
    return list(await (await owner.execute(EVENTS, [stores.tenant, [kind]])).fetchall())


async def test_a_note_is_kept_once(stores: Stores) -> None:
    notes = stores.desk_tools.notes
    await stores.open()

    await notes.add(stores.tenant, a_note("n-2", "Later.", at=LATER))
    first = await notes.add(stores.tenant, a_note(mentions=("Sue",)))
    again = await notes.add(stores.tenant, a_note(at=LATER))

    assert first.mentions == ("Sue",)
    assert again.at == NOW
    listed = await notes.listed(stores.tenant, "c-1")
    assert [note.note_id for note in listed] == ["n-1", "n-2"]
    assert await notes.listed("another", "c-1") == []
    with pytest.raises(Conflict):
        await notes.add(stores.tenant, a_note(text="Something else."))


async def test_no_path_of_the_customers_holds_a_note(stores: Stores) -> None:
    """
    The transcript, the events, what is to be sent: none of them changes.
    """
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("hi"),)))
    before = await stores.events.latest(stores.tenant, "c-1")

    await stores.desk_tools.notes.add(stores.tenant, a_note())

    said = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=50)
    assert [message.text for message in said] == ["hello", "hi"]
    assert await stores.events.latest(stores.tenant, "c-1") == before


async def test_the_desks_hear_of_a_note(postgres: Stores, owner: psycopg.AsyncConnection) -> None:
    """
    Those who serve the queue, and whoever is mentioned wherever they are.
    """
    await _handed_off(postgres)

    await postgres.desk_tools.notes.add(postgres.tenant, a_note(mentions=("Sue",)))
    await postgres.desk_tools.notes.add(postgres.tenant, a_note(mentions=("Sue",)))

    told = await _events(owner, postgres, "note")
    assert [(queue, agent) for _, queue, agent, _ in told] == [("returns", None), (None, "Sue")]
    assert told[0][3]["text"] == "He shouts."


async def test_a_note_on_what_was_never_handed_off(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    No queue's: those who serve some queues only do not hear of it.
    """
    await postgres.open()

    await postgres.desk_tools.notes.add(postgres.tenant, a_note())

    assert [queue for _, queue, *_ in await _events(owner, postgres, "note")] == [""]


async def test_the_later_draft_holds(stores: Stores) -> None:
    drafts, place = stores.desk_tools.drafts, (stores.tenant, "Ann", "c-1")

    await drafts.write(*place, Draft(text="Dear", updated_at=LATER))
    kept = await drafts.write(*place, Draft(text="Old", updated_at=NOW))

    assert kept == Draft(text="Dear", updated_at=LATER)
    assert await drafts.get(*place) == kept
    assert await drafts.get(stores.tenant, "Bob", "c-1") is None
    await drafts.sent(*place)
    assert await drafts.get(*place) is None
    assert await drafts.write(*place, Draft(text="Dear", updated_at=LATER)) is None
    anew = Draft(text="P.S.", updated_at=LATER + timedelta(seconds=1))
    assert await drafts.write(*place, anew) == anew


async def test_only_their_own_desks_hear_of_a_draft(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    drafts, place = postgres.desk_tools.drafts, (postgres.tenant, "Ann", "c-1")
    await postgres.open()

    await drafts.write(*place, Draft(text="Dear", updated_at=NOW))
    await drafts.write(*place, Draft(text="Dear", updated_at=NOW))
    await drafts.sent(*place)

    told = await _events(owner, postgres, "draft")
    assert [(queue, agent, data["text"]) for _, queue, agent, data in told] == [
        (None, "Ann", "Dear"),
        (None, "Ann", ""),
    ]


def a_reply(name: str = "hello", locale: str = "en") -> CannedReply:
    return CannedReply(
        name=name, locale=locale, title="Hello", text="Hi!", updated_by="Sue", updated_at=NOW
    )


async def test_canned_replies_by_name_and_locale(stores: Stores) -> None:
    replies = stores.desk_tools.canned_replies

    for locale in ("en", "de", "en"):
        await replies.write(stores.tenant, a_reply(locale=locale))

    listed = await replies.listed(stores.tenant)
    assert [(each.name, each.locale) for each in listed] == [("hello", "de"), ("hello", "en")]
    await replies.delete(stores.tenant, "hello", "de")
    with pytest.raises(NotFound):
        await replies.delete(stores.tenant, "hello", "de")


async def test_there_is_an_end_to_canned_replies(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A desk loads them all at once.
    """
    assert MOST_REPLIES == 500
    for module in ("infra.postgres.desk_texts", "infra.memory.desk_tools"):
        monkeypatch.setattr(f"{module}.MOST_REPLIES", 2)
    for name in ("one", "two", "two"):
        await stores.desk_tools.canned_replies.write(stores.tenant, a_reply(name))

    with pytest.raises(Conflict):
        await stores.desk_tools.canned_replies.write(stores.tenant, a_reply("three"))

    assert len(await stores.desk_tools.canned_replies.listed(stores.tenant)) == 2


async def test_views_of_an_agent_and_of_the_team(stores: Stores) -> None:
    views = stores.desk_tools.views
    filters = ViewFilters(view=HandoffView.WAITING, queue="returns")
    for by, shared in (("Ann", False), ("Sue", True), ("Bob", False)):
        view = SavedView(name="Mine", shared=shared, filters=filters, updated_by=by, updated_at=NOW)
        await views.write(stores.tenant, view)

    listed = await views.listed(stores.tenant, "Ann")

    assert [(view.updated_by, view.shared) for view in listed] == [("Ann", False), ("Sue", True)]
    assert listed[0].filters == filters
    await views.delete(stores.tenant, "Ann", "Mine", shared=False)
    assert [view.shared for view in await views.listed(stores.tenant, "Ann")] == [True]
    with pytest.raises(NotFound):
        await views.delete(stores.tenant, "Ann", "Mine", shared=False)


async def test_blocked_by_what_is_known_of_them(stores: Stores) -> None:
    """
    Whoever wrote last: by their key and their customer's id, else by the conversation alone.
    """
    blocked = stores.desk_tools.blocked
    ref = await stores.open()
    assert await blocked.subjects_of(stores.tenant, "c-1") == [(BlockedKind.CONVERSATION, "c-1")]
    message = an_inbound(ref, customer="ada").model_copy(update={"person": "sms-" + "a" * 32})
    await stores.turns.commit(a_commit(ref, message))

    subjects = await blocked.subjects_of(stores.tenant, "c-1")

    assert subjects == [(BlockedKind.PERSON, "sms-" + "a" * 32), (BlockedKind.CUSTOMER, "ada")]
    for kind, subject in subjects:
        one = BlockedSender(
            kind=kind,
            subject=subject,
            conversation_id="c-1",
            reason="abuse",
            blocked_by="Ann",
            blocked_at=NOW,
            until=LATER,
        )
        await blocked.block(stores.tenant, one)
    await blocked.count_refused(stores.tenant, subjects[0])
    listed = await blocked.listed(stores.tenant, at=NOW)
    assert sorted(each.refused for each in listed) == [0, 1]
    assert await blocked.listed(stores.tenant, at=LATER) == []
    assert await blocked.lift(stores.tenant, subjects) == 2
    with pytest.raises(NotFound):
        await blocked.subjects_of(stores.tenant, "c-9")
