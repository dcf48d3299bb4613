"""`duralogue dev`, as a person runs it: the whole product out of one command."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from infra.running_stack import ENVIRONMENT_FILE
from infra.settings import Settings, inherited_environment
from tests.support import plain_http

STARTS_WITHIN_S = 300
STOPS_WITHIN_S = 120
ENDS_WITHIN_S = 90


class Dev:
    """The running command and what it has printed."""

    def __init__(self, process: asyncio.subprocess.Process, home: Path) -> None:
        self.process = process
        self.home = home
        self.printed = ""

    async def read_until(self, words: str) -> str:
        assert self.process.stdout is not None
        async with asyncio.timeout(STARTS_WITHIN_S):
            while words not in self.printed:
                line = (await self.process.stdout.readline()).decode()
                assert line, f"ended early:\n{self.printed}"
                self.printed += line
        return self.printed

    @property
    def stack(self) -> dict[str, Any]:
        return dict(json.loads((self.home / "stack.json").read_text()))

    def parts(self) -> list[psutil.Process]:
        noted = {name: part["pid"] for name, part in self.stack["parts"].items()}
        gone = [name for name, pid in noted.items() if not psutil.pid_exists(pid)]
        assert not gone, f"{gone} ended by themselves:\n{self.printed}"
        return [psutil.Process(pid) for pid in noted.values()]

    async def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        async with asyncio.timeout(STOPS_WITHIN_S):
            await self.process.communicate()
        return self.process.returncode or 0


@asynccontextmanager
async def running_dev(home: Path, *options: str, **settings: str) -> AsyncIterator[Dev]:
    ours = {name.upper() for name in Settings.model_fields}
    environment = {n: v for n, v in inherited_environment().items() if n not in ours}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "duralogue", "dev", "--any-ports", *options),
        env={**environment, "DURALOGUE_HOME": str(home), **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield Dev(process, home)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def staff_tokens(printed: str) -> list[str]:
    return re.findall(r"^  (?:agent|supervisor|operator) +(\S+)", printed, re.MULTILINE)


async def have_ended(processes: list[psutil.Process]) -> bool:
    """Also those whose end nobody has taken note of: this machine's first process may not."""

    def still_there() -> list[psutil.Process]:
        _, alive = psutil.wait_procs(processes, timeout=0.5)
        return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]

    async with asyncio.timeout(ENDS_WITHIN_S):
        while await asyncio.to_thread(still_there):
            pass
    return True


async def answer(printed: str) -> None:
    """All addresses that were printed."""
    async with plain_http(timeout=60) as browser:
        for address in re.findall(r"http://\S+", printed):
            assert (await browser.get(address, follow_redirects=True)).is_success, address


async def test_one_command_starts_everything_and_ctrl_c_leaves_nothing(home: Path) -> None:
    """
    A newcomer's first minute: the printed addresses answer; after Ctrl-C no process is left. Then
    their first day, in the same home, since a first start takes three times as long as the next.
    """
    async with running_dev(home) as dev:
        printed = await dev.read_until("logs")
        assert "acme: training" in printed
        await answer(printed)
        parts = dev.parts()
        capability = json.loads((home / "secrets.json").read_text())["codec_capability"]
        assert not any(capability in " ".join(part.cmdline()) for part in parts)
        first_tokens = staff_tokens(printed)

        assert await dev.stop() == 0

    assert set(dev.stack["parts"]) >= {"postgres", "temporal", "shop", "gateway"}
    assert [part for part in parts if part.is_running()] == []
    assert not (home / ENVIRONMENT_FILE).exists()
    assert len(first_tokens) == 3

    await _goes_on_with(home, first_tokens)
    async with running_dev(home) as last:
        await last.read_until("logs")
        assert await last.stop(signal.SIGTERM) == 0


async def _goes_on_with(home: Path, tokens: list[str]) -> None:
    """The second start knows the tokens of the first. The gateway is killed, and is back at the
    same address without the person doing anything. Then all is killed (SIGKILL, or the machine's
    out-of-memory killer): no part outlives it, and nothing is in the next start's way."""
    async with running_dev(home) as again:
        assert staff_tokens(await again.read_until("logs")) == tokens
        os.kill(again.stack["parts"]["gateway"]["pid"], signal.SIGKILL)
        await again.read_until("gateway is back")
        async with plain_http(timeout=60) as browser:
            assert (await browser.get(f"{again.stack['gateway_url']}/health")).is_success
        if sys.platform != "linux":  # only Linux ends orphans for us
            assert await again.stop() == 0
            return
        parts = again.parts()
        again.process.kill()
        await again.process.wait()
        assert await have_ended(parts)


async def test_ctrl_c_during_the_start_stops_what_has_started(home: Path) -> None:
    """
    Somebody changes their mind; nothing is left behind then either.
    """
    async with running_dev(home) as dev:
        await dev.read_until("started Temporal")
        parts = dev.parts()

        assert await dev.stop() == 0

    assert [part for part in parts if part.is_running()] == []
