"""The worker that runs conversations: workflow code and the quick steps of a turn."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, Worker

from activities.handoffs import HandoffActivities
from activities.inbox_overflow import InboxOverflowActivities
from activities.message_changes import MessageChangeActivities
from activities.turns import TurnActivities
from workers.interceptors import LoggingInterceptor
from workers.registrations import activities_of, workflows_of
from workers.sandbox import workflow_runner
from workers.versions import WorkerVersion, deployment_config
from workflows.conversation import ConversationWorkflow
from workflows.handoff import HandoffWorkflow
from workflows.queues import CONVERSATIONS, QUEUES
from workflows.suggestion import SuggestionWorkflow

STICKY_FOR = timedelta(seconds=3)
"""A conversation waits so long for the worker that knows it before any other may take it; for one
that was killed, too."""


@dataclass(frozen=True)
class Tuning:
    """How a worker runs, apart from what it does."""

    drain: timedelta = timedelta(seconds=10)
    """What a worker that was asked to stop may still finish."""
    max_cached_workflows: int = 2_000
    max_concurrent_turns: int = 64
    max_concurrent_steps: int = 8
    max_pollers: int = 2
    fenced: bool = True


def build_worker(
    client: Client,
    turns: TurnActivities,
    handoffs: HandoffActivities,
    overflow: InboxOverflowActivities,
    changes: MessageChangeActivities,
    *,
    task_queue: str = CONVERSATIONS,
    version: WorkerVersion | None = None,
    tuning: Tuning = Tuning(),
) -> Worker:
    """A worker of this release, or of the version given; not started yet."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=workflows_of(
            CONVERSATIONS, ConversationWorkflow, HandoffWorkflow, SuggestionWorkflow
        ),
        activities=activities_of(CONVERSATIONS, turns, handoffs, overflow, changes),
        max_concurrent_activities=QUEUES[CONVERSATIONS].activities_at_once,
        deployment_config=deployment_config(version),
        interceptors=[LoggingInterceptor()],
        workflow_runner=workflow_runner(fenced=tuning.fenced),
        max_cached_workflows=tuning.max_cached_workflows,
        sticky_queue_schedule_to_start_timeout=STICKY_FOR,
        max_concurrent_workflow_tasks=tuning.max_concurrent_turns,
        max_concurrent_local_activities=tuning.max_concurrent_steps,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(
            initial=tuning.max_pollers, maximum=tuning.max_pollers
        ),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
        graceful_shutdown_timeout=tuning.drain,
    )
