"""The supervisor, with real child processes."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from domain.errors import ConfigurationError
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.supervisor import Supervisor

TOUCH_AND_WAIT = "import pathlib, signal; pathlib.Path('{name}').touch(); signal.pause()"


def a_part(
    folder: Path, name: str, program: str = TOUCH_AND_WAIT, attempts: int = 1
) -> ProcessSpec:
    async def is_ready(_pid: int) -> bool:
        return (folder / name).exists()

    return ProcessSpec(
        name=name,
        command=(sys.executable, "-c", program.format(name=name)),
        environment={},
        folder=folder,
        is_ready=is_ready,
        start_attempts=attempts,
        stop_within=timedelta(seconds=1),
    )


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
async def supervisor(tmp_path: Path, told: list[str]) -> AsyncIterator[Supervisor]:
    started = Supervisor(tmp_path, tell=told.append)
    yield started
    await started.stop()


async def test_a_killed_child_is_started_again(
    tmp_path: Path, supervisor: Supervisor, told: list[str]
) -> None:
    """
    One part may die without the stack; the person at the terminal reads one line about it.
    """
    await supervisor.start(a_part(tmp_path, "shop"))
    killed = supervisor.pids["shop"]

    os.kill(killed, signal.SIGKILL)
    await supervisor.wait_until_restarted("shop")

    assert supervisor.pids["shop"] != killed
    assert told == [
        "shop ended (killed by SIGKILL); starting it again in 0.5 s",
        "shop is back",
    ]


async def test_parts_stop_in_the_opposite_order(tmp_path: Path, supervisor: Supervisor) -> None:
    """
    A worker must still reach Temporal and PostgreSQL while it finishes what it has begun.
    """
    program = """
import pathlib, signal, sys
def stop(*_):
    with open("stopped", "a") as stopped: stopped.write("{name} ")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
pathlib.Path("{name}").touch()
while True: signal.pause()
"""
    for name in ("postgres", "temporal", "gateway"):
        await supervisor.start(a_part(tmp_path, name, program))

    await supervisor.stop()

    assert (tmp_path / "stopped").read_text().split() == ["gateway", "temporal", "postgres"]


async def test_a_child_that_ignores_the_request_to_stop_is_killed(
    tmp_path: Path, supervisor: Supervisor, told: list[str]
) -> None:
    """
    Ctrl-C ends, whatever a part does.
    """
    unresponsive = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + TOUCH_AND_WAIT
    await supervisor.start(a_part(tmp_path, "unresponsive", unresponsive))
    process = psutil.Process(supervisor.pids["unresponsive"])

    await supervisor.stop()

    assert not process.is_running()
    assert told == ["unresponsive did not stop in time and was killed"]


async def test_a_part_that_cannot_start_says_why(tmp_path: Path, supervisor: Supervisor) -> None:
    """
    The last line of its log is usually the reason, so it is in the error.
    """
    with pytest.raises(ConfigurationError, match="broken does not start: no such luck"):
        await supervisor.start(a_part(tmp_path, "broken", "raise SystemExit('no such luck')"))


async def test_a_part_may_fail_at_first(tmp_path: Path, supervisor: Supervisor) -> None:
    """
    PostgreSQL refuses for some seconds after a kill, until the old one's memory is let go of.
    """
    program = (
        "import pathlib, signal; seen = pathlib.Path('seen')\n"
        "if not seen.exists(): seen.touch(); raise SystemExit(1)\n"
        "pathlib.Path('{name}').touch(); signal.pause()"
    )
    await supervisor.start(a_part(tmp_path, "patient", program, attempts=2))

    assert (tmp_path / "patient").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans for us")
async def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    """
    A stack whose supervisor is killed must not keep its ports and its data folder.
    """
    program = f"""
import asyncio, pathlib, signal
from tests.integration.embedded.test_supervisor import Supervisor, a_part
async def main():
    supervisor = Supervisor(pathlib.Path({str(tmp_path)!r}), tell=print)
    await supervisor.start(a_part(pathlib.Path({str(tmp_path)!r}), "orphan"))
    print(supervisor.pids["orphan"], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    async with asyncio.timeout(120):
        orphan = psutil.Process(int(await parent.stdout.readline()))

    parent.kill()
    await parent.wait()

    await asyncio.to_thread(orphan.wait, timeout=60)
