"""A server for one workflow, within the test.

It runs the SDK's own workflow instance, and what happens next is somebody else's choice. No clock,
no network, no thread: ten thousand runs take two minutes.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.bridge.proto.activity_result.activity_result_pb2 import ActivityResolution
from temporalio.bridge.proto.workflow_activation import workflow_activation_pb2 as activations
from temporalio.common import Priority, TypedSearchAttributes
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner
from temporalio.worker._workflow_instance import WorkflowInstance, WorkflowInstanceDetails

_START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_CONVERTER = pydantic_data_converter.payload_converter
_FAILURES = pydantic_data_converter.failure_converter


@dataclass
class Call:
    """An activity that the workflow has asked for."""

    seq: int
    name: str
    arguments: list[Payload]
    is_local: bool
    outcome: ActivityResolution | None = None
    """Set once it was carried out; the workflow has still to hear of it."""


@dataclass
class Answer:
    """What has become of an update."""

    is_done: bool = False
    result: Any = None
    refused: str | None = None


@dataclass
class SimulatedServer:
    """Knows what is pending; `carry_out`, `tell` and the others make the next thing happen."""

    definition: type
    argument: BaseModel
    activities: dict[str, Callable[..., Coroutine[Any, Any, Any]]]
    now: datetime = _START
    calls: dict[int, Call] = field(default_factory=dict)
    timers: dict[int, datetime] = field(default_factory=dict)
    others: list[activations.WorkflowActivationJob] = field(default_factory=list)
    """Answers about children and signals, still to be told."""
    updates: dict[str, Answer] = field(default_factory=dict)
    is_over: bool = False

    def __post_init__(self) -> None:
        self._instance = asyncio.run(_instance_of(self._details()))
        begun = activations.WorkflowActivationJob()
        begun.initialize_workflow.workflow_type = "ConversationWorkflow"
        begun.initialize_workflow.arguments.extend(_CONVERTER.to_payloads([self.argument]))
        self._beginning: list[activations.WorkflowActivationJob] = [begun]

    def signal(self, name: str, argument: BaseModel) -> None:
        """A signal; the first thing that happens begins the workflow with it."""
        job = activations.WorkflowActivationJob()
        job.signal_workflow.signal_name = name
        job.signal_workflow.input.extend(_CONVERTER.to_payloads([argument]))
        self._activate(job)

    def update(self, name: str, argument: BaseModel, update_id: str) -> Answer:
        """Ask, and go on without waiting for the answer."""
        answer = self.updates.setdefault(update_id, Answer())
        job = activations.WorkflowActivationJob()
        job.do_update.name, job.do_update.id = name, update_id
        job.do_update.protocol_instance_id = update_id
        job.do_update.run_validator = True
        job.do_update.input.extend(_CONVERTER.to_payloads([argument]))
        self._activate(job)
        return answer

    def carry_out(self, call: Call) -> None:
        """What the activity does is done; nobody has been told."""
        function = self.activities[call.name]
        [kind] = activity._Definition.must_from_callable(function).arg_types or [dict]
        [argument] = _CONVERTER.from_payloads(call.arguments, [kind])
        call.outcome = ActivityResolution()
        try:
            result = _driven(function(argument))
        except ApplicationError as error:
            failure = Failure()
            _FAILURES.to_failure(error, _CONVERTER, failure)
            call.outcome.failed.failure.CopyFrom(_of_activity(failure))
            return
        call.outcome.completed.result.CopyFrom(_CONVERTER.to_payloads([result])[0])

    def tell(self, call: Call, *, is_lost: bool = False) -> None:
        """The workflow hears how it ended; lost, only that no worker has answered in time."""
        job = activations.WorkflowActivationJob()
        job.resolve_activity.seq, job.resolve_activity.is_local = call.seq, call.is_local
        if is_lost:
            job.resolve_activity.result.failed.failure.CopyFrom(_lost())
        elif call.outcome is not None:
            job.resolve_activity.result.CopyFrom(call.outcome)
        del self.calls[call.seq]
        self._activate(job)

    def tell_other(self, number: int) -> None:
        """The workflow hears of a child, or of a signal to one."""
        self._activate(self.others.pop(number))

    def ring(self) -> None:
        """The next timer."""
        seq = min(self.timers, key=lambda each: self.timers[each])
        self.now = max(self.now, self.timers.pop(seq))
        job = activations.WorkflowActivationJob()
        job.fire_timer.seq = seq
        self._activate(job)

    def _activate(self, job: activations.WorkflowActivationJob) -> None:
        activation = activations.WorkflowActivation(run_id="run", history_length=10)
        activation.timestamp.FromDatetime(self.now)
        activation.jobs.extend([*self._beginning, job])
        self._beginning = []
        completion = self._instance.activate(activation)
        if completion.HasField("failed"):
            raise AssertionError(completion.failed.failure.message)
        for command in completion.successful.commands:
            self._take(command)

    def _take(self, command: Any) -> None:
        kind = command.WhichOneof("variant")
        body = getattr(command, kind)
        match kind:
            case "schedule_activity" | "schedule_local_activity":
                is_local = kind == "schedule_local_activity"
                call = Call(body.seq, body.activity_type, list(body.arguments), is_local)
                self.calls[body.seq] = call
            case "request_cancel_activity" | "request_cancel_local_activity":
                self._cancel(body.seq)
            case "start_timer":
                self.timers[body.seq] = self.now + body.start_to_fire_timeout.ToTimedelta()
            case "cancel_timer":
                self.timers.pop(body.seq, None)
            case "start_child_workflow_execution":
                job = activations.WorkflowActivationJob()
                job.resolve_child_workflow_execution_start.seq = body.seq
                job.resolve_child_workflow_execution_start.succeeded.run_id = "child"
                self.others.append(job)
            case "signal_external_workflow_execution":
                job = activations.WorkflowActivationJob()
                job.resolve_signal_external_workflow.seq = body.seq
                self.others.append(job)
            case "update_response":
                self._answer(body)
            case "complete_workflow_execution" | "continue_as_new_workflow_execution":
                self.is_over = True
            case _:
                pass  # what the operator's list shows, and marks of patches

    def _answer(self, response: Any) -> None:
        answer = self.updates[response.protocol_instance_id]
        kind = response.WhichOneof("response")
        if kind == "completed":
            [answer.result] = _CONVERTER.from_payloads([response.completed])
        elif kind == "rejected":
            answer.refused = response.rejected.message
        answer.is_done = kind != "accepted"

    def _cancel(self, seq: int) -> None:
        """What nobody has begun never will be; what has begun comes to its end."""
        call = self.calls.get(seq)
        if call is not None and call.outcome is None:
            call.outcome = ActivityResolution()
            cancelled = Failure(message="cancelled")
            cancelled.canceled_failure_info.SetInParent()
            call.outcome.cancelled.failure.CopyFrom(_of_activity(cancelled))

    def _details(self) -> WorkflowInstanceDetails:
        return WorkflowInstanceDetails(
            payload_converter_factory=pydantic_data_converter._new_payload_converter,
            failure_converter_class=pydantic_data_converter.failure_converter_class,
            interceptor_classes=[],
            defn=workflow._Definition.must_from_class(self.definition),
            info=_info(self.now),
            randomness_seed=1,
            extern_functions={"__temporal_assert_local_activity_valid": lambda _: None},
            disable_eager_activity_execution=True,
            worker_level_failure_exception_types=[],
            patch_activation_callback=None,
            last_completion_result=None,  # type: ignore[arg-type]
            last_failure=None,
        )


async def _instance_of(details: WorkflowInstanceDetails) -> WorkflowInstance:
    """It looks for a loop where it is made, and brings one of its own to run."""
    return UnsandboxedWorkflowRunner().create_instance(details)


def _info(now: datetime) -> workflow.Info:
    return workflow.Info(
        attempt=1,
        continued_run_id=None,
        cron_schedule=None,
        execution_timeout=None,
        first_execution_run_id="simulated",
        headers={},
        namespace="default",
        original_execution_run_id="simulated",
        parent=None,
        root=None,
        priority=Priority.default,
        raw_memo={},
        retry_policy=None,
        run_id="run",
        run_timeout=None,
        search_attributes={},
        start_time=now,
        task_queue="conversations",
        task_timeout=timedelta(seconds=10),
        typed_search_attributes=TypedSearchAttributes.empty,
        workflow_id="conversation/acme/c-1",
        workflow_start_time=now,
        workflow_type="ConversationWorkflow",
    )


def _lost() -> Failure:
    failure = Failure(message="activity timed out")
    failure.timeout_failure_info.timeout_type = 1  # type: ignore[assignment]
    return _of_activity(failure)


def _of_activity(cause: Failure) -> Failure:
    failure = Failure(message="activity failed", cause=cause)
    failure.activity_failure_info.activity_id = "1"
    return failure


def _driven(work: Coroutine[Any, Any, Any]) -> Any:
    """Run what never really waits."""
    with suppress(RuntimeError):
        try:
            work.send(None)
        except StopIteration as done:
            return done.value
    raise AssertionError("a double that waits cannot be simulated")
