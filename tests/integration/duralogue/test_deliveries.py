"""`duralogue deliveries …`, on a real database."""

import asyncio
import sys

import pytest

from domain.channel_addresses import Channel
from domain.deliveries import DeliveryStatus
from domain.turns import ConversationRef, OpenSession
from duralogue import cli
from infra.postgres.bots import PostgresBots
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.engine import create_engine
from infra.postgres.turns import PostgresTurnStore
from tests.fakes.keys import FakeKeys
from tests.integration.postgres.stores import NOW, a_bot, a_commit, say


async def give_up(database_url: str) -> str:
    """The id of a row that a server has refused."""
    engine, keys = create_engine(database_url), FakeKeys()
    bots = PostgresBots(engine)
    await bots.publish(a_bot("acme"), by="test")
    turns, ledger = PostgresTurnStore(engine, keys, bots), PostgresDeliveries(engine, keys)
    ref = ConversationRef(tenant_id="acme", conversation_id="c-1", channel=Channel.WEBHOOK)
    await turns.open_session(OpenSession(conversation=ref, at=NOW))
    [row] = (await turns.commit(a_commit(ref, commands=(say("hello"),)))).to_send
    delivery = await ledger.get("acme", row)
    await ledger.mark_ended(delivery, DeliveryStatus.FAILED, reason="it answered\n404", at=NOW)
    await engine.dispose()
    return row


def test_dead_letters_are_listed_and_a_replay_says_which(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    """
    One line for each, whatever a server has answered.
    """
    monkeypatch.setenv("DATABASE_URL", database_url)
    row = asyncio.run(give_up(database_url))

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(
            sys, "argv", ["duralogue", "deliveries", *arguments, "--tenant", "acme"]
        )
        code = cli._run()
        said = capsys.readouterr()
        return code, said.out + said.err

    code, listed = run("dead")
    head, line = listed.splitlines()
    assert (code, head.split()) == (0, ["id", "channel", "status", "said", "attempts", "reason"])
    assert (row in line, "it answered?404" in line) == (True, True)
    assert len(run("dead", "--channel", "sms")[1].splitlines()) == 1
    for wrong in (("replay",), ("replay", row, "--all")):
        code, said = run(*wrong)
        assert (code, "name the deliveries, or say --all" in said) == (2, True)
