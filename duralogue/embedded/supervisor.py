"""Runs the parts of the stack as child processes, and starts again what dies."""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from domain.errors import ConfigurationError
from duralogue.embedded import child_exec
from duralogue.embedded.logs import open_log, tail
from duralogue.embedded.process_spec import ProcessSpec, describe_exit
from duralogue.embedded.task_groups import all_or_first_failure

Tell = Callable[[str], None]

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 20.0
_STEADY_AFTER_S = 60.0
_READY_POLL_S = 0.1


@dataclass(frozen=True)
class Start:
    """What it took a process to become ready."""

    seconds: float
    cpu_s: float
    """Of the process and of all that it had started."""
    ready_at: float
    """On the loop's clock."""


@dataclass
class _Running:
    part: ProcessSpec
    process: asyncio.subprocess.Process
    watch: asyncio.Task[None] | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    start: Start | None = None
    """The last one."""

    async def comes_up(self) -> bool:
        """Wait until the process is ready (true) or has ended (false)."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while self.process.returncode is None:
            if await self.part.is_ready(self.process.pid):
                self.start = Start(clock() - began, cpu_of_tree(self.process.pid), clock())
                self.ready.set()
                return True
            await asyncio.sleep(_READY_POLL_S)
        return False

    async def stops_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)
        return self.stopping.is_set()


class Supervisor:
    """Starts groups of parts in order, watches them, and stops them in the opposite order."""

    def __init__(
        self, logs: Path, tell: Tell, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._logs = logs
        self._tell = tell
        self._on_change = on_change
        self._groups: list[list[_Running]] = []

    @property
    def pids(self) -> dict[str, int]:
        return {running.part.name: running.process.pid for running in self._all()}

    @property
    def starts(self) -> dict[str, Start]:
        """How the last start of each part went."""
        return {r.part.name: r.start for r in self._all() if r.start is not None}

    def is_ready(self, name: str) -> bool:
        """Whether a part runs and has been ready since it was last started."""
        return any(
            r.ready.is_set() and r.process.returncode is None
            for r in self._all()
            if r.part.name == name
        )

    async def start(self, *parts: ProcessSpec) -> None:
        """Start parts beside each other and return when all of them are ready."""
        group: list[_Running] = []
        self._groups.append(group)
        await all_or_first_failure([self._start(part, group) for part in parts])

    async def stop(self) -> None:
        """Stop everything, what was started last first."""
        for running in self._all():
            running.stopping.set()
        while self._groups:
            await asyncio.gather(*(self._stop(running) for running in self._groups[-1]))
            self._groups.pop()

    def kill(self) -> None:
        """End everything at once, for somebody who does not want to wait."""
        for running in self._all():
            running.stopping.set()
            with suppress(ProcessLookupError):
                running.process.kill()

    async def wait_until_restarted(self, name: str) -> None:
        """Wait until a part that was just killed is up again."""
        running = next(running for running in self._all() if running.part.name == name)
        await running.process.wait()
        running.ready.clear()
        await running.ready.wait()

    def _all(self) -> list[_Running]:
        return [running for group in self._groups for running in group]

    async def _start(self, part: ProcessSpec, group: list[_Running]) -> None:
        running = _Running(part=part, process=await self._spawn(part))
        group.append(running)
        try:
            async with asyncio.timeout(part.ready_within.total_seconds()):
                await self._bring_up(running)
        except TimeoutError as error:
            raise ConfigurationError(self._why_not(part)) from error
        running.watch = asyncio.create_task(self._watch(running))
        self._on_change()

    async def _bring_up(self, running: _Running) -> None:
        for _ in range(running.part.start_attempts - 1):
            if await running.comes_up():
                return
            if await running.stops_within(2 * _FIRST_PAUSE_S):
                return
            running.process = await self._spawn(running.part)
        if not await running.comes_up():
            raise ConfigurationError(self._why_not(running.part))

    async def _watch(self, running: _Running) -> None:
        """Start the part again whenever it ends, ever more patiently while it keeps ending."""
        name, pause_s = running.part.name, _FIRST_PAUSE_S
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            code = await running.process.wait()
            running.ready.clear()
            if running.stopping.is_set():
                return
            if clock() - began > _STEADY_AFTER_S:
                pause_s = _FIRST_PAUSE_S
            self._tell(f"{name} ended ({describe_exit(code)}); starting it again in {pause_s:g} s")
            if await running.stops_within(pause_s):
                return
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            running.process = await self._spawn(running.part)
            self._on_change()
            if running.stopping.is_set():
                await self._end(running)
                return
            if await running.comes_up():
                self._tell(f"{name} is back")

    async def _spawn(self, part: ProcessSpec) -> asyncio.subprocess.Process:
        drops = part.account is not None and part.account.uid != os.geteuid()
        user, group = (part.account.uid, part.account.gid) if part.account and drops else (-1, -1)
        leashed = (os.getpid(), int(part.orphan_signal), user, group)
        with open_log(self._logs, part.name) as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", str(child_exec.__file__)),
                *(str(number) for number in leashed),
                *part.command,
                cwd=part.folder,
                env=dict(part.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def _stop(self, running: _Running) -> None:
        await self._end(running)
        if running.watch is not None:
            await running.watch

    async def _end(self, running: _Running) -> None:
        process = running.process
        with suppress(ProcessLookupError):
            process.send_signal(running.part.stop_signal)
        try:
            async with asyncio.timeout(running.part.stop_within.total_seconds()):
                await process.wait()
        except TimeoutError:
            self._tell(f"{running.part.name} did not stop in time and was killed")
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _why_not(self, part: ProcessSpec) -> str:
        last = tail(self._logs, part.name)
        said = f": {last}" if last else ""
        return f"{part.name} does not start{said} (its log is in {self._logs})"


def cpu_of_tree(pid: int) -> float:
    """CPU seconds: living descendants by themselves, dead ones as their parents counted them."""
    total = 0.0
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
    return total
