"""Tools of MCP servers within the activity, and within a step."""

from datetime import timedelta
from typing import Any, cast

from activities.inline_reads import QuickReads
from activities.tools import ToolActivities
from domain.bot.model import Tool
from domain.bot.tool_operations import McpOperation
from domain.proofs_of_ownership import ProofAdmission
from domain.tool_questions import ToolQuestion
from domain.tools import ToolCall, ToolCallRecord, ToolOutcome, ToolStatus
from tests.fakes.bots import OneBot
from tests.unit.domain.dialogue.test_asked_calls import bistro

ASKS = ToolOutcome(
    status=ToolStatus.ASKS,
    questions=(ToolQuestion(request="q", field="seat", words="Where?"),),
    request_state="s1",
)


class _Server:
    """Asks, whoever calls."""

    def __init__(self) -> None:
        self.called: list[tuple[str, McpOperation, ToolCall]] = []

    async def call(self, tool: Tool, operation: McpOperation, call: ToolCall) -> ToolOutcome:
        self.called.append((tool.name, operation, call))
        return ASKS


class _Records:
    """The log of calls, and proofs that are never asked for."""

    def __init__(self) -> None:
        self.kept: list[ToolCallRecord] = []

    async def record(self, entry: ToolCallRecord) -> None:
        self.kept.append(entry)

    async def begin(self, *_: Any) -> ProofAdmission:
        return ProofAdmission()


def a_call() -> ToolCall:
    """A booking."""
    return ToolCall(
        tenant_id="bistro",
        conversation_id="c1",
        revision=bistro().revision,
        call_id="c1.1",
        tool="book_table",
        arguments={"guests": 4},
        idempotency_key="k1",
    )


async def test_a_question_is_an_outcome_that_is_logged_without_its_state() -> None:
    """What the server gave us to keep is for the workflow alone."""
    server, records = _Server(), _Records()
    activities = ToolActivities(
        OneBot(bistro()),
        cast("Any", None),
        cast("Any", None),
        records,
        cast("Any", records),
        mcp=server,
    )

    assert await activities.call_tool(a_call()) == ASKS

    [(name, operation, _)] = server.called
    assert (name, operation.server, operation.tool) == ("book_table", "bistro", "book")
    assert [record.outcome.status for record in records.kept if record.outcome] == ["asks"]


async def test_a_question_is_never_answered_within_a_step() -> None:
    """The workflow, which keeps the state, would not see it: the call is made as an activity."""

    async def asks(_call: ToolCall) -> ToolOutcome:
        return ASKS

    assert await QuickReads(asks, within=timedelta(seconds=5)).outcome(a_call()) is None
