"""ToolActivities, outside any worker."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.tools import ToolActivities
from domain.bot.model import Tool
from domain.bot.tool_operations import HttpOperation
from domain.errors import (
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    OutcomeUnknown,
)
from domain.ports import ToolLog
from domain.tools import OnceBy, ToolCall, ToolCallRecord, ToolOutcome, ToolStatus
from infra.memory.database import MemoryDatabase
from infra.memory.handoffs import MemoryTickets, MemoryToolLog
from infra.memory.proofs_of_ownership import MemoryOwnershipProofs
from tests.fakes.bots import OneBot, a_bot, a_lookup, a_refund

DONE = ToolOutcome(status=ToolStatus.SUCCEEDED, result={"refund_id": "R1"})
MISSING = ToolOutcome(status=ToolStatus.REFUSED, code="not_found", http_status=404)

NOT_YOURS = ToolOutcome(status=ToolStatus.REFUSED, code="forbidden", http_status=403)
TWICE = ToolOutcome(status=ToolStatus.REFUSED, code="already_refunded", http_status=409)

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


class ALogThatIsAway:
    """Implements `ToolLog` while its database is down."""

    async def record(self, entry: ToolCallRecord) -> None:
        raise DependencyUnavailable(f"no row for {entry.call.call_id}")


def scripted(**outcomes: ToolOutcome) -> RecordingCaller:
    return RecordingCaller(lambda tool: outcomes[tool.name])


def tools_with(
    caller: RecordingCaller,
    *,
    reconcile: str | None = None,
    once_by: OnceBy = OnceBy.KEY,
    log: ToolLog | None = None,
) -> ToolActivities:
    database = MemoryDatabase()
    refund = a_refund(reconcile=reconcile).model_copy(update={"once_by": once_by})
    bot = a_bot(
        refund,
        a_lookup(),
        Tool(name="ticket", builtin="ticket", returns="ticket"),
    )
    calls = log or MemoryToolLog(database)
    return ToolActivities(
        OneBot(bot), caller, MemoryTickets(database), calls, MemoryOwnershipProofs()
    )


def a_call(
    tool: str = "issue_refund", *, repeated: bool = False, sent_at: datetime | None = None
) -> ToolCall:
    return ToolCall(
        tenant_id="acme",
        conversation_id="c-1",
        revision="r1",
        call_id="call-1",
        tool=tool,
        arguments={"order_id": "A1", "kind": "callback", "contact": "ada@example.com"},
        idempotency_key="key-1",
        repeated=repeated,
        sent_at=sent_at,
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


async def test_not_being_there_yet_is_no_answer() -> None:
    """A slow backend may still be at the first request: only once it has settled is it repeated."""
    caller = scripted(find_refund=MISSING, issue_refund=DONE)
    tools = tools_with(caller, reconcile="find_refund", once_by=OnceBy.LOOKUP)
    now = datetime.now(UTC)

    with pytest.raises(ApplicationError, match="may still be under way"):
        await ActivityEnvironment().run(tools.call_tool, a_call(repeated=True, sent_at=now))
    assert caller.called == ["find_refund"]

    long_ago = a_call(repeated=True, sent_at=now - timedelta(minutes=5))
    assert await ActivityEnvironment().run(tools.call_tool, long_ago) == DONE


async def test_what_nothing_tells_of_is_never_sent_again() -> None:
    """However long ago it was: with neither a key nor a look-up, waiting proves nothing."""
    caller = scripted(issue_refund=DONE)
    tools = tools_with(caller, once_by=OnceBy.NOTHING)
    long_ago = datetime.now(UTC) - timedelta(days=1)

    with pytest.raises(ApplicationError, match="nothing tells what came of it") as failure:
        await ActivityEnvironment().run(tools.call_tool, a_call(repeated=True, sent_at=long_ago))

    assert failure.value.type == "OutcomeUnknown"
    assert caller.called == []


async def test_a_look_up_that_is_refused_says_nothing_about_the_write() -> None:
    """Only "there is no such thing" means that it was not done."""
    caller = scripted(find_refund=NOT_YOURS, issue_refund=DONE)
    tools = tools_with(caller, reconcile="find_refund", once_by=OnceBy.LOOKUP)

    with pytest.raises(ApplicationError, match="is unknown") as failure:
        await ActivityEnvironment().run(tools.call_tool, a_call(repeated=True))

    assert failure.value.type == "DependencyUnavailable"
    assert caller.called == ["find_refund"]


async def test_a_refusal_of_a_repeated_write_is_looked_into() -> None:
    """ "Already refunded" may be what the attempt before has done, after we had looked."""
    found = iter([MISSING, DONE])
    caller = RecordingCaller(lambda tool: next(found) if tool.name == "find_refund" else TWICE)
    tools = tools_with(caller, reconcile="find_refund")

    outcome = await ActivityEnvironment().run(tools.call_tool, a_call(repeated=True))

    assert caller.called == ["find_refund", "issue_refund", "find_refund"]
    assert (outcome.status, outcome.reconciled) == (ToolStatus.SUCCEEDED, True)


@pytest.mark.parametrize("once_by", [OnceBy.LOOKUP, OnceBy.NOTHING])
async def test_without_a_key_a_second_attempt_of_temporals_sends_nothing(once_by: OnceBy) -> None:
    """It knows nothing of the first one; an operator who resets an activity must not pay twice."""
    reconcile = "find_refund" if once_by is OnceBy.LOOKUP else None
    caller = scripted(find_refund=MISSING, issue_refund=DONE)
    tools = tools_with(caller, reconcile=reconcile, once_by=once_by)
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, attempt=2)

    with pytest.raises(ApplicationError) as failure:
        await environment.run(tools.call_tool, a_call())

    assert failure.value.type == "OutcomeUnknown"
    assert "issue_refund" not in caller.called


@pytest.mark.parametrize("once_by", list(OnceBy))
async def test_a_read_is_made_again_whatever_became_of_the_first(once_by: OnceBy) -> None:
    """It has no effect; a step that is taken again must not end in "nobody knows"."""
    caller = RecordingCaller(lambda _: DONE)
    tools = tools_with(caller, once_by=once_by)
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, attempt=2)

    assert await environment.run(tools.call_tool, a_call("find_refund")) == DONE


async def test_a_log_that_is_down_does_not_repeat_what_must_not_be_repeated() -> None:
    """The outcome is known; losing it for the sake of a row would send a customer to a human."""
    nothing = tools_with(
        RecordingCaller(lambda _: DONE), once_by=OnceBy.NOTHING, log=ALogThatIsAway()
    )
    by_key = tools_with(RecordingCaller(lambda _: DONE), log=ALogThatIsAway())

    assert await ActivityEnvironment().run(nothing.call_tool, a_call()) == DONE
    with pytest.raises(ApplicationError, match="no row"):
        await ActivityEnvironment().run(by_key.call_tool, a_call())


async def test_a_log_that_is_down_does_not_hide_that_the_outcome_is_unknown() -> None:
    """Taken for "the database is down", it would be sent again."""
    caller = RecordingCaller(raising(OutcomeUnknown("answer lost")))
    tools = tools_with(caller, once_by=OnceBy.NOTHING, log=ALogThatIsAway())

    with pytest.raises(ApplicationError) as failure:
        await ActivityEnvironment().run(tools.call_tool, a_call())

    assert failure.value.type == "OutcomeUnknown"


async def test_a_look_up_whose_answer_is_lost_has_written_nothing() -> None:
    """Else asking would count as one more attempt that may have been carried out."""
    caller = RecordingCaller(raising(OutcomeUnknown("answer lost")))
    tools = tools_with(caller, reconcile="find_refund", once_by=OnceBy.LOOKUP)

    with pytest.raises(ApplicationError) as failure:
        await ActivityEnvironment().run(tools.call_tool, a_call(repeated=True))

    assert failure.value.type == "DependencyUnavailable"
    assert caller.called == ["find_refund"]
