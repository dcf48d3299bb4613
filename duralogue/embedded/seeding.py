"""Seeds a fresh stack: a published tenant, its knowledge and staff tokens."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from duralogue.embedded.own_commands import run_command
from duralogue.embedded.state_directory import StateDirectory

Tokens = dict[str, dict[str, str]]
"""tenant -> role -> token."""

_WITHIN_S = 300


async def seed(
    tenant: Path, home: StateDirectory, environment: Mapping[str, str], tell: Callable[[str], None]
) -> Tokens:
    """Publish the tenant, sync its knowledge, and make the staff tokens that are missing.

    In a process of its own, so that the supervisor stays small and a crash there stays there.
    """
    await run_command(
        *("seed", str(tenant), str(home.tokens)),
        environment=environment,
        within_s=_WITHIN_S,
        purpose=f"publishing {tenant}",
        hear=_phases_of(tenant.name, tell),
    )
    tokens: Tokens = json.loads(home.tokens.read_text())
    return tokens


def _phases_of(tenant: str, tell: Callable[[str], None]) -> Callable[[str], None]:
    """Tells the first line of each phase; a phase is the word before a colon."""
    known: set[str] = set()

    def hear(line: str) -> None:
        phase = line.partition(":")[0].strip()
        if phase.isalpha() and phase not in known:
            known.add(phase)
            tell(f"    {tenant}: {phase} …")

    return hear
