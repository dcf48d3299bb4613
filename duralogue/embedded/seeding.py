"""What a fresh stack needs before somebody can talk to it: a published tenant, staff tokens."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from domain.errors import ConfigurationError
from duralogue.embedded.home import Home

Tokens = dict[str, dict[str, str]]
"""tenant -> role -> token."""

_WITHIN_S = 300
_SPEAKER = "duralogue: "


async def seed(tenant: Path, home: Home, environment: Mapping[str, str]) -> Tokens:
    """Publish the tenant, sync its knowledge, and make the staff tokens that are missing.

    In a process of its own, so that the supervisor stays small and a crash there stays there.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "duralogue", "seed", str(tenant), str(home.tokens)),
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_WITHIN_S):
            _, said = await process.communicate()
    except TimeoutError as error:
        raise ConfigurationError(f"publishing {tenant} took over {_WITHIN_S} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ConfigurationError(f"{tenant} could not be published: {_reason(said.decode())}")
    tokens: Tokens = json.loads(home.tokens.read_text())
    return tokens


def _reason(said: str) -> str:
    """What the command told the person, without the progress that it told before."""
    lines = said.strip().splitlines()
    told = [line.removeprefix(_SPEAKER) for line in lines if line.startswith(_SPEAKER)]
    return "\n".join(told or lines[-1:]) or "it said nothing"
