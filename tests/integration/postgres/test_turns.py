"""The transaction behind a turn, over PostgreSQL and over its memory twin."""

from datetime import timedelta

import pytest

from domain.channel_addresses import (
    Channel,
)
from domain.conversations import ConversationEventKind, TurnOutcome
from domain.dialogue.commands import (
    AskApproval,
    CallTool,
    CancelApproval,
    CancelHandoff,
    CloseConversation,
    HandOff,
)
from domain.errors import Conflict, NotFound
from domain.handoffs import ApprovalStatus, HandoffStatus
from domain.messages import (
    Citation,
    Role,
)
from domain.tenant_settings import ConversationPolicy
from domain.turns import OpenSession, TurnCommitted
from tests.integration.postgres.stores import LATER, NOW, Stores, a_bot, a_commit, an_inbound, say

CALL = CallTool(call_id="c-1.s1.1", tool="get_order", arguments={"z": 1, "a": [1.5, None]})


async def test_a_session_stays_open_until_it_is_closed(stores: Stores) -> None:
    """
    A step that runs again must find the session it opened; after a close a new one begins.
    """
    request = OpenSession(conversation=stores.ref(), at=NOW)

    first = await stores.turns.open_session(request)
    again = await stores.turns.open_session(request)
    close = (CloseConversation(reason="idle"),)
    await stores.turns.commit(a_commit(stores.ref(), commands=close))
    reopened = await stores.turns.open_session(request)

    assert first == again
    assert (first.session, first.revision, reopened.session) == (1, "r1", 2)
    assert first.policy == ConversationPolicy()


async def test_a_session_keeps_its_revision(stores: Stores) -> None:
    """
    A new bot is for the next session: this one goes on with the words it began with.
    """
    request = OpenSession(conversation=stores.ref(), at=NOW)
    await stores.turns.open_session(request)
    newer = a_bot(stores.tenant, "r2", merge_window=timedelta(seconds=2))
    assert await stores.bots.publish(newer, by="test")

    kept = await stores.turns.open_session(request)
    await stores.turns.commit(a_commit(stores.ref(), commands=(CloseConversation(reason="x"),)))
    next_one = await stores.turns.open_session(request)

    assert kept.revision == "r1"
    assert next_one.revision == "r2"
    assert next_one.policy.merge_window == timedelta(seconds=2)


async def test_a_session_that_was_moved_is_found_on_its_new_revision(stores: Stores) -> None:
    """
    Also where its workflow was ended by force, and the one that begins again knows nothing.
    """
    request = OpenSession(conversation=stores.ref(), at=NOW)
    await stores.turns.open_session(request)
    assert await stores.bots.publish(a_bot(stores.tenant, "r2"), by="test")
    moved = stores.ref().model_copy(update={"revision": "r2"})
    await stores.turns.commit(a_commit(moved, commands=(say("hello"),)))

    found = await stores.turns.open_session(request)

    assert (found.session, found.revision) == (1, "r2")


async def test_a_tenant_without_a_bot_has_no_sessions(stores: Stores) -> None:
    """
    The error must name what is missing, not be a broken row.
    """
    unknown = stores.ref().model_copy(update={"tenant_id": "nobody"})
    with pytest.raises(NotFound, match="has published no bot"):
        await stores.turns.open_session(OpenSession(conversation=unknown, at=NOW))


async def test_a_turn_is_stored_with_its_words_and_events(stores: Stores) -> None:
    """
    One commit is the transcript, the events and the operator's view of the turn.
    """
    ref = await stores.open()
    citation = Citation(document_id="returns.md", title="Returns", heading="How long")
    reply = say("30 days.", quick_replies=("Thanks", "More"), citations=(citation,))

    committed = await stores.turns.commit(
        a_commit(ref, an_inbound(ref, "how long?"), commands=(reply,), intent="ask_policy")
    )

    assert committed == TurnCommitted()
    asked, said = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert (asked.role, asked.text, asked.intent, asked.seq) == (
        Role.CUSTOMER,
        "how long?",
        "ask_policy",
        1,
    )
    assert (said.message_id, said.text, said.seq) == ("s1t1.0.0", "30 days.", 2)
    assert (said.quick_replies, said.citations) == (("Thanks", "More"), (citation,))
    first, second = await stores.events.after(stores.tenant, "c-1", 0)
    assert first.kind is second.kind is ConversationEventKind.MESSAGE
    assert first.data["role"] == "customer"
    assert second.data == {
        "message_id": "s1t1.0.0",
        "role": "bot",
        "text": "30 days.",
        "sent_by": None,
        "turn": "s1t1",
        "in_reply_to": "m-1",
        "quick_replies": ["Thanks", "More"],
        "citations": [citation.model_dump()],
    }
    [turn] = await stores.recorded_turns.recent(stores.tenant, "c-1")
    assert (turn.turn, turn.role, turn.message_ids) == ("s1t1", Role.CUSTOMER, ("m-1",))
    assert (turn.intent, turn.confidence, turn.outcome) == (
        "ask_policy",
        0.9,
        TurnOutcome.ANSWERED,
    )
    assert (turn.started_at, turn.ended_at) == (NOW, LATER)


async def test_a_step_that_runs_again_adopts_what_is_stored(stores: Stores) -> None:
    """
    After a crash the engine may answer differently; what the customer has seen counts.
    """
    ref = await stores.open()
    inbound = an_inbound(ref)
    stored = a_commit(ref, inbound, commands=(say("yes"), CALL), ends=None)
    await stores.turns.commit(stored)

    again = await stores.turns.commit(a_commit(ref, inbound, commands=(say("no"),)))

    assert again.adopted == stored.result
    call = again.adopted.commands[1]
    assert isinstance(call, CallTool)
    assert list(call.arguments) == ["z", "a"]
    history = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert [line.text for line in history] == ["hello", "yes"]
    assert await stores.events.latest(stores.tenant, "c-1") == 3


async def test_a_message_that_another_turn_handled_stores_nothing(stores: Stores) -> None:
    """
    The ring of seen ids forgets; the transcript does not, and one repeat stops the whole step.
    """
    ref = await stores.open()
    old, new = an_inbound(ref, message_id="old"), an_inbound(ref, message_id="new")
    await stores.turns.commit(a_commit(ref, old, commands=(say("first"),)))

    refused = await stores.turns.commit(
        a_commit(ref, new, old, commands=(say("second"),), turn="s1t2")
    )
    without = await stores.turns.commit(a_commit(ref, new, commands=(say("ok"),), turn="s1t2"))

    assert refused == TurnCommitted(duplicates=("old",))
    assert without == TurnCommitted()
    history = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert [line.text for line in history] == ["hello", "first", "hello", "ok"]
    assert [line.seq for line in history] == [1, 2, 3, 4]


async def test_a_turns_messages_are_stored_once_though_two_steps_bring_them(
    stores: Stores,
) -> None:
    """
    A holding notice may be committed before the step whose messages it carries too.
    """
    ref = await stores.open()
    inbound = an_inbound(ref)
    notice = a_commit(ref, inbound, commands=(say("one moment"),), step=1000, ends=None)

    await stores.turns.commit(notice)
    await stores.turns.commit(a_commit(ref, inbound, commands=(say("done"),), intent="greet"))

    history = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert [line.text for line in history] == ["hello", "one moment", "done"]
    assert history[0].intent == "greet"


async def test_a_turns_name_used_again_for_other_messages_is_a_conflict(stores: Stores) -> None:
    """
    Adopting the old answer would lose the new message without a trace.
    """
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, an_inbound(ref, message_id="a")))

    with pytest.raises(Conflict, match="s1t1"):
        await stores.turns.commit(a_commit(ref, an_inbound(ref, message_id="b")))


async def test_typing_shows_while_something_slow_is_left_to_do(stores: Stores) -> None:
    """
    A customer who waits for a backend sees that somebody is at it, and when it has ended.
    """
    ref = await stores.open()

    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(CALL,), ends=None))
    await stores.turns.commit(a_commit(ref, step=1))

    events = await stores.events.after(stores.tenant, "c-1", 1)
    assert [(event.kind, event.data) for event in events] == [
        (ConversationEventKind.TYPING, {"on": True}),
        (ConversationEventKind.TYPING, {"on": False}),
    ]


async def test_later_steps_reply_to_the_turns_last_message(stores: Stores) -> None:
    """
    A page with two questions open must know which one an answer belongs to.
    """
    ref = await stores.open()
    both = (an_inbound(ref, message_id="m-1"), an_inbound(ref, message_id="m-2"))

    await stores.turns.commit(a_commit(ref, *both, commands=(CALL,), ends=None))
    await stores.turns.commit(a_commit(ref, commands=(say("done"),), step=1))

    [last] = await stores.events.after(stores.tenant, "c-1", 3)
    assert (last.data["message_id"], last.data["in_reply_to"]) == ("s1t1.1.0", "m-2")


async def test_what_another_channel_must_deliver_is_named_also_after_a_crash(
    stores: Stores,
) -> None:
    """
    If the worker dies between commit and send, the step that runs again must send.
    """
    ref = await stores.open("slack:C1:1.0", Channel.SLACK)
    request = a_commit(ref, an_inbound(ref), commands=(say("one"), say("two")))

    first = await stores.turns.commit(request)
    again = await stores.turns.commit(request)

    assert first.to_send == ("slack:C1:1.0/bot/s1t1.0.0", "slack:C1:1.0/bot/s1t1.0.1")
    assert again.to_send == first.to_send


async def test_asking_people_is_part_of_the_commit(stores: Stores) -> None:
    """
    A handoff or approval must be in the queue exactly when the customer was told of it.
    """
    ref = await stores.open()
    due = NOW + timedelta(minutes=5)
    ask = AskApproval(
        approval_id="a-1",
        name="refund",
        by_role="supervisor",
        shown={"order": "A1", "amount": "129.90 EUR"},
        digest="d",
        expires_at=due,
    )
    hand = HandOff(
        handoff_id="h-1", queue="returns", priority=2, first_reply_due=due, nobody_at=due
    )
    withdraw = (CancelApproval(approval_id="a-1"), CancelHandoff(handoff_id="h-1"))

    await stores.turns.commit(a_commit(ref, commands=(ask, hand)))
    approval = await stores.approvals.get(stores.tenant, "a-1")
    handoff = await stores.handoffs.get(stores.tenant, "h-1")
    await stores.turns.commit(a_commit(ref, commands=withdraw, turn="s1t2"))

    assert list(approval.shown.items()) == [("order", "A1"), ("amount", "129.90 EUR")]
    assert (approval.status, approval.expires_at) == (ApprovalStatus.WAITING, due)
    assert (handoff.status, handoff.queue, handoff.priority) == (
        HandoffStatus.WAITING,
        "returns",
        2,
    )
    events = await stores.events.after(stores.tenant, "c-1", 0)
    assert [(event.kind.value, event.data["status"]) for event in events] == [
        ("approval", "waiting"),
        ("handoff", "waiting"),
        ("approval", "cancelled"),
        ("handoff", "cancelled"),
    ]
    assert "shown" not in events[0].data
    after = await stores.approvals.get(stores.tenant, "a-1")
    assert after.status is ApprovalStatus.CANCELLED
    assert (await stores.handoffs.get(stores.tenant, "h-1")).status is HandoffStatus.CANCELLED


async def test_a_commit_without_a_session_is_refused(stores: Stores) -> None:
    """
    Rows of a conversation that is not there would be found by nobody.
    """
    with pytest.raises(NotFound, match="no conversation c-never"):
        await stores.turns.commit(a_commit(stores.ref("c-never"), commands=(say("hi"),)))
