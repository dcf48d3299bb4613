"""Fault points: out of the way in production, deadly once where asked for."""

import asyncio
from pathlib import Path

import pytest

from duralogue.chaos.points import ALL_POINTS, FaultPoints, Step


class Died(BaseException):
    """Stands for SIGKILL, which no test survives."""


def die() -> None:
    raise Died


class Ledger:
    """A port with one method that is watched and one that is not."""

    def __init__(self) -> None:
        self.written: list[str] = []

    async def write(self, row: str) -> str:
        await asyncio.sleep(0)
        self.written.append(row)
        return f"wrote {row}"

    async def read(self) -> list[str]:
        return self.written


def watched(folder: Path, ledger: Ledger) -> Ledger:
    return FaultPoints(folder, die).around(ledger, write=Step.COMMIT_TURN)


def test_without_a_folder_a_port_comes_back_as_it_is() -> None:
    """
    Production pays nothing for what only tests need.
    """
    ledger = Ledger()

    assert FaultPoints(None).around(ledger, write=Step.COMMIT_TURN) is ledger


async def test_an_unarmed_point_is_passed(tmp_path: Path) -> None:
    """
    Only what is asked for dies.
    """
    ledger = watched(tmp_path, Ledger())

    assert await ledger.write("a") == "wrote a"
    assert await ledger.read() == ["a"]


@pytest.mark.parametrize(
    ("moment", "written"), [("before", []), ("under_way", ["a"]), ("after", ["a"])]
)
async def test_a_process_dies_at_the_moment_named(
    tmp_path: Path, moment: str, written: list[str]
) -> None:
    """
    Before, nothing has happened; after, it is done and nobody was told.
    """
    real = Ledger()
    (tmp_path / f"commit_turn.{moment}").touch()

    with pytest.raises(Died):
        await watched(tmp_path, real).write("a")

    assert real.written == written


async def test_a_point_serves_once(tmp_path: Path) -> None:
    """
    The process that comes back must get on with its work.
    """
    ledger = watched(tmp_path, Ledger())
    (tmp_path / "commit_turn.before").touch()

    with pytest.raises(Died):
        await ledger.write("a")
    await ledger.write("a")

    assert await ledger.read() == ["a"]


async def test_the_error_of_a_call_comes_through(tmp_path: Path) -> None:
    """
    Being watched changes nothing about how a port fails.
    """

    async def refuse() -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await FaultPoints(tmp_path, die).watched(refuse, Step.CALL_TOOL)()


def test_every_step_has_its_points() -> None:
    """
    A run goes through this list.
    """
    assert len(ALL_POINTS) == 3 * len(Step)
    assert "call_tool.under_way" in ALL_POINTS
