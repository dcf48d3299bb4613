"""Seeds a fresh stack: a published tenant, its knowledge and staff tokens."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from domain.errors import ConfigurationError
from duralogue.embedded.state_directory import Home

Tokens = dict[str, dict[str, str]]
"""tenant -> role -> token."""

_WITHIN_S = 300
_SPEAKER = "duralogue: "


async def seed(
    tenant: Path, home: Home, environment: Mapping[str, str], tell: Callable[[str], None]
) -> Tokens:
    """Publish the tenant, sync its knowledge, and make the staff tokens that are missing.

    In a process of its own, so that the supervisor stays small and a crash there stays there.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "duralogue", "seed", str(tenant), str(home.tokens)),
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_WITHIN_S):
            said = await _listened(process, tenant.name, tell)
    except TimeoutError as error:
        raise ConfigurationError(f"publishing {tenant} took over {_WITHIN_S} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ConfigurationError(f"{tenant} could not be published: {_reason(said)}")
    tokens: Tokens = json.loads(home.tokens.read_text())
    return tokens


async def _listened(
    process: asyncio.subprocess.Process, tenant: str, tell: Callable[[str], None]
) -> str:
    """What it said until its end. A phase is the word before a colon: its first line is told."""
    said: list[str] = []
    phases: set[str] = set()
    while process.stderr is not None and (line := (await process.stderr.readline()).decode()):
        said.append(line)
        phase = line.partition(":")[0].strip()
        if not line.startswith(_SPEAKER) and phase.isalpha() and phase not in phases:
            phases.add(phase)
            tell(f"    {tenant}: {phase} …")
    await process.wait()
    return "".join(said)


def _reason(said: str) -> str:
    """What the command told the person, without the progress that it told before."""
    lines = said.strip().splitlines()
    told = [line.removeprefix(_SPEAKER) for line in lines if line.startswith(_SPEAKER)]
    return "\n".join(told or lines[-1:]) or "it said nothing"
