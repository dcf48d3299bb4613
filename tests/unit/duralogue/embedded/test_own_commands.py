"""Our own command as a process: its progress, its reasons, its time."""

from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from duralogue.embedded.own_commands import run_command
from infra.settings import inherited_environment


async def run(*arguments: str, heard: list[str] | None = None, within_s: float = 60) -> None:
    lines = heard if heard is not None else []
    await run_command(
        *arguments,
        environment=inherited_environment(),
        within_s=within_s,
        purpose="asking",
        hear=lines.append,
    )


async def test_a_failure_says_what_the_command_said(tmp_path: Path) -> None:
    """
    The person reads the reason where they started the stack, not an exit code.
    """
    with pytest.raises(ConfigurationError, match=r"^asking failed: .*nowhere"):
        await run("check", str(tmp_path / "nowhere"))


async def test_a_command_that_takes_too_long_is_ended() -> None:
    """
    A stack that hangs while it starts would look like one that is starting.
    """
    with pytest.raises(ConfigurationError, match=r"^asking took over 0\.01 s$"):
        await run("--help", within_s=0.01)


async def test_a_command_that_succeeds_is_silent() -> None:
    """
    What it writes to its standard output is nobody's business here.
    """
    heard: list[str] = []

    await run("--help", heard=heard)

    assert heard == []
