"""How many threads the libraries of a worker's model process calculate with."""

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
        given = Path(f"/proc/{process.pid}/environ").read_bytes().decode().split("\x00")

    environment = dict(one.split("=", 1) for one in given if one)
    told = subprocess.run(
        (sys.executable, "-c", _POOLS),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout)
    assert set(json.loads(told.stdout)) == {1}
