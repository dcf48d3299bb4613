"""The embedded Temporal server, and the search attributes it needs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.api.enums.v1 import IndexedValueType, TaskQueueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError

from domain.errors import DependencyUnavailable
from duralogue.embedded.binaries import temporal_binary
from duralogue.embedded.endpoints import LOOPBACK
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.state_directory import write_private
from workflows import search_attributes

# One history shard and its task queues poll 20 times a second at most unless told otherwise, which
# costs 50 ms a hop after a burst; one partition makes fairness between tenants exact.
DYNAMIC_CONFIG: Mapping[str, int | bool] = {
    "history.transferProcessorMaxPollRPS": 5000,
    "history.timerProcessorMaxPollRPS": 5000,
    "history.visibilityProcessorMaxPollRPS": 5000,
    "history.outboundProcessorMaxPollRPS": 5000,
    "matching.enableFairness": True,
    "matching.numTaskqueueReadPartitions": 1,
    "matching.numTaskqueueWritePartitions": 1,
    "frontend.enableUpdateWorkflowExecution": True,
}
_CLI_ENV = "dev"
_PRAGMAS = ("journal_mode=wal", "synchronous=1")
_PATIENCE = timedelta(seconds=10)


def temporal_part(
    *,
    folder: Path,
    port: int,
    ui_port: int | None,
    codec_endpoint: str | None = None,
    database: Path | None = None,
    namespace: str = "default",
) -> ProcessSpec:
    """The dev server; without a database file it forgets everything when it stops."""
    command = [
        *(str(temporal_binary()), "server", "start-dev", "--log-level", "error"),
        *("--ip", LOOPBACK, "--port", str(port), "--namespace", namespace),
    ]
    command += (
        ["--headless"]
        if ui_port is None
        else ["--ui-port", str(ui_port), "--ui-disable-news-fetch"]
    )
    if codec_endpoint is not None:
        command += ["--env", _CLI_ENV, "--env-file", str(_codec_file(folder, codec_endpoint))]
    if database is not None:
        command += ["--db-filename", str(database)]
        command += [word for pragma in _PRAGMAS for word in ("--sqlite-pragma", pragma)]
    for key in search_attributes.ALL:
        command += ["--search-attribute", f"{key.name}={_kind(key)}"]
    for setting, value in DYNAMIC_CONFIG.items():
        command += ["--dynamic-config-value", f"{setting}={json.dumps(value)}"]

    async def is_ready(_pid: int) -> bool:
        return await _knows_attributes(f"{LOOPBACK}:{port}", namespace)

    return ProcessSpec(
        name="temporal",
        command=command,
        environment={"HOME": str(folder)},  # it must not read the user's own CLI configuration
        folder=folder,
        is_ready=is_ready,
    )


def _codec_file(folder: Path, codec_endpoint: str) -> Path:
    """The endpoint's address holds a secret, and everybody on the machine sees command lines."""
    file = folder / "cli.json"
    # JSON is YAML too.
    write_private(file, {"env": {_CLI_ENV: {"ui-codec-endpoint": codec_endpoint}}})
    return file


async def is_serving(address: str, namespace: str = "default") -> bool:
    """Whether Temporal answers there and knows our search attributes."""
    try:
        return not await missing_search_attributes(address, namespace)
    except DependencyUnavailable:
        return False


async def _knows_attributes(address: str, namespace: str) -> bool:
    """Whether it serves. A database of an earlier release gets what is new since: the server's
    own options add nothing to a database that has begun."""
    try:
        await register_search_attributes(address, namespace)
    except DependencyUnavailable:
        return False
    return await is_serving(address, namespace)


async def missing_search_attributes(address: str, namespace: str) -> Mapping[str, str]:
    """Name and type of each search attribute that a Temporal server lacks."""
    with _named_failures(address):
        client = await Client.connect(address, namespace=namespace, connect_timeout=_PATIENCE)
        known = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=namespace), timeout=_PATIENCE
        )
    return {
        key.name: _kind(key)
        for key in search_attributes.ALL
        if key.name not in known.custom_attributes
    }


async def register_search_attributes(address: str, namespace: str) -> None:
    """Add the search attributes that a Temporal server we did not start still lacks."""
    missing = await missing_search_attributes(address, namespace)
    if not missing:
        return
    wanted = {
        name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}")
        for name, kind in missing.items()
    }
    with _named_failures(address):
        client = await Client.connect(address, namespace=namespace, connect_timeout=_PATIENCE)
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=namespace, search_attributes=wanted),
            timeout=_PATIENCE,
        )


def _kind(key: SearchAttributeKey[Any]) -> str:
    """As Temporal's command line says it: Keyword, Datetime."""
    return key.indexed_value_type.name.replace("_", " ").title().replace(" ", "")


async def polls_every_queue(address: str, namespace: str, queues: Sequence[str], pid: int) -> bool:
    """Whether the process with this id has asked for work on each of the task queues."""
    with _named_failures(address):
        client = await Client.connect(address, namespace=namespace, connect_timeout=_PATIENCE)
        return all([await _polls(client, queue, f"{pid}@") for queue in queues])


async def _polls(client: Client, queue: str, identity: str) -> bool:
    for kind in (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY):
        described = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace,
                task_queue=TaskQueue(name=queue),
                task_queue_type=kind,
            ),
            timeout=_PATIENCE,
        )
        if any(poller.identity.startswith(identity) for poller in described.pollers):
            return True
    return False


@contextmanager
def _named_failures(address: str) -> Iterator[None]:
    try:
        yield
    except RPCError as error:
        raise DependencyUnavailable(f"Temporal at {address}: {error.message}") from error
    except RuntimeError as error:  # what `Client.connect` raises when nobody answers
        raise DependencyUnavailable(f"Temporal at {address} does not answer") from error
