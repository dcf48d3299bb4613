"""Wake-ups of a tenant's desk for what people write to each other."""

from datetime import timedelta
from functools import partial
from operator import eq
from typing import Final

from temporalio.testing import ActivityEnvironment

from activities.desk import DeskBell
from activities.handoffs import AgentMessageRecord, HandoffActivities
from domain.conversations import TurnOutcome
from domain.dialogue.state import DialogueState
from domain.handoffs import Agent, AgentMessage
from domain.turns import CommitTurn, ConversationRef, OpenSession
from infra.memory.bots import MemoryBots
from infra.memory.conversations import MemoryAgentRecords
from infra.memory.database import MemoryDatabase
from infra.memory.desk import MemoryDeskWakes
from infra.memory.desk_tools import MemoryConversationNotes
from infra.memory.handoffs import MemoryApprovals, MemoryHandoffs
from infra.memory.turns import MemoryTurnStore
from infra.temporal.waking_turns import WakingTurnStore
from tests.integration.postgres.stores import NOW, a_commit, an_inbound
from tests.support import eventually
from tests.unit.api.doubles import a_bot

CHAT: Final = ConversationRef(tenant_id="acme", conversation_id="c-1", channel="web")


class Desk:
    """A conversation of a tenant, and who was woken for what is stored of it."""

    def __init__(self) -> None:
        database = MemoryDatabase()
        self.wakes = MemoryDeskWakes()
        self.bots = MemoryBots()
        self.turns = WakingTurnStore(MemoryTurnStore(database, self.bots), self.wakes)
        self.activities = HandoffActivities(
            MemoryHandoffs(database),
            MemoryAgentRecords(database),
            MemoryApprovals(database),
            MemoryConversationNotes(),
            self.wakes,
        )

    async def begin(self, tenant_id: str = "acme") -> None:
        await self.bots.publish(a_bot(tenant_id), by="test")
        chat = CHAT.model_copy(update={"tenant_id": tenant_id})
        await self.turns.open_session(OpenSession(conversation=chat, at=NOW))

    def said(self, name: str, ends: TurnOutcome, state: DialogueState | None = None) -> CommitTurn:
        turn = a_commit(CHAT, an_inbound(CHAT, message_id=name), turn=name, ends=ends)
        kept = turn.result.model_copy(update={"state": state or turn.result.state})
        return turn.model_copy(update={"result": kept})

    async def answer(self, name: str, seen: int | None, tenant_id: str = "acme") -> bool:
        """Whether it was stored."""
        message = AgentMessage(
            message_id=name,
            handoff_id="h-1",
            agent=Agent(name="Ann"),
            text="hello",
            sent_at=NOW,
            seen=seen,
        )
        record = AgentMessageRecord(
            tenant_id=tenant_id, conversation_id="c-1", session=1, message=message
        )
        recorded = await ActivityEnvironment().run(self.activities.record_unless_newer, record)
        return not recorded.newer


async def test_words_for_a_person_wake_the_desk_and_words_for_the_bot_do_not() -> None:
    """By when the next reply is due would else appear with the desk's next look."""
    desk = Desk()
    await desk.begin()
    await desk.turns.commit(desk.said("to-the-bot", TurnOutcome.ANSWERED))
    assert await desk.answer("nobody-waits", seen=9)
    await eventually(lambda: desk.wakes.woken == ["acme"], within=5)

    for forwarded, state in (
        (TurnOutcome.FORWARDED, DialogueState()),
        (TurnOutcome.ANSWERED, DialogueState(handoff_id="h-1")),
    ):
        desk = Desk()
        await desk.begin()
        await desk.turns.commit(desk.said("to-a-person", forwarded, state))
        woken = desk.wakes.woken
        await eventually(partial(eq, woken, ["acme"]), within=5)


async def test_a_reply_that_is_held_back_wakes_nobody() -> None:
    """The other tenant's desk is woken after whatever the first would have been woken for."""
    desk = Desk()
    await desk.begin()
    await desk.begin("kiosk")
    await desk.turns.commit(desk.said("to-the-bot", TurnOutcome.ANSWERED))

    assert not await desk.answer("crossed", seen=0)
    assert await desk.answer("seen", seen=9, tenant_id="kiosk")

    await eventually(lambda: "kiosk" in desk.wakes.woken, within=5)
    assert desk.wakes.woken == ["kiosk"]


class Chatty(MemoryDeskWakes):
    """While it is being woken, much is written."""

    def __init__(self, messages: int) -> None:
        super().__init__()
        self.bell = DeskBell(self, rests=timedelta(0))
        self.left = messages

    async def wake(self, tenant_id: str) -> None:
        await super().wake(tenant_id)
        written, self.left = self.left, 0
        for _ in range(written):
            self.bell.ring_for_words(tenant_id)


async def test_many_messages_become_few_wake_ups_and_the_last_is_heard() -> None:
    """One at once, and one after it for all that came while the bell was at rest."""
    wakes = Chatty(messages=100)
    wakes.bell.ring_for_words("acme")
    await eventually(lambda: len(wakes.woken) == 2, within=5)

    wakes.bell.ring_for_words("kiosk")
    await eventually(lambda: len(wakes.woken) == 3, within=5)
    wakes.bell.ring_for_words("acme")
    await eventually(lambda: wakes.woken == ["acme", "acme", "kiosk", "acme"], within=5)
