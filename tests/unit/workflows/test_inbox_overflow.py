"""The messages that an inbox carries, and those it leaves behind."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio import workflow

from activities.inbox_overflow import FetchOverflow, InboxOverflowActivities, StoreOverflow
from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import MessageEdited
from domain.dialogue.events import IdleElapsed
from domain.messages import MAX_ATTACHMENTS, Attachment, InboundMessage
from infra.memory.inbox_overflow import MemoryOverflowStore
from workflows import inbox_overflow, options
from workflows.conversation_state import ConversationInput
from workflows.inbox import InboxEntry, SeenIds
from workflows.message_changes import Changes

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
        self.more: dict[str, Any] = {}
        """What each message has beside its text."""
        self.came: list[str] = []
        self.answered: list[str] = []
        activities = InboxOverflowActivities(MemoryOverflowStore())

        async def execute(method: Callable[..., Awaitable[Any]], request: Any, **_: Any) -> Any:
            match request:
                case StoreOverflow():
                    return await activities.stash_messages(request)
                case FetchOverflow():
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

    def overflow(self) -> inbox_overflow.InboxOverflow:
        return inbox_overflow.InboxOverflow(self.state, Changes(self.state, SeenIds()))

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
                **self.more,
            )
            self.state.inbox.add(InboxEntry(at=at, message=message))

    def _happen(self) -> None:
        self.came.append("event")
        event = IdleElapsed(at=START, stage="nudge")
        self.state.inbox.add(InboxEntry(at=START, event=event))

    async def roll(self) -> None:
        await self.overflow().put_away()
        self.state = ConversationInput.model_validate_json(self.state.model_dump_json())

    async def answer(self, count: int) -> None:
        for _ in range(count):
            await self.overflow().fetch_first()
            if not self.state.inbox:
                return
            entry = self.state.inbox.take()
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
    assert sum(entry.message is not None for entry in conversation.state.inbox.root) <= 10


async def test_a_message_on_its_way_out_is_not_here_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever changed it here would change what nobody reads."""
    conversation = Conversation(monkeypatch)
    await conversation.play([("arrive", 30)])
    found: list[InboxEntry | None] = []

    async def execute(*_: Any, **__: Any) -> None:
        found.append(conversation.state.inbox.entry_of("m-29"))

    monkeypatch.setattr("temporalio.workflow.execute_activity_method", execute)

    await conversation.roll()

    assert found == [None]


async def test_addresses_and_files_count_as_what_is_carried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Ten messages of a few words each would else be as long as a book.
    """
    conversation = Conversation(monkeypatch)
    photo = Attachment(
        name="p" * 255, media_type="image/jpeg", size=9, url="https://files.example/" + "x" * 500
    )
    conversation.more = {
        "attachments": (photo,) * 3,
        "address": ChannelAddress(channel=Channel.SLACK, account="T" * 200, recipient="U" * 200),
    }

    await conversation.play([("arrive", 15), ("roll", 1)])
    carried = conversation.state.model_dump_json()
    await conversation.answer(15)

    assert len(carried) < options.MOST_CARRIED_CHARACTERS + 6_000
    assert conversation.answered == conversation.came


async def test_messages_with_many_files_go_out_in_requests_that_temporal_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    It takes up to 2 MB; a conversation that asked for more would never go on.
    """
    conversation = Conversation(monkeypatch)
    photo = Attachment(
        name="\N{CAMERA}" * 255,
        media_type="image/jpeg",
        size=9,
        url="https://files.example/" + "x" * 2_000,
        reference="r" * 300,
    )
    conversation.more = {"attachments": (photo,) * MAX_ATTACHMENTS}
    sizes: list[int] = []
    execute = workflow.execute_activity_method

    async def measured(method: Any, request: Any, **more: Any) -> Any:
        sizes.append(len(request.model_dump_json().encode()))
        return await execute(method, request, **more)

    monkeypatch.setattr("temporalio.workflow.execute_activity_method", measured)

    await conversation.play([("arrive", 300), ("roll", 1)])
    carried = len(conversation.state.model_dump_json())
    await conversation.answer(300)

    assert max(sizes) < 2_000_000
    assert carried < options.MOST_CARRIED_CHARACTERS + 6_000
    assert conversation.answered == conversation.came


async def test_an_earlier_edit_that_comes_after_the_overflow_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Which edit is the later one is known wherever the message has waited.
    """
    conversation = Conversation(monkeypatch)
    await conversation.play([("arrive", 30)])
    changes = Changes(conversation.state, SeenIds())
    changes.receive(edit("newest", START + timedelta(seconds=2)))
    await conversation.play([("roll", 1)])
    changes = Changes(conversation.state, SeenIds())
    changes.receive(edit("older", START + timedelta(seconds=1)))
    await conversation.play([("answer", 28)])
    await conversation.overflow().fetch_first()

    [read] = [
        entry.message.text
        for entry in conversation.state.inbox.root
        if entry.message and entry.message.message_id == "m-29"
    ]
    assert read == "newest"


def edit(text: str, at: datetime) -> MessageEdited:
    return MessageEdited(event_id=text, message_id="m-29", text=text, at=at)
