"""Threads with which the libraries of a worker's model process calculate."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duralogue.wiring.models import model_process
from infra.settings import Settings
from tests.support import eventually

_POOLS = """
import json, numpy, threadpoolctl
print(json.dumps([pool["num_threads"] for pool in threadpoolctl.threadpool_info()]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's environment in /proc")
async def test_products_of_matrices_are_calculated_on_one_thread() -> None:
    """A second one gains nothing for matrices this small, and spins while it waits for work."""
    async with model_process(Settings()) as process:
        process.start()
        await eventually(lambda: process.pid is not None)
        assert process.pid is not None
        threads = _threads(_environment(process.pid))
    assert threads
    assert set(threads) == {1}


def _environment(pid: int) -> dict[str, str]:
    given = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\x00")
    return dict(one.split("=", 1) for one in given if one)


def _threads(environment: dict[str, str]) -> list[int]:
    """Of each library that numpy calculates with, where a process has this environment."""
    told = subprocess.run(
        (sys.executable, "-c", _POOLS), env=environment, capture_output=True, text=True, check=True
    )
    found: list[int] = json.loads(told.stdout)
    return found
