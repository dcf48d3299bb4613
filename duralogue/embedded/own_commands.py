"""Runs our own command in a process of its own, beside the supervisor."""

import asyncio
import sys
from collections.abc import Callable, Mapping

from domain.errors import ConfigurationError

_SPEAKER = "duralogue: "
"""How the command begins what it tells the person."""


async def run_command(
    *arguments: str,
    environment: Mapping[str, str],
    within_s: float,
    purpose: str,
    hear: Callable[[str], None] = lambda _line: None,
) -> None:
    """Run `duralogue …` to its end; `hear` gets each line of its progress.

    Raise ConfigurationError where it fails, with its own reason, or takes longer than `within_s`
    seconds. `purpose` begins that sentence: "publishing acme".
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "duralogue", *arguments),
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(within_s):
            said = await _listen(process, hear)
    except TimeoutError as error:
        raise ConfigurationError(f"{purpose} took over {within_s:g} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ConfigurationError(f"{purpose} failed: {_reason(said)}")


async def _listen(process: asyncio.subprocess.Process, hear: Callable[[str], None]) -> str:
    """All that it wrote until its end."""
    said: list[str] = []
    while process.stderr is not None and (line := (await process.stderr.readline()).decode()):
        said.append(line)
        if not line.startswith(_SPEAKER):
            hear(line)
    await process.wait()
    return "".join(said)


def _reason(said: str) -> str:
    """What the command told the person, without the progress that it told before."""
    lines = said.strip().splitlines()
    addressed = [line.removeprefix(_SPEAKER) for line in lines if line.startswith(_SPEAKER)]
    return "\n".join(addressed or lines[-1:]) or "it said nothing"
