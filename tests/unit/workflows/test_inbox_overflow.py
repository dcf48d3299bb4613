"""The messages that an inbox carries, and those it leaves behind."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.inbox_overflow import FetchMessages, StashActivities, StashMessages
from domain.channel_addresses import (
    Channel,
)
from domain.dialogue.events import IdleElapsed
from domain.messages import (
    InboundMessage,
)
from infra.memory.inbox_overflow import MemoryStash
from workflows import inbox_overflow, options
from workflows.conversation_state import ConversationInput
from workflows.inbox import InboxEntry

START = datetime(2026, 3, 1, tzinfo=UTC)
STEPS = st.lists(
    st.one_of(
        st.integers(min_value=1, max_value=40).map(lambda count: ("arrive", count)),
        st.just(("event", 1)),
        st.just(("roll", 1)),
        st.integers(min_value=1, max_value=15).map(lambda count: ("answer", count)),
    ),
    max_size=15,
)


class Conversation:
    """The part of a conversation that fills and empties its inbox."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state = ConversationInput(tenant_id="acme", conversation_id="c-1", channel=Channel.WEB)
        self.came: list[str] = []
        self.answered: list[str] = []
        activities = StashActivities(MemoryStash())

        async def execute(method: Callable[..., Awaitable[Any]], request: Any, **_: Any) -> Any:
            match request:
                case StashMessages():
                    return await activities.stash_messages(request)
                case FetchMessages():
                    return await activities.fetch_messages(request)
            raise AssertionError(method)

        monkeypatch.setattr("temporalio.workflow.execute_activity_method", execute)

    async def play(self, steps: list[tuple[str, int]]) -> None:
        for step, count in steps:
            match step:
                case "arrive":
                    self._arrive(count)
                case "event":
                    self._happen()
                case "roll":
                    await self.roll()
                case _:
                    await self.answer(count)

    def _arrive(self, count: int) -> None:
        for _ in range(count):
            name = f"m-{len(self.came)}"
            self.came.append(name)
            at = START + timedelta(seconds=len(self.came))
            message = InboundMessage(
                message_id=name,
                tenant_id="acme",
                conversation_id="c-1",
                channel=Channel.WEB,
                text="word " * 200,
                received_at=at,
            )
            self.state.inbox.append(InboxEntry(at=at, message=message))

    def _happen(self) -> None:
        self.came.append("event")
        event = IdleElapsed(at=START, stage="nudge")
        self.state.inbox.append(InboxEntry(at=START, event=event))

    async def roll(self) -> None:
        await inbox_overflow.Stash(self.state).put_away()
        self.state = ConversationInput.model_validate_json(self.state.model_dump_json())

    async def answer(self, count: int) -> None:
        for _ in range(count):
            await inbox_overflow.Stash(self.state).fetch_first()
            if not self.state.inbox:
                return
            entry = self.state.inbox.pop(0)
            self.answered.append(entry.message.message_id if entry.message else "event")


@given(STEPS)
async def test_whatever_waits_is_answered_in_the_order_in_which_it_came(
    steps: list[tuple[str, int]],
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        conversation = Conversation(monkeypatch)
        await conversation.play(steps)
        await conversation.answer(len(conversation.came) + 1)

    assert conversation.answered == conversation.came


async def test_a_thousand_waiting_messages_are_carried_in_a_few_kilobytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    conversation = Conversation(monkeypatch)
    for _ in range(10):
        await conversation.play([("arrive", 100), ("roll", 1)])

    carried = conversation.state.model_dump_json()

    assert len(carried) < options.MOST_CARRIED_CHARACTERS + 6_000
    assert sum(entry.message is not None for entry in conversation.state.inbox) <= 10
