"""Deciding and storing one step of a turn."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from activities.inline_reads import QuickReads
from activities.turns import TurnActivities
from domain.bot.model import Bot
from domain.channel_addresses import (
    Channel,
)
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Say
from domain.dialogue.events import CustomerSpoke, ToolSucceeded, TurnEvent
from domain.dialogue.state import DialogueState
from domain.messages import (
    InboundMessage,
)
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from domain.turns import AdvanceTurn, ConversationRef, Findings, OpenSession, TakeStep
from domain.understanding.model import Understanding
from infra.memory.database import MemoryDatabase
from infra.memory.turns import MemoryTurnStore
from tests.fakes.bots import OneBot
from tests.unit.domain.bots import a_bot

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FILES = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny}\n",
    "intents.yaml": "intents:\n  where: {en: [where is it, track it, where, track, is it here]}\n",
    "tools.yaml": """
find_parcel:
  http: {method: GET, url: "https://post.example/parcels"}
  returns: parcel
""",
    "flows/where.yaml": """
where:
  when: where
  title: Find a parcel
  steps:
    - call: find_parcel
    - say: found
""",
    "responses.yaml": "found: Here it is.\n",
}


class Understander:
    async def understand(self, bot: Bot, text: str, *_: Any, **__: Any) -> Understanding:
        return Understanding(intent="where", confidence=0.9)


class Table:
    """Where one turn of one conversation is taken, step by step."""

    def __init__(
        self, quick_reads: QuickReads | None = None, files: Mapping[str, str] = FILES
    ) -> None:
        self.database, bots = MemoryDatabase(), OneBot(a_bot(files))
        nobody = cast("Any", None)
        self.activities = TurnActivities(
            bots=bots,
            understander=Understander(),
            embedder=nobody,
            retriever=nobody,
            answerer=nobody,
            turns=MemoryTurnStore(self.database, bots),
            quick_reads=quick_reads,
        )
        self.ref = ConversationRef(tenant_id="tiny", conversation_id="c-1", channel=Channel.WEB)

    async def open(self) -> None:
        opened = await self.activities.open_session(OpenSession(conversation=self.ref, at=NOW))
        self.ref = self.ref.model_copy(update={"revision": opened.revision})

    def step(
        self, event: TurnEvent, state: DialogueState, found: Findings | None = None
    ) -> TakeStep:
        message = InboundMessage(
            message_id="m-1",
            tenant_id="tiny",
            conversation_id="c-1",
            channel=Channel.WEB,
            text="where is it",
            received_at=NOW,
        )
        return TakeStep(
            advance=AdvanceTurn(
                conversation=self.ref, turn="t-1", step=0, event=event, state=state
            ),
            session=1,
            inbound=(message,),
            ends=TurnOutcome.ANSWERED,
            started_at=NOW,
            at=NOW,
            found=found,
        )


@pytest.fixture
async def table() -> Table:
    table = Table()
    await table.open()
    return table


SPOKE = CustomerSpoke(at=NOW, text="where is it", message_ids=("m-1",))
FRESH = DialogueState(session=1, name="c-1", channel=Channel.WEB)


async def test_a_step_that_only_reads_stores_nothing(table: Table) -> None:
    """The call has no effect, so its outcome can be stored together with the question."""
    taken = await table.activities.take_step(table.step(SPOKE, FRESH))

    assert taken.committed is None
    assert taken.result.only_reads()
    assert table.database.conversation("tiny", "c-1").steps == {}


async def test_what_was_understood_before_a_read_is_stored_with_its_outcome(table: Table) -> None:
    """Else the transcript would not know the message's intent, nor the trace what it took."""
    read = (await table.activities.take_step(table.step(SPOKE, FRESH))).result
    call = read.tool_call()
    assert call is not None
    succeeded = ToolSucceeded(at=NOW, call_id=call.call_id, result={})

    taken = await table.activities.take_step(table.step(succeeded, read.state, read.findings()))

    [stored] = table.database.conversation("tiny", "c-1").steps.values()
    assert stored.result.intent == "where"
    assert [entry.step for entry in stored.result.trace] == ["understand", "decide", "decide"]
    assert any(isinstance(command, Say) for command in stored.result.commands)
    assert not any(isinstance(command, Say) for command in taken.result.commands)


async def test_a_step_taken_again_comes_back_as_it_was_stored(table: Table) -> None:
    """The worker died after storing it; the second decision must not count."""
    read = (await table.activities.take_step(table.step(SPOKE, FRESH))).result
    call = read.tool_call()
    assert call is not None
    succeeded = ToolSucceeded(at=NOW, call_id=call.call_id, result={})
    request = table.step(succeeded, read.state, read.findings())

    first = await table.activities.take_step(request)
    again = await table.activities.take_step(request)

    assert first.committed is not None
    assert first.committed.adopted is None
    assert again.committed is not None
    assert again.committed.adopted is not None
    assert len(table.database.conversation("tiny", "c-1").steps) == 1


class Post:
    """A backend that knows of one parcel; `found` is None while it cannot say in time."""

    def __init__(self, found: ToolOutcome | None) -> None:
        self._found = found
        self.asked: list[ToolCall] = []

    async def outcome(self, call: ToolCall) -> ToolOutcome | None:
        self.asked.append(call)
        return self._found


async def a_table_beside(post: Post) -> Table:
    table = Table(cast("QuickReads", post))
    await table.open()
    return table


async def test_what_can_be_read_at_once_is_stored_in_the_same_step() -> None:
    """Question, call and answer are one step: one workflow task, and nothing half done."""
    found = ToolOutcome(status=ToolStatus.SUCCEEDED, result={"parcel": "P-7"})
    post = Post(found)
    table = await a_table_beside(post)

    taken = await table.activities.take_step(table.step(SPOKE, FRESH))

    [call] = post.asked
    assert (call.tool, call.tenant_id, call.revision) == ("find_parcel", "tiny", table.ref.revision)
    assert taken.committed is not None
    assert taken.result.tool_call() is None
    [stored] = table.database.conversation("tiny", "c-1").steps.values()
    assert stored.result.intent == "where"
    assert [entry.step for entry in stored.result.trace] == [
        "understand",
        "decide",
        "read",
        "decide",
    ]
    assert any(isinstance(command, Say) for command in stored.result.commands)


async def test_a_read_within_the_step_comes_to_what_two_steps_come_to(table: Table) -> None:
    found = ToolOutcome(status=ToolStatus.SUCCEEDED, result={"parcel": "P-7"})
    read = (await table.activities.take_step(table.step(SPOKE, FRESH))).result
    call = read.tool_call()
    assert call is not None
    succeeded = ToolSucceeded(at=NOW, call_id=call.call_id, result=found.result)
    await table.activities.take_step(table.step(succeeded, read.state, read.findings()))
    at_once = await a_table_beside(Post(found))

    await at_once.activities.take_step(at_once.step(SPOKE, FRESH))

    [one] = table.database.conversation("tiny", "c-1").steps.values()
    [other] = at_once.database.conversation("tiny", "c-1").steps.values()
    assert other.result.commands == one.result.commands
    assert other.result.state == one.result.state
    assert other.result.intent == one.result.intent


@pytest.mark.parametrize(
    "changed",
    [
        (
            "tools.yaml",
            "  returns",
            '  effect: write\n  requires: anyone\n  idempotency: "{flow_run}"\n  returns',
        ),
        ("flows/where.yaml", "    - call", "    - say: found\n    - call"),
    ],
)
async def test_what_has_an_effect_or_says_something_is_stored_first(
    changed: tuple[str, str, str],
) -> None:
    """Storing is what finds a message that comes again: before it nothing may have happened."""
    file, old, new = changed
    post = Post(ToolOutcome(status=ToolStatus.SUCCEEDED, result={"parcel": "P-7"}))
    table = Table(cast("QuickReads", post), FILES | {file: FILES[file].replace(old, new)})
    await table.open()

    taken = await table.activities.take_step(table.step(SPOKE, FRESH))

    assert post.asked == []
    assert taken.committed is not None
    assert taken.result.tool_call() is not None


async def test_a_flow_that_reads_without_end_stops_reading_in_its_step() -> None:
    """A step has two seconds; what is left is for activities of their own."""
    post = Post(ToolOutcome(status=ToolStatus.SUCCEEDED, result={"parcel": "P-7"}))
    call = "    - call: find_parcel\n"
    files = FILES | {"flows/where.yaml": FILES["flows/where.yaml"].replace(call, 4 * call)}
    table = Table(cast("QuickReads", post), files)
    await table.open()

    taken = await table.activities.take_step(table.step(SPOKE, FRESH))

    assert len(post.asked) == 2
    assert taken.result.tool_call() is not None


async def test_what_cannot_be_read_at_once_is_left_to_an_activity_of_its_own() -> None:
    post = Post(None)
    table = await a_table_beside(post)

    taken = await table.activities.take_step(table.step(SPOKE, FRESH))

    assert len(post.asked) == 1
    assert taken.committed is None
    assert taken.result.only_reads()
    assert [entry.step for entry in taken.result.trace] == ["understand", "decide"]
    assert table.database.conversation("tiny", "c-1").steps == {}
