"""ToolActivities, outside any worker."""

from collections.abc import Callable

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.tools import ToolActivities
from domain.bot.model import HttpOperation, Tool
from domain.errors import DependencyRejected, DependencyUnavailable, DuralogueError
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from infra.memory.database import MemoryDatabase
from infra.memory.handoffs import MemoryTickets, MemoryToolLog
from tests.fakes.bots import OneBot, a_bot, a_lookup, a_refund

DONE = ToolOutcome(status=ToolStatus.SUCCEEDED, result={"refund_id": "R1"})
MISSING = ToolOutcome(status=ToolStatus.REFUSED, code="not_found", http_status=404)

Answer = Callable[[Tool], ToolOutcome]


class RecordingCaller:
    """Implements `ToolCaller`; remembers which tools were called."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.called: list[str] = []

    async def call(self, tool: Tool, operation: HttpOperation, call: ToolCall) -> ToolOutcome:
        self.called.append(tool.name)
        return self._answer(tool)


def raising(error: DuralogueError) -> Answer:
    def answer(_tool: Tool) -> ToolOutcome:
        raise error

    return answer


def tools_with(caller: RecordingCaller, *, reconcile: str | None = None) -> ToolActivities:
    database = MemoryDatabase()
    bot = a_bot(
        a_refund(reconcile=reconcile),
        a_lookup(),
        Tool(name="ticket", builtin="ticket", returns="ticket"),
    )
    return ToolActivities(OneBot(bot), caller, MemoryTickets(database), MemoryToolLog(database))


def a_call(tool: str = "issue_refund", *, repeated: bool = False) -> ToolCall:
    return ToolCall(
        tenant_id="acme",
        conversation_id="c-1",
        revision="r1",
        call_id="call-1",
        tool=tool,
        arguments={"order_id": "A1", "kind": "callback", "contact": "ada@example.com"},
        idempotency_key="key-1",
        repeated=repeated,
    )


@pytest.mark.parametrize(
    ("error", "retried"),
    [(DependencyUnavailable("503"), True), (DependencyRejected("not JSON"), False)],
)
async def test_only_an_unavailable_backend_is_retried(
    error: DuralogueError, *, retried: bool
) -> None:
    """The error's own `retryable` decides, and its name is what an operator sees in the UI."""
    tools = tools_with(RecordingCaller(raising(error)))

    with pytest.raises(ApplicationError) as failure:
        await ActivityEnvironment().run(tools.call_tool, a_call())

    assert failure.value.non_retryable is not retried
    assert failure.value.type == type(error).__name__


async def test_a_refusal_is_an_outcome() -> None:
    """A backend that says no has answered: nothing is raised, nothing is retried."""
    tools = tools_with(RecordingCaller(lambda _: MISSING))

    outcome = await ActivityEnvironment().run(tools.call_tool, a_call())

    assert outcome == MISSING


async def test_a_write_that_may_have_happened_is_looked_up_first() -> None:
    """An unknown outcome is reconciled, not repeated."""
    caller = RecordingCaller(lambda _: DONE)
    tools = tools_with(caller, reconcile="find_refund")

    outcome = await ActivityEnvironment().run(tools.call_tool, a_call(repeated=True))

    assert caller.called == ["find_refund"]
    assert outcome == DONE.model_copy(update={"reconciled": True})


async def test_a_write_that_did_not_happen_is_done() -> None:
    """The look-up finds nothing, so the call is made."""
    caller = RecordingCaller(lambda tool: MISSING if tool.name == "find_refund" else DONE)
    tools = tools_with(caller, reconcile="find_refund")

    outcome = await ActivityEnvironment().run(tools.call_tool, a_call(repeated=True))

    assert caller.called == ["find_refund", "issue_refund"]
    assert outcome == DONE


async def test_a_ticket_is_our_own_and_the_same_key_opens_one() -> None:
    """The built-in ticketing needs no backend."""
    caller = RecordingCaller(lambda _: DONE)
    tools = tools_with(caller)

    first = await ActivityEnvironment().run(tools.call_tool, a_call("ticket"))
    second = await ActivityEnvironment().run(tools.call_tool, a_call("ticket"))

    assert caller.called == []
    assert first.result["ticket_id"]
    assert first.result == second.result


async def test_a_tool_that_the_revision_lacks_is_a_named_failure() -> None:
    """Retrying would not make it appear."""
    tools = tools_with(RecordingCaller(lambda _: DONE))

    with pytest.raises(ApplicationError, match="has no tool nonsense") as failure:
        await ActivityEnvironment().run(tools.call_tool, a_call("nonsense"))

    assert failure.value.non_retryable
