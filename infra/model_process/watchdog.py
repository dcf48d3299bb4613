"""Ends a model process that one job holds for longer than it may, or that shows no life."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from infra.model_process.child import Child
from infra.model_process.jobs import Job

TICK_S = 0.05
STALLED_S = 10.0
"""Its event loop turns twice a second even while it works; a job that holds it takes no CPU then,
or the machine gives it none."""
_STARTS_WITHIN_S = 60.0


class Watch:
    """Ends the process that works on one job for longer than that job may take."""

    def __init__(self, child: Child, jobs: Mapping[int, Job]) -> None:
        self._child = child
        self._jobs = jobs
        self._last_life = 0
        self._silent_s = 0.0

    async def run(self) -> None:
        while self._child.sentence is None and self._child.is_running:
            await asyncio.sleep(TICK_S)
            self._look()

    def _look(self) -> None:
        number = self._child.at_work_on()
        job = self._jobs.get(number)
        if job is not None:
            used = self._child.cpu_ms_of(number)
            if used > job.budget / timedelta(milliseconds=1):
                self._child.kill(number, "out of time", used)
                return
        self._count_silence()
        if self._silent_s > (STALLED_S if self._last_life else _STARTS_WITHIN_S):
            self._child.kill(number, "stalled", self._child.cpu_ms_of(number))

    def _count_silence(self) -> None:
        """In looks, not by the clock: while we stood still ourselves, so may it have."""
        life = self._child.last_sign_of_life()
        self._silent_s = 0.0 if life != self._last_life else self._silent_s + TICK_S
        self._last_life = life
