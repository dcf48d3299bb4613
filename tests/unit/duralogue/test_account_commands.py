"""Commands about accounts and deliveries: what they print, and how they end."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from domain.channel_addresses import Channel
from domain.channels import ConnectionListing
from domain.deliveries import DeadLetter
from duralogue import channel_connections, dead_letters
from duralogue.cli import app

NOW = datetime(2026, 1, 26, 12, tzinfo=UTC)
WIDEST = 100


def test_a_list_of_accounts_fits_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace has many settings: each has a line of its own."""
    settings = {f"setting_{number}": "v" * 60 for number in range(8)}
    workspace = ConnectionListing(
        channel=Channel.SLACK,
        account="T0B9C65F39",
        settings=settings,
        secrets=("bot",),
        connected_at=NOW,
    )

    async def listed(*_: object) -> list[ConnectionListing]:
        return [workspace]

    monkeypatch.setattr(channel_connections, "list_accounts", listed)
    printed = CliRunner().invoke(app, ["connect", "channel", "list", "--tenant", "acme"]).stdout

    head, row, *rest = printed.splitlines()
    assert head.split() == ["channel", "account", "secrets", "connected"]
    assert row.split()[:3] == ["slack", "T0B9C65F39", "bot"]
    assert rest == [f"    {name}: {value}" for name, value in settings.items()]
    assert max(map(len, printed.splitlines())) <= WIDEST


def test_an_id_that_was_not_given_up_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a slip of the pen looks like a replay that worked."""

    async def nothing(*_: object) -> list[DeadLetter]:
        return []

    monkeypatch.setattr(dead_letters, "replay_dead_letters", nothing)
    words = ["deliveries", "replay", "c-1/bot/s1t9.0.0", "--tenant", "acme"]
    ended = CliRunner().invoke(app, words)

    assert ended.exit_code == 1
    assert "c-1/bot/s1t9.0.0: acme has given up no such delivery" in ended.output
