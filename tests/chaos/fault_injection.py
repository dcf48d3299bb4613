"""Carrying out the faults of a plan on a running stack."""

import asyncio
import os
import signal
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from duralogue.embedded.stack import Stack
from duralogue.polling import eventually
from tests.chaos.pace import Pace
from tests.chaos.plan import Fault, FaultKind, killed_at, kind_of
from tests.chaos.routes import Routes
from tests.chaos.tcp_proxy import Cut
from tests.chaos.waits import Window

_PASSERS = 3
_TAKEN_S = 1.0
"""It was seen that somebody died so long afterwards, at most."""
_TAKEN_WITHIN_S = 12.0
_DIRECTED_PASSERS = 8
_DIRECTED_WITHIN_S = 25.0
_WITHOUT_TEMPORAL_S = 6.0
_NEEDS_TEMPORAL_AWAY = "spool_add."
_NEEDS_TEMPORAL_BACK = "spool_hand_over."
_GATEWAYS_WIRE = "gateway-temporal"
_SETTLES_S = 5.0
"""After which Temporal gives a task of a worker that is gone to another one."""
_FORGOTTEN_S = 20.0
"""After which whoever holds a forgotten connection has noticed."""
_LIVES_WITHIN_S = 60.0
_NO_KILLS = ("pause", "cut")


@dataclass
class Breaker:
    """Kills, pauses and cuts off parts of the stack, and arms its fault points."""

    stack: Stack
    routes: Routes
    points: Path
    send_somebody_past: Callable[[str], Awaitable[None]]
    """Past a fault point that the plan's own passer missed, because something else was broken."""
    done: Counter[str] = field(default_factory=Counter)
    hit: set[str] = field(default_factory=set)
    never_hit: set[str] = field(default_factory=set)
    last_at: float = 0.0
    kills_at: list[float] = field(default_factory=list)
    broken: list[Window] = field(default_factory=list)
    """From each strike until what was struck worked again."""
    findings: list[str] = field(default_factory=list)
    """Parts that did not come back: they are struck no more, and the others are."""
    _gone: set[str] = field(default_factory=set)
    _turns: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    @property
    def kills(self) -> int:
        return sum(n for what, n in self.done.items() if not what.startswith(_NO_KILLS))

    async def carry_out(self, faults: Sequence[Fault]) -> None:
        """Each at its moment. Returns when everything runs again and every point was tried."""
        clock = asyncio.get_running_loop().time
        began = clock()
        async with asyncio.TaskGroup() as tasks:
            for fault in faults:
                await asyncio.sleep(max(began + fault.at_s - clock(), 0))
                tasks.create_task(self._break(fault))

    async def hit_what_was_missed(self) -> None:
        """While nothing else is broken, one point after the other, each with people of its own."""
        for point in sorted(self.never_hit):
            if killed_at(point) in self._gone:
                continue
            with suppress(TimeoutError):  # told as a point never reached
                await self._hit(point)

    async def _hit(self, point: str) -> None:
        for _ in range(_DIRECTED_PASSERS):
            await self.send_somebody_past(point)
            if await self._arm(point, within_s=_DIRECTED_WITHIN_S):
                break

    async def _break(self, fault: Fault) -> None:
        kind = killed_at(fault.target) if fault.kind is FaultKind.POINT else fault.turn
        if kind in self._gone:
            return
        try:
            await self._strike(fault)
        except TimeoutError:
            self._gone.add(kind)
            self.findings.append(
                f"{kind} was not back within {self._pace.patience_s(kind):.0f} s"
                f" after: {fault.kind} {fault.target}"
            )

    async def _strike(self, fault: Fault) -> None:
        if fault.kind is FaultKind.POINT:
            await self._die_at(fault.target)
            return
        async with self._turns[fault.turn]:
            match fault.kind:
                case FaultKind.KILL:
                    await self._kill(fault.target)
                case FaultKind.PAUSE:
                    await self._pause(fault.target, fault.seconds)
                case FaultKind.CUT:
                    await self._cut(fault.target, fault.cut, fault.seconds)

    async def _kill(self, part: str) -> None:
        """Returns when it is up again and has worked for as long as it took to start."""
        await self._pace.rested(kind_of(part))
        process = await eventually(lambda: self._living(part), within_s=_LIVES_WITHIN_S)
        at = asyncio.get_running_loop().time()
        with suppress(psutil.NoSuchProcess):
            process.kill()
        self._note(f"kill {part}")
        with self._broken_since(at):
            await self._pace.rested(kind_of(part), part=part, since=at)

    async def _pause(self, part: str, seconds: float) -> None:
        """The whole family: PostgreSQL works in its children."""
        process = await eventually(lambda: self._living(part), within_s=_LIVES_WITHIN_S)
        family = [process, *process.children(recursive=True)]
        with self._broken_since(asyncio.get_running_loop().time()):
            _send(family, signal.SIGSTOP)
            try:
                await asyncio.sleep(seconds)
            finally:
                _send(family, signal.SIGCONT)
        self._note(f"pause {part}")

    async def _cut(self, wire: str, how: Cut, seconds: float) -> None:
        settles_s = _FORGOTTEN_S if how is Cut.FORGOTTEN else _SETTLES_S
        with self._broken_since(asyncio.get_running_loop().time(), settles_s):
            await self.routes.cut(wire, how, seconds)
        self._note(f"cut {wire}")

    async def _die_at(self, point: str) -> None:
        for _ in range(_PASSERS):
            if await self._arm(point, within_s=_TAKEN_WITHIN_S):
                return
            await self.send_somebody_past(point)
        if not await self._arm(point, within_s=_TAKEN_WITHIN_S):
            self.never_hit.add(point)

    async def _arm(self, point: str, *, within_s: float) -> bool:
        """Whether a process has died at it. A process that died of something else leaves it armed,
        so the next one may."""
        async with self._turns[kind := killed_at(point)]:
            await self._pace.rested(kind)
            if not await self._dies(point, within_s):
                return False
            with self._broken_since(asyncio.get_running_loop().time() - _TAKEN_S):
                await self._pace.noticed(kind)
                await self._pace.rested(kind)
        return True

    async def _dies(self, point: str, within_s: float) -> bool:
        armed = self.points / point
        armed.touch()
        if point.startswith(_NEEDS_TEMPORAL_BACK):
            async with self._turns[_GATEWAYS_WIRE]:
                await self._cut(_GATEWAYS_WIRE, Cut.REFUSE, _WITHOUT_TEMPORAL_S)
        if not await self._is_taken(armed, point, within_s):
            with suppress(FileNotFoundError):
                armed.unlink()
                return False
        self.hit.add(point)
        self.never_hit.discard(point)
        self._note(f"die at {point}")
        return True

    async def _is_taken(self, armed: Path, point: str, within_s: float) -> bool:
        if not point.startswith(_NEEDS_TEMPORAL_AWAY):
            return await _is_taken(armed, within_s)
        async with self._turns[_GATEWAYS_WIRE], asyncio.TaskGroup() as tasks:
            cutting = tasks.create_task(self._cut(_GATEWAYS_WIRE, Cut.REFUSE, within_s))
            is_taken = await _is_taken(armed, within_s)
            cutting.cancel()
        return is_taken

    def _note(self, what: str) -> None:
        self.done[what] += 1
        self.last_at = asyncio.get_running_loop().time()
        if not what.startswith(_NO_KILLS):
            self.kills_at.append(self.last_at)

    @contextmanager
    def _broken_since(self, at: float, settles_s: float = _SETTLES_S) -> Iterator[None]:
        """Until the block is left, and what waits has been taken up again."""
        try:
            yield
        finally:
            self.broken.append((at, asyncio.get_running_loop().time() + settles_s))

    @property
    def _pace(self) -> Pace:
        return Pace(self.stack.supervisor)

    async def _living(self, part: str) -> psutil.Process | None:
        try:
            process = psutil.Process(self.stack.pids[part])
            return None if process.status() == psutil.STATUS_ZOMBIE else process
        except psutil.NoSuchProcess:
            return None


async def _is_taken(armed: Path, within_s: float) -> bool:
    """Whether some process has died at this point before we lose patience."""

    async def taken() -> bool | None:
        return None if armed.exists() else True  # noqa: ASYNC240 - one look at a local folder

    try:
        return await eventually(taken, within_s=within_s)
    except TimeoutError:
        return False


def _send(family: list[psutil.Process], sent: signal.Signals) -> None:
    for process in family:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            os.kill(process.pid, sent)
