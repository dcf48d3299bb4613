"""Understanding in a process of its own can be ended, and harms nobody else."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import BudgetExceeded, NotFound
from infra.model_process.jobs import Job, fingerprint
from infra.model_process.process import ModelProcess
from tests.support import eventually

PROGRAM = (sys.executable, "-m", "tests.integration.model_process.program")
BUDGET = timedelta(milliseconds=300)


def job(kind: str, text: str) -> Job:
    name = fingerprint(kind, text)
    return Job(kind, lambda _: (text,), name, name, BUDGET)


def begun(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
async def process() -> AsyncIterator[ModelProcess]:
    async with ModelProcess(PROGRAM, budget=BUDGET) as process:
        yield process


async def test_a_job_that_burns_is_ended_once_and_remembered(
    process: ModelProcess, tmp_path: Path
) -> None:
    with pytest.raises(BudgetExceeded):
        await process.run(job("burn", str(tmp_path / "begun")))
    with pytest.raises(BudgetExceeded):
        await process.run(job("burn", str(tmp_path / "begun")))

    assert begun(tmp_path / "begun") == 1
    assert await process.run(job("say", "hello")) == "heard hello"


async def test_who_is_beside_one_that_burns_is_answered(
    process: ModelProcess, tmp_path: Path
) -> None:
    innocent = [asyncio.ensure_future(process.run(job("slowly", str(n)))) for n in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(BudgetExceeded):
        await process.run(job("burn", str(tmp_path / "begun")))
    innocent.append(asyncio.ensure_future(process.run(job("say", "me too"))))

    assert await asyncio.gather(*innocent) == ["0", "1", "2", "3", "4", "heard me too"]


async def test_the_worker_turns_while_a_job_burns(process: ModelProcess, tmp_path: Path) -> None:
    """A step that burns in the worker itself would hold every timer, too."""
    burning = asyncio.ensure_future(process.run(job("burn", str(tmp_path / "begun"))))
    turns = 0
    while not burning.done():
        turns += 1
        await asyncio.sleep(0.01)
    with pytest.raises(BudgetExceeded):
        await burning
    assert turns > 10


async def test_a_job_whose_process_is_killed_is_done_again(
    process: ModelProcess, tmp_path: Path
) -> None:
    waiting = asyncio.ensure_future(process.run(job("die_once", str(tmp_path / "begun"))))
    await eventually(lambda: begun(tmp_path / "begun") == 1)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)

    assert await waiting == "done after all"
    assert begun(tmp_path / "begun") == 2


async def test_jobs_under_way_when_nobody_is_to_blame_are_done_again(
    process: ModelProcess,
) -> None:
    await process.run(job("say", "ready"))
    waiting = [asyncio.ensure_future(process.run(job("slowly", str(n)))) for n in range(4)]
    await asyncio.sleep(0.1)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)

    assert await asyncio.gather(*waiting) == ["0", "1", "2", "3"]


async def test_an_error_keeps_its_name(process: ModelProcess) -> None:
    with pytest.raises(NotFound, match="no such thing"):
        await process.run(job("refuse", ""))


async def test_it_ends_with_its_worker(process: ModelProcess) -> None:
    await process.run(job("say", "hello"))
    pid = process.pid
    assert pid is not None
    await process.__aexit__()
    assert not runs(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends it there")
async def test_it_ends_when_its_worker_is_killed_even_while_it_burns(tmp_path: Path) -> None:
    worker = await asyncio.to_thread(
        subprocess.Popen,
        [sys.executable, "-m", "tests.integration.model_process.worker", str(tmp_path)],
    )
    await eventually(lambda: begun(tmp_path / "begun") == 1)
    child = int((tmp_path / "pid").read_text())
    worker.kill()
    worker.wait()

    await eventually(lambda: not runs(child))


def test_it_works_on_the_event_loop_that_the_workers_have(tmp_path: Path) -> None:
    """
    Their transports are of another kind than asyncio's own.
    """
    uvloop = pytest.importorskip("uvloop")

    async def asks() -> object:
        async with ModelProcess(PROGRAM, budget=BUDGET) as process, asyncio.timeout(30):
            return await process.run(job("say", "hello"))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(asks()) == "heard hello"
