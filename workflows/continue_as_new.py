"""Continuing as new on the worker version that is current by then."""

from typing import NoReturn

from pydantic import BaseModel
from temporalio import workflow
from temporalio.workflow import ContinueAsNewVersioningBehavior


def roll(carried: BaseModel) -> NoReturn:
    """A pinned run keeps its version to its end; the next run takes the newest."""
    # Raises, and must not be caught. Search attributes and memo are inherited; the state is not.
    workflow.continue_as_new(
        carried,
        initial_versioning_behavior=ContinueAsNewVersioningBehavior.AUTO_UPGRADE
        if _is_versioned()
        else None,
    )


def _is_versioned() -> bool:
    version = workflow.info().get_current_deployment_version()
    return version is not None and bool(version.deployment_name)
