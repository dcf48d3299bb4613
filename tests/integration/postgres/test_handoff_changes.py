"""Changes of a handoff, and words that are held back, over PostgreSQL and its memory twins."""

from functools import partial

import psycopg

from domain.dialogue.commands import HandOff
from domain.handoffs import Agent, AgentMessage, HandoffStatus, HandoffUpdate
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound


async def _hand_off(stores: Stores, handoff_id: str) -> None:
    ref = await stores.open()
    begun = HandOff(handoff_id=handoff_id, queue="care", first_reply_due=NOW, nobody_at=NOW)
    await stores.turns.commit(a_commit(ref, commands=(begun,)))


async def test_a_handoff_that_waits_anew_is_as_if_nobody_had_had_it(stores: Stores) -> None:
    """
    Its clocks begin again; the note stays for whoever reads it next.
    """
    await _hand_off(stores, "h-1")
    changed = partial(stores.handoffs.changed, stores.tenant, "h-1")
    await changed(HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=NOW))
    await changed(HandoffUpdate(on_hold=True, snoozed_until=LATER, at=NOW))
    held = await stores.handoffs.get(stores.tenant, "h-1")
    await changed(HandoffUpdate(on_hold=False, is_awake=True, at=NOW))
    awake = await stores.handoffs.get(stores.tenant, "h-1")
    await changed(
        HandoffUpdate(
            status=HandoffStatus.WAITING,
            is_released=True,
            queue="sales",
            preferred_agent="Bob",
            note="wants two of them",
            first_reply_due=LATER,
            at=LATER,
        )
    )
    anew = await stores.handoffs.get(stores.tenant, "h-1")

    assert (held.on_hold_since, held.snoozed_until) == (NOW, LATER)
    assert (awake.on_hold_since, awake.snoozed_until, awake.assigned_agent) == (None, None, "Ada")
    assert (anew.status, anew.assigned_agent, anew.claimed_at) == (
        HandoffStatus.WAITING,
        None,
        None,
    )
    assert (anew.queue, anew.preferred_agent, anew.note) == ("sales", "Bob", "wants two of them")
    assert (anew.first_reply_due, anew.ended_at) == (LATER, None)


async def test_what_is_passed_on_is_so_until_somebody_takes_it(stores: Stores) -> None:
    """
    Warm, it stays with its agent meanwhile; a transfer without that is with nobody.
    """
    await _hand_off(stores, "h-1")
    changed = partial(stores.handoffs.changed, stores.tenant, "h-1")

    async def now() -> tuple[str | None, str | None]:
        found = await stores.handoffs.get(stores.tenant, "h-1")
        return found.assigned_agent, found.passed_to

    told = []
    for update in (
        HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=NOW),
        HandoffUpdate(preferred_agent="Bob", note="VIP", at=NOW),
        HandoffUpdate(on_hold=True, at=NOW),
        HandoffUpdate(is_kept=True, at=NOW),
        HandoffUpdate(preferred_agent="Bob", note="VIP", at=NOW),
        HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Bob", at=NOW),
        HandoffUpdate(
            status=HandoffStatus.WAITING, is_released=True, preferred_agent="Cy", at=LATER
        ),
        HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=LATER),
    ):
        await changed(update)
        told.append(await now())

    assert told == [
        ("Ada", None),
        ("Ada", "Bob"),
        ("Ada", "Bob"),
        ("Ada", None),
        ("Ada", "Bob"),
        ("Bob", None),
        (None, "Cy"),
        ("Ada", None),
    ]


async def test_a_late_word_of_a_claim_undoes_no_transfer_and_no_end(stores: Stores) -> None:
    """
    While the database was down both were tried again and again, and came in any order.
    """
    await _hand_off(stores, "h-1")
    changed = partial(stores.handoffs.changed, stores.tenant, "h-1")
    claimed = HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=NOW)
    released = HandoffUpdate(status=HandoffStatus.WAITING, is_released=True, at=NOW)
    await changed(released.model_copy(update={"preferred_agent": "Bob"}))
    await changed(claimed)
    await changed(HandoffUpdate(status=HandoffStatus.WAITING, first_reply_due=LATER, at=LATER))
    anew = await stores.handoffs.get(stores.tenant, "h-1")
    await changed(released)
    passed_on = await stores.handoffs.get(stores.tenant, "h-1")
    await changed(HandoffUpdate(status=HandoffStatus.CANCELLED, at=LATER))
    await changed(claimed)
    over = await stores.handoffs.get(stores.tenant, "h-1")

    assert (anew.status, anew.assigned_agent) == (HandoffStatus.WAITING, None)
    assert (anew.claimed_at, anew.preferred_agent) == (None, "Bob")
    assert passed_on.preferred_agent is None
    assert over.status is HandoffStatus.CANCELLED


async def test_an_agents_words_are_held_where_there_are_newer_ones(stores: Stores) -> None:
    """
    Of the customer, or of a colleague; their own words hold nobody back, nor does a repeat.
    """
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, an_inbound(ref, "hello")))
    latest = await stores.events.latest(stores.tenant, "c-1")
    place = {"tenant_id": stores.tenant, "conversation_id": "c-1", "session": 1}

    async def sends(message_id: str, seen: int, agent: str = "Ada") -> list[str]:
        message = AgentMessage(
            message_id=message_id,
            handoff_id="h-1",
            agent=Agent(name=agent),
            text=f"of {agent}",
            sent_at=LATER,
            seen=seen,
        )
        recorded = await stores.records.record_unless_newer(message, **place)  # type: ignore[arg-type]
        return [newer.text for newer in recorded.newer]

    assert await sends("a-1", 0) == ["hello"]
    assert await sends("a-1", latest) == []
    assert await sends("a-1", 0) == []
    assert await sends("a-2", latest) == []
    assert await sends("b-1", latest, "Bob") == ["of Ada", "of Ada"]
    lines = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert [line.text for line in lines] == ["hello", "of Ada", "of Ada"]


async def test_who_is_to_be_called_back_is_not_answered_in_the_chat(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    The call is still due; the chat beside it is answered.
    """
    await _hand_off(postgres, "h-1")
    ref = postgres.ref()
    await owner.execute(
        "INSERT INTO handoffs (tenant_id, handoff_id, conversation_id, queue, priority, status,"
        " reason, opened_at, first_reply_due, kind) VALUES"
        " (%s, 'h-2', 'c-1', 'care', 3, 'waiting', '', %s, %s, 'call_back')",
        (postgres.tenant, NOW, NOW),
    )
    await postgres.turns.commit(a_commit(ref, an_inbound(ref, "hello", "m-9"), turn="s1t2"))
    answer = AgentMessage(
        message_id="a-1", handoff_id="h-1", agent=Agent(name="Ada"), text="Hi", sent_at=LATER
    )
    await postgres.records.record_agent_message(
        answer, tenant_id=postgres.tenant, conversation_id="c-1", session=1
    )

    chat = await postgres.handoffs.get(postgres.tenant, "h-1")
    call = await postgres.handoffs.get(postgres.tenant, "h-2")
    assert (chat.awaiting_since, chat.first_replied_at) == (None, LATER)
    assert call.awaiting_since is not None
    assert call.first_replied_at is None
