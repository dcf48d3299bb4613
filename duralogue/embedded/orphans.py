"""Processes that a killed stack left behind, where the kernel could not end them for us."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import psutil

_STOP_WITHIN_S = 10
_SAME_MOMENT_S = 1.0


def note_processes(pids: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """Each part's process, so that it is recognised even after its number was given away."""
    noted: dict[str, dict[str, float]] = {}
    for name, pid in pids.items():
        with suppress(psutil.NoSuchProcess):
            noted[name] = {"pid": pid, "started": psutil.Process(pid).create_time()}
    return noted


def stop_leftovers(noted: Mapping[str, Any]) -> list[str]:
    """Stop what is still running of the parts that were noted; returns their names."""
    found = {name: process for name in noted if (process := _same_process(noted[name]))}
    for process in found.values():
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, unresponsive = psutil.wait_procs(list(found.values()), timeout=_STOP_WITHIN_S)
    for process in unresponsive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(unresponsive, timeout=_STOP_WITHIN_S)
    return list(found)


def _same_process(noted: Mapping[str, float]) -> psutil.Process | None:
    try:
        process = psutil.Process(int(noted["pid"]))
        return process if abs(process.create_time() - noted["started"]) < _SAME_MOMENT_S else None
    except (psutil.NoSuchProcess, KeyError):
        return None
