"""Watching a sync: what somebody is told who started it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import ApplicationError

from domain.errors import DependencyRejected
from infra.temporal.knowledge import while_running


async def test_a_failed_sync_is_told_by_what_is_at_the_bottom() -> None:
    """
    "Workflow execution failed" helps nobody: the reason stands several causes below.
    """
    activity = RuntimeError("Activity task failed")
    activity.__cause__ = ApplicationError("PostgreSQL refused: the disk is full")

    async def result() -> None:
        raise WorkflowFailureError(cause=activity)

    handle = cast("Any", SimpleNamespace(id="knowledge/acme", result=result))
    with pytest.raises(DependencyRejected, match=r"knowledge/acme has failed: .*disk is full"):
        await while_running(handle, cast("Any", None), lambda _progress: None)
