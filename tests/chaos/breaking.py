"""Carrying out the faults of a plan on a running stack."""

import asyncio
import os
import signal
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from duralogue.embedded.stack import Stack
from duralogue.eventually import eventually
from tests.chaos.plan import Fault, FaultKind

_ATTEMPTS = 5
_BACK_WITHIN_S = 90.0
_TAKEN_WITHIN_S = 12.0
_TEMPORAL_AWAY_S = 6.0
_NEED_TEMPORAL_AWAY = ("spool_add.", "spool_hand_over.")


@dataclass
class Breaker:
    """Kills and pauses parts of the stack, and arms its fault points."""

    stack: Stack
    points: Path
    send_somebody_past: Callable[[str], Awaitable[None]]
    """Past a fault point that the plan's own passer missed, because something else was broken."""
    done: Counter[str] = field(default_factory=Counter)
    hit: set[str] = field(default_factory=set)
    never_hit: set[str] = field(default_factory=set)
    last_at: float = 0.0
    _busy: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    @property
    def kills(self) -> int:
        return sum(n for what, n in self.done.items() if not what.startswith("pause"))

    async def carry_out(self, faults: tuple[Fault, ...]) -> None:
        """Each at its moment. Returns when what was paused runs again and what was armed is hit."""
        clock = asyncio.get_running_loop().time
        began = clock()
        tasks: list[asyncio.Task[None]] = []
        for fault in faults:
            await asyncio.sleep(max(began + fault.at_s - clock(), 0))
            tasks.append(asyncio.create_task(self._break(fault)))
        await asyncio.gather(*tasks)

    async def _break(self, fault: Fault) -> None:
        """One at a time for each part, which gets up again in between, and works a little."""
        async with self._busy[fault.part]:
            restart = asyncio.create_task(self.stack.supervisor.wait_until_restarted(fault.part))
            try:
                match fault.kind:
                    case FaultKind.KILL:
                        await self._kill(fault.target)
                    case FaultKind.PAUSE:
                        await self._pause(fault.target, fault.seconds)
                    case FaultKind.POINT:
                        await self._arm(fault.target)
                if self._died(fault):
                    async with asyncio.timeout(_BACK_WITHIN_S):
                        await restart
            finally:
                restart.cancel()
                await asyncio.gather(restart, return_exceptions=True)

    def _died(self, fault: Fault) -> bool:
        return fault.kind is FaultKind.KILL or fault.target in self.hit

    async def _kill(self, part: str) -> None:
        process = await eventually(lambda: self._living(part), within_s=60)
        with suppress(psutil.NoSuchProcess):
            process.kill()
            self._note(f"kill {part}")

    async def _pause(self, part: str, seconds: float) -> None:
        """The whole family: PostgreSQL works in its children."""
        process = await eventually(lambda: self._living(part), within_s=60)
        family = [process, *process.children(recursive=True)]
        _send(family, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            _send(family, signal.SIGCONT)
        self._note(f"pause {part}")

    async def _arm(self, point: str) -> None:
        armed = self.points / point
        armed.touch()
        for _ in range(_ATTEMPTS):
            if point.startswith(_NEED_TEMPORAL_AWAY):
                await self._pause("temporal", _TEMPORAL_AWAY_S)
            if await _is_taken(armed):
                self.hit.add(point)
                self._note(f"die at {point}")
                return
            await self.send_somebody_past(point)
        armed.unlink(missing_ok=True)
        self.never_hit.add(point)

    def _note(self, what: str) -> None:
        self.done[what] += 1
        self.last_at = asyncio.get_running_loop().time()

    async def _living(self, part: str) -> psutil.Process | None:
        pid = self.stack.pids[part]
        try:
            process = psutil.Process(pid)
            return None if process.status() == psutil.STATUS_ZOMBIE else process
        except psutil.NoSuchProcess:
            return None


async def _is_taken(armed: Path) -> bool:
    """Whether some process has died at this point before we lose patience."""

    async def taken() -> bool | None:
        return None if armed.exists() else True  # noqa: ASYNC240 - one look at a local folder

    try:
        return await eventually(taken, within_s=_TAKEN_WITHIN_S)
    except TimeoutError:
        return False


def _send(family: list[psutil.Process], sent: signal.Signals) -> None:
    for process in family:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            os.kill(process.pid, sent)
