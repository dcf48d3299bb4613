"""`duralogue staff …`, on a real database."""

import asyncio
import sys

import pytest

from duralogue import cli
from infra.postgres.bots import PostgresBots
from infra.postgres.engine import create_engine
from tests.integration.postgres.stores import a_bot


@pytest.fixture
def acme(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    async def publish() -> None:
        engine = create_engine(database_url)
        await PostgresBots(engine).publish(a_bot("acme"), by="test")
        await engine.dispose()

    monkeypatch.setenv("DATABASE_URL", database_url)
    asyncio.run(publish())


@pytest.mark.usefixtures("acme")
def test_people_come_are_listed_and_go(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The whole life of a token from the command line, which never shows it twice.
    """

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["duralogue", "staff", *arguments, "--tenant", "acme"])
        code = cli._run()
        said = capsys.readouterr()
        return code, said.out + said.err

    _, kim = run("add", "Kim", "--role", "agent", "--expires", "30d")
    _, lee = run("add", "Lee", "--role", "operator")
    code, listed = run("list")
    head, first, second = listed.splitlines()

    assert code == 0
    assert head.split() == ["id", "name", "role", "created", "last", "used", "expires"]
    assert (first.split()[1:3], second.split()[1:3]) == (["Kim", "agent"], ["Lee", "operator"])
    assert "never" in first
    assert kim.strip() not in listed
    assert lee.strip() not in listed

    kims, lees = first.split()[0], second.split()[0]
    assert run("revoke", kims) == (0, f"{kims}: revoked\n")
    assert run("expire", lees) == (0, f"{lees}: expired\n")
    assert run("expire", lees, "--expires", "12h")[0] == 0
    assert "revoked" in run("list")[1].splitlines()[1]
    assert run("revoke", "nobody") == (
        1,
        "duralogue: there is nobody with this id: see `duralogue staff list`\n",
    )
