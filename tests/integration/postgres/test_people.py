"""Writes and reads of human agents and supervisors, over PostgreSQL and its memory twins."""

from datetime import datetime, timedelta

import pytest

from domain.channel_addresses import (
    Channel,
)
from domain.conversations import ConversationStatus, Owner
from domain.dialogue.commands import AskApproval, HandOff
from domain.errors import Conflict, NotFound
from domain.handoffs import (
    Agent,
    AgentMessage,
    Approval,
    ApprovalStatus,
    Handoff,
    HandoffStatus,
    HandoffUpdate,
)
from domain.messages import (
    Role,
)
from domain.staff import StaffMember, StaffRole
from domain.turns import OpenSession
from tests.integration.postgres.stores import LATER, NOW, Stores, a_bot, a_commit, say

ADA = Agent(name="Ada")


def _agent_message(message_id: str = "d-1") -> AgentMessage:
    return AgentMessage(
        message_id=message_id, handoff_id="h-1", agent=ADA, text="Hello, Ada here", sent_at=LATER
    )


async def _hand_off(
    stores: Stores,
    handoff_id: str,
    *,
    at: datetime = NOW,
    queue: str = "returns",
    priority: int = 3,
) -> None:
    """Open a conversation of its own, and hand it to the humans."""
    ref = await stores.open(f"c-{handoff_id}")
    hand_off = HandOff(
        handoff_id=handoff_id,
        queue=queue,
        skills=("german",),
        priority=priority,
        first_reply_due=at,
        nobody_at=at,
    )
    await stores.turns.commit(a_commit(ref, commands=(hand_off,), at=at))


@pytest.mark.parametrize(
    ("channel", "to_send"), [(Channel.WEB, ()), (Channel.SLACK, ("c-1/human_agent/d-1",))]
)
async def test_an_agents_message_reaches_transcript_events_and_ledger_once(
    stores: Stores, channel: Channel, to_send: tuple[str, ...]
) -> None:
    """
    An agent's retry is safe; on the web the commit is the delivery, elsewhere it is still to come.
    """
    await stores.open(channel=channel)

    for _ in range(2):
        still = await stores.records.record_agent_message(
            _agent_message(), tenant_id=stores.tenant, conversation_id="c-1", session=1
        )
        assert still == to_send

    [line] = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=9)
    assert (line.role, line.sent_by, line.text) == (Role.HUMAN_AGENT, "Ada", "Hello, Ada here")
    [event] = await stores.events.after(stores.tenant, "c-1", 0)
    assert (event.data["role"], event.data["sent_by"]) == ("human_agent", "Ada")


async def test_a_change_of_owner_is_told_once(stores: Stores) -> None:
    """
    The customer's page shows who is speaking; the activity that says so may run twice.
    """
    await stores.open()
    steps = [
        (Owner.HUMAN_AGENT, ConversationStatus.WITH_HUMAN, "Ada"),
        (Owner.HUMAN_AGENT, ConversationStatus.WITH_HUMAN, "Ada"),
        (Owner.BOT, ConversationStatus.ACTIVE, None),
        (Owner.BOT, ConversationStatus.CLOSED, None),
    ]
    for owner, status, agent in steps:
        await stores.records.record_owner(
            stores.tenant, "c-1", owner=owner, status=status, agent=agent, at=LATER
        )

    events = await stores.events.after(stores.tenant, "c-1", 0)
    assert [(event.kind.value, event.data) for event in events] == [
        ("handoff", {"status": "claimed", "owner": "human_agent", "agent": "Ada"}),
        ("handoff", {"status": "returned", "owner": "bot", "agent": None}),
        ("status", {"status": "closed", "reason": ""}),
    ]
    reopened = await stores.turns.open_session(OpenSession(conversation=stores.ref(), at=NOW))
    assert reopened.session == 2


async def test_records_of_a_conversation_that_never_was_are_refused(stores: Stores) -> None:
    """
    A wrong id must be said, not be stored where nobody looks.
    """
    with pytest.raises(NotFound, match="c-never"):
        await stores.records.record_agent_message(
            _agent_message(), tenant_id=stores.tenant, conversation_id="c-never", session=1
        )
    with pytest.raises(NotFound, match="c-never"):
        await stores.records.record_owner(
            stores.tenant,
            "c-never",
            owner=Owner.BOT,
            status=ConversationStatus.ACTIVE,
            agent=None,
            at=NOW,
        )


async def test_the_queue_shows_escalated_then_urgent_then_longest_waiting(stores: Stores) -> None:
    """
    Whoever opens the desk should take the top one without thinking.
    """
    minutes = [timedelta(minutes=n) for n in range(4)]
    await _hand_off(stores, "late", at=NOW + minutes[2])
    await _hand_off(stores, "early", at=NOW + minutes[1])
    await _hand_off(stores, "urgent", priority=1, at=NOW + minutes[3])
    await _hand_off(stores, "escalated")
    await _hand_off(stores, "elsewhere", queue="sales")
    await stores.handoffs.changed(
        stores.tenant,
        "escalated",
        HandoffUpdate(status=HandoffStatus.WAITING, escalated=True, at=LATER),
    )
    await stores.handoffs.changed(
        stores.tenant,
        "late",
        HandoffUpdate(status=HandoffStatus.WAITING, escalated=False, at=LATER),
    )

    listed = await stores.handoffs.listed(
        stores.tenant, status=HandoffStatus.WAITING, queue="returns"
    )
    shorter = await stores.handoffs.listed(stores.tenant, status=None, queue=None, limit=2)

    assert [handoff.handoff_id for handoff in listed] == ["escalated", "urgent", "early", "late"]
    assert [handoff.handoff_id for handoff in shorter] == ["escalated", "urgent"]
    assert await stores.handoffs.listed("globex", status=None, queue=None) == []


async def test_a_handoffs_way_is_kept(stores: Stores) -> None:
    """
    When it was claimed, by whom, and when it ended are the service level's measures.
    """
    await _hand_off(stores, "h-1")
    assert await stores.handoffs.get(stores.tenant, "h-1") == Handoff(
        handoff_id="h-1",
        tenant_id=stores.tenant,
        conversation_id="c-h-1",
        queue="returns",
        skills=("german",),
        opened_at=NOW,
        first_reply_due=NOW,
        channel="web",
        locale="en",
    )

    claimed = HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=NOW)
    await stores.handoffs.changed(stores.tenant, "h-1", claimed)
    await stores.handoffs.changed(stores.tenant, "h-1", claimed.model_copy(update={"at": LATER}))
    returned = HandoffUpdate(status=HandoffStatus.RETURNED, at=LATER)
    await stores.handoffs.changed(stores.tenant, "h-1", returned)

    ended = await stores.handoffs.get(stores.tenant, "h-1")
    assert (ended.status, ended.assigned_agent) == (HandoffStatus.RETURNED, "Ada")
    assert (ended.claimed_at, ended.ended_at) == (NOW, LATER)
    with pytest.raises(NotFound, match="h-never"):
        await stores.handoffs.get(stores.tenant, "h-never")
    with pytest.raises(NotFound, match="h-never"):
        await stores.handoffs.changed(stores.tenant, "h-never", claimed)


async def test_an_approval_keeps_what_was_shown_and_who_decided(stores: Stores) -> None:
    """
    An audit asks exactly this: who said yes, to what.
    """
    asked = Approval(
        approval_id="a-1",
        tenant_id=stores.tenant,
        conversation_id="c-1",
        name="refund",
        by_role="supervisor",
        shown={"order": "A1", "amount": "129.90 EUR"},
        digest="d",
        requested_at=NOW,
        expires_at=LATER,
    )
    ask = AskApproval(
        approval_id="a-1",
        name="refund",
        by_role="supervisor",
        shown=asked.shown,
        digest="d",
        expires_at=LATER,
    )
    await stores.turns.commit(a_commit(await stores.open(), commands=(ask,), at=NOW))
    waiting = await stores.approvals.listed(stores.tenant, status=ApprovalStatus.WAITING)
    context = {"channel", "last_seq"}  # which PostgreSQL alone adds
    assert [each.model_dump(exclude=context) for each in waiting] == [
        asked.model_dump(exclude=context)
    ]

    await stores.approvals.changed(
        stores.tenant, "a-1", status=ApprovalStatus.APPROVED, by="Grace", note="ok", at=LATER
    )

    decided = await stores.approvals.get(stores.tenant, "a-1")
    assert (decided.status, decided.decided_by, decided.note) == (
        ApprovalStatus.APPROVED,
        "Grace",
        "ok",
    )
    assert list(decided.shown) == ["order", "amount"]
    assert await stores.approvals.listed(stores.tenant, status=ApprovalStatus.WAITING) == []
    with pytest.raises(NotFound, match="a-never"):
        await stores.approvals.get(stores.tenant, "a-never")
    with pytest.raises(NotFound, match="a-never"):
        await stores.approvals.changed(
            stores.tenant, "a-never", status=ApprovalStatus.EXPIRED, at=NOW
        )


async def test_the_same_key_is_the_same_ticket(stores: Stores) -> None:
    """
    The activity that writes a ticket may run twice; the customer is called once.
    """

    async def create(key: str) -> str:
        return await stores.tickets.create(
            stores.tenant, "c-1", key=key, kind="callback", contact="+49 30 1", about="refund"
        )

    assert await create("h-1") == await create("h-1")
    assert await create("h-1") != await create("h-2")


async def test_a_staff_token_opens_its_own_tenants_door_only(stores: Stores) -> None:
    """
    A token is shown once, is not stored, and says nothing in another tenant.
    """
    token = await stores.staff.add(stores.tenant, "Ada", StaffRole.SUPERVISOR)

    [known] = await stores.staff.listed(stores.tenant)
    assert await stores.staff.find(stores.tenant, token) == StaffMember(
        tenant_id=stores.tenant, staff_id=known.staff_id, name="Ada", role=StaffRole.SUPERVISOR
    )
    assert await stores.staff.find("globex", token) is None
    assert await stores.staff.find(stores.tenant, token + "x") is None
    with pytest.raises(Conflict, match="Ada"):
        await stores.staff.add(stores.tenant, "Ada", StaffRole.AGENT)


async def test_publishing_makes_a_revision_current_once(stores: Stores) -> None:
    """
    Publishing what is published already must be told apart: nothing changes for anybody.
    """
    newer = a_bot(stores.tenant, "r2")

    assert await stores.bots.publish(newer, by="ada") is True
    assert await stores.bots.publish(newer, by="ada") is False
    assert await stores.bots.current(stores.tenant) == newer
    assert (await stores.bots.get(stores.tenant, "r1")).revision == "r1"
    assert await stores.bots.publish(a_bot(stores.tenant, "r1"), by="ada") is True
    with pytest.raises(NotFound, match="r9"):
        await stores.bots.get(stores.tenant, "r9")
    with pytest.raises(NotFound, match="published no bot"):
        await stores.bots.current("globex")


async def test_percent_signs_in_a_reply_are_only_words(stores: Stores) -> None:
    """
    Tenants write their own sentences; placeholders of the driver in one must not break the store.
    """
    said = say("100 % \\ 漢字 %(x)s")
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, commands=(said,)))
    [line] = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=1)
    assert line.text == said.reply.text
