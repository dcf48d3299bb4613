"""`duralogue keys …`, on a real database."""

import asyncio
import sys

import pytest

from domain.api_keys import KeySecret
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
def test_keys_are_made_listed_rotated_and_revoked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The whole life of a key from the command line, which never shows it twice.
    """

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["duralogue", "keys", *arguments, "--tenant", "acme"])
        code = cli._run()
        said = capsys.readouterr()
        return code, said.out + said.err

    code, shown = run("create", "shop", "--scope", "messages:write", "--scope", "handoffs:read")
    assert code == 0
    first = KeySecret.read(shown.strip())
    assert first is not None
    assert run("create", "shop", "--scope", "messages:write")[0] == 1
    assert run("create", "shop 2", "--scope", "everything")[0] == 2

    code, shown = run("rotate", first.key_id, "--overlap", "12h", "--expires", "30d")
    second = KeySecret.read(shown.strip())
    assert (code, second is not None) == (0, True)
    assert run("revoke", first.key_id) == (0, f"{first.key_id}: revoked\n")
    assert run("revoke", "nothing")[0] == 1
    listed = run("list")[1]

    head, old, new = listed.splitlines()
    assert head.split()[:3] == ["id", "name", "scopes"]
    assert ("handoffs:read, messages:write" in old, "revoked" in old) == (True, True)
    assert f"shop (replaces {first.key_id})" in new
    assert first.secret not in listed
