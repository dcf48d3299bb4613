"""The helpers that tests of every kind rely on."""

import asyncio
import warnings

import pytest
from hypothesis import HealthCheck, settings

from tests.support import unless_dead

_SDK = "temporalio.worker._activity"


async def test_the_end_of_a_shared_worker_is_named_at_once() -> None:
    """Else everybody who waits for it fails by time, one after the other, and nobody says why."""

    async def dies() -> None:
        raise RuntimeError("Activity worker failed")

    worker = asyncio.create_task(dies(), name="the shared worker")

    with pytest.raises(AssertionError, match="the shared worker has ended") as told:
        await unless_dead(worker, asyncio.sleep(3_600))

    assert isinstance(told.value.__cause__, RuntimeError)


async def test_work_that_is_done_does_not_wait_for_its_worker() -> None:
    """And what a work raises is raised."""

    async def fails() -> None:
        raise LookupError("a finding")

    worker = asyncio.create_task(asyncio.sleep(3_600), name="the shared worker")
    await unless_dead(worker, asyncio.sleep(0))
    with pytest.raises(LookupError, match="a finding"):
        await unless_dead(worker, fails())
    worker.cancel()


def test_only_a_cancellation_that_came_too_late_is_no_error() -> None:
    """The SDK warns of it inside a worker's own loop, which an error would end for all."""

    def warn(what: str) -> None:
        warnings.warn_explicit(what, UserWarning, "_activity.py", 227, _SDK)

    warn("Cannot find activity to cancel for token b'1'")
    with pytest.raises(UserWarning):
        warn("Something else")


def test_no_example_has_a_deadline() -> None:
    """
    Hypothesis gives each 200 milliseconds of its own accord, which a busy machine may not have.
    """
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check
