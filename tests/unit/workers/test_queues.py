"""The table of task queues against what is defined, registered and served."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

import pytest
from temporalio import activity, workflow
from temporalio.client import Client

from activities.answers import AnswerActivities
from activities.callbacks import CallbackActivities
from activities.delivery import DeliveryActivities
from activities.desk import DeskActivities
from activities.handoff_summaries import HandoffSummaryActivities
from activities.handoffs import HandoffActivities
from activities.inbox_overflow import InboxOverflowActivities
from activities.knowledge import KnowledgeActivities
from activities.knowledge_refresh import KnowledgeRefreshActivities
from activities.message_changes import MessageChangeActivities
from activities.proposals import ProposalActivities
from activities.tools import ToolActivities
from activities.turns import TurnActivities
from domain.errors import ConfigurationError
from tests.house_rules import ROOT, python_files
from workers import conversations, delivery, integrations, knowledge
from workers.registrations import activities_of, workflows_of
from workflows import queues
from workflows.queues import QUEUES


def empty(kind: type) -> Any:
    """Only what it is called matters here: no port is ever asked."""
    return object.__new__(kind)


BUILDERS: dict[str, tuple[Any, tuple[type, ...]]] = {
    queues.CONVERSATIONS: (
        conversations.build_worker,
        (
            TurnActivities,
            HandoffActivities,
            InboxOverflowActivities,
            MessageChangeActivities,
            DeskActivities,
        ),
    ),
    queues.INTELLIGENCE: (
        knowledge.build_embedding_worker,
        (KnowledgeActivities, AnswerActivities, ProposalActivities, HandoffSummaryActivities),
    ),
    queues.INTEGRATIONS: (integrations.build_worker, (ToolActivities,)),
    queues.DELIVERY: (delivery.build_worker, (DeliveryActivities,)),
    queues.MAINTENANCE: (
        knowledge.build_sync_worker,
        (KnowledgeActivities, KnowledgeRefreshActivities, CallbackActivities),
    ),
}


def classes_of(folder: str) -> Iterator[type]:
    for file in python_files(folder):
        name = file.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        module = import_module(name)
        yield from (
            each
            for each in vars(module).values()
            if isinstance(each, type) and each.__module__ == name
        )


def activity_name(method: object) -> str | None:
    found = activity._Definition.from_callable(method) if callable(method) else None
    return found.name if found else None


def workflow_name(kind: type) -> str | None:
    found = workflow._Definition.from_class(kind)
    return found.name if found else None


def test_every_activity_is_on_exactly_one_queue() -> None:
    """On none its calls wait for ever; on two nobody knows whose tuning holds."""
    methods = (each for kind in classes_of("activities") for each in vars(kind).values())
    defined = sorted(name for each in methods if (name := activity_name(each)))
    served = sorted(name for queue in QUEUES.values() for name in queue.activities)

    assert served == defined


def test_every_workflow_is_on_exactly_one_queue() -> None:
    defined = sorted(name for kind in classes_of("workflows") if (name := workflow_name(kind)))
    served = sorted(name for queue in QUEUES.values() for name in queue.workflows)

    assert served == defined


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_can_be_started_from_the_command_line(queue: str) -> None:
    """A queue that no worker can be started for would never be served."""
    assert find_spec(f"duralogue.wiring.{queue}")


@pytest.mark.parametrize("queue", QUEUES)
def test_the_worker_of_a_queue_serves_what_the_table_says(
    queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, owners = BUILDERS[queue]
    built: dict[str, Any] = {}
    monkeypatch.setattr(
        sys.modules[build.__module__], "Worker", lambda _client, **options: built.update(options)
    )

    build(cast("Client", None), *(empty(owner) for owner in owners))

    table = QUEUES[queue]
    assert built["task_queue"] == queue
    assert tuple(map(activity_name, built["activities"])) == table.activities
    assert tuple(map(workflow_name, built.get("workflows", ()))) == table.workflows
    assert built["max_concurrent_activities"] == table.activities_at_once


def test_a_worker_that_lacks_an_activity_does_not_start() -> None:
    with pytest.raises(ConfigurationError, match="call_tool"):
        activities_of(queues.INTEGRATIONS, empty(KnowledgeActivities))


def test_a_worker_that_lacks_a_workflow_does_not_start() -> None:
    with pytest.raises(ConfigurationError, match="maintenance"):
        workflows_of(queues.MAINTENANCE)


def test_listing_the_queues_loads_nothing_that_runs_on_them() -> None:
    """The command line lists them at every start: Temporal's library costs a fifth of a second."""
    program = "import sys, workflows.queues; print(*({'temporalio', 'pydantic'} & {*sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == []
