"""A merged conversation, following the one with which it goes, round by round."""

from datetime import timedelta

import pytest

from activities.merged_handoffs import MergedHandoffStep
from domain.channel_addresses import Channel
from domain.desk.requests import TakeOver
from domain.errors import Conflict
from domain.handoffs import Handoff, HandoffStatus, HandoffUpdate, ReturnToBot
from domain.messages import Role
from infra.memory.database import MemoryConversation, MemoryDatabase
from infra.memory.desk_tools import memory_desk_tools
from infra.memory.handoffs import MemoryHandoffs
from tests.unit.api.doubles import a_bot
from tests.unit.api.recording import NOW, RecordingConversations

LATER = NOW + timedelta(minutes=1)


class Pair:
    """`h-2` goes with `h-1`; Ann has both."""

    def __init__(self) -> None:
        self.database = MemoryDatabase()
        for number in (1, 2):
            self.database.handoffs["acme", f"h-{number}"] = Handoff(
                handoff_id=f"h-{number}",
                tenant_id="acme",
                conversation_id=f"c-{number}",
                queue="returns",
                channel="web",
                status=HandoffStatus.CLAIMED,
                assigned_agent="Ann",
                opened_at=NOW,
            )
            self.database.conversations["acme", f"c-{number}"] = MemoryConversation(
                tenant_id="acme",
                conversation_id=f"c-{number}",
                channel=Channel.WEB,
                revision="r1",
                customer_ref="c-7",
            )
        self.handoffs = MemoryHandoffs(self.database)
        self.merges = memory_desk_tools(self.database).merges
        self.conversations = RecordingConversations()
        self.step = MergedHandoffStep(self.merges, self.conversations)

    async def change(self, **update: object) -> None:
        """Of the one into which the other is merged."""
        await self.merges.merge("acme", "h-1", "c-2", agent="Ann", by="Ann", at=NOW)
        change = HandoffUpdate.model_validate({"at": LATER, **update})
        await self.handoffs.changed("acme", "h-1", change)

    async def round(self) -> None:
        await self.step.run(a_bot(), LATER)

    @property
    def other(self) -> Handoff:
        return self.database.handoffs["acme", "h-2"]


@pytest.fixture
def pair() -> Pair:
    return Pair()


async def test_it_goes_to_whoever_has_the_other_one(pair: Pair) -> None:
    """While the other one waits for somebody it stays where it is."""
    await pair.change(status=HandoffStatus.WAITING, is_released=True)
    await pair.round()
    assert pair.conversations.calls == []
    await pair.handoffs.changed(
        "acme", "h-1", HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Bob", at=LATER)
    )
    await pair.round()

    [(call, (_, conversation, _, request))] = pair.conversations.calls
    assert (call, conversation) == ("take_over", "c-2")
    assert isinstance(request, TakeOver)
    assert (request.agent.name, request.from_person) == ("Bob", True)


@pytest.mark.parametrize("status", [HandoffStatus.RESOLVED, HandoffStatus.RETURNED])
async def test_it_ends_as_the_other_one_did(pair: Pair, status: HandoffStatus) -> None:
    """The customer is asked once how it was."""
    await pair.change(status=status)
    await pair.round()

    [(call, (_, conversation, request))] = pair.conversations.calls
    assert (call, conversation) == ("return_to_bot", "c-2")
    assert isinstance(request, ReturnToBot)
    is_resolved = status is HandoffStatus.RESOLVED
    assert (request.is_resolved, request.asks_rating) == (is_resolved, False)
    assert (request.agent.name, request.by_supervisor) == ("Ann", True)


async def test_words_that_came_at_the_end_keep_it_open(pair: Pair) -> None:
    """It is in the agent's list again, as one of its own."""
    pair.other.last_message_by, pair.other.last_message_at = Role.CUSTOMER, LATER
    await pair.change(status=HandoffStatus.RESOLVED)
    await pair.round()

    assert pair.conversations.calls == []
    assert pair.other.merged_into is None


@pytest.mark.parametrize("ends", ["cancelled", "another person"])
async def test_it_is_its_own_again_where_the_other_one_is_gone(pair: Pair, ends: str) -> None:
    """The customer has left there, or somebody else has signed in here."""
    cancelled = {"status": HandoffStatus.CANCELLED} if ends == "cancelled" else {}
    await pair.change(**cancelled)
    if ends == "another person":
        pair.database.conversations["acme", "c-2"].customer_ref = "c-8"
    await pair.round()

    assert pair.conversations.calls == []
    assert pair.other.merged_into is None


async def test_the_customers_words_wake_the_one_that_is_seen(pair: Pair) -> None:
    """Both were put off; the conversation wakes itself, and this step the other one."""
    await pair.change(snoozed_until=LATER + timedelta(days=1))
    await pair.round()

    [(call, (_, conversation, request))] = pair.conversations.calls
    assert (call, conversation) == ("snooze_handoff", "c-1")
    assert (request.handoff_id, request.until) == ("h-1", None)


async def test_what_is_refused_is_looked_at_again(pair: Pair) -> None:
    """One that cannot follow keeps no other from it, and is not asked without a pause."""
    await pair.change(status=HandoffStatus.CLAIMED, agent="Bob")
    pair.conversations.failure = Conflict("just ending")

    again = await pair.step.run(a_bot(), LATER)

    assert again == LATER + timedelta(seconds=30)
    assert pair.other.merged_into == "h-1"
