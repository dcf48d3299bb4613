"""Agents in the desk's channel of Slack: the same updates, the same rules."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.desk.agents import AgentProfile
from domain.desk.settings import DeskSettings, MessengerDesk
from domain.errors import Conflict, DependencyUnavailable
from domain.handoffs import HandoffStatus
from tests.unit.api.desk_in_slack import (
    ANN,
    BOB,
    CARD,
    EVE,
    ROOM,
    TEAM,
    Whispers,
    desk_in_slack,
    press,
    stands,
    write,
)
from tests.unit.api.doubles import Doubles, a_bot, running_gateway


@pytest.fixture
def whispers() -> Whispers:
    return Whispers()


@pytest.fixture
async def doubles(whispers: Whispers) -> Doubles:
    return await desk_in_slack(whispers)


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles) as client:
        yield client


@pytest.mark.parametrize(
    ("action", "call", "says", "recorded"),
    [
        ("claim", "claim_handoff", {}, "handoff_claimed"),
        (
            "resolve",
            "return_to_bot",
            {"is_resolved": True, "disposition": "resolved"},
            "conversation_resolved",
        ),
        ("return", "return_to_bot", {"is_resolved": False}, "returned_to_bot"),
        ("snooze", "snooze_handoff", {}, "handoff_snoozed"),
        ("requeue", "transfer_handoff", {"to_queue": "returns"}, "handoff_transferred"),
    ],
)
def test_buttons_do_what_the_api_does(
    client: TestClient,
    doubles: Doubles,
    *,
    action: str,
    call: str,
    says: dict[str, Any],
    recorded: str,
) -> None:
    """
    Under the name of the person who is linked, who is in the audit log too.
    """
    press(client, ANN, action)

    [(name, (*_, asked))] = doubles.conversations.calls
    assert (name, asked.agent.name) == (call, "Ann")
    assert says.items() <= asked.model_dump().items()
    [entry] = asyncio.run(doubles.audit.after("acme"))
    assert (entry.actor, entry.role, entry.action) == ("Ann", "agent", recorded)
    assert entry.subject == "h-1"
    assert json.loads(entry.detail)["from"] == "Slack"


def test_snoozing_lasts_an_hour(client: TestClient, doubles: Doubles) -> None:
    press(client, ANN, "snooze")

    [(_, (*_, asked))] = doubles.conversations.calls
    assert abs(asked.until - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)


def test_what_is_offered_to_somebody_is_not_taken_from_them(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    By a button as little as by the API; the reason names them.
    """
    [handoff] = doubles.handoffs.handoffs
    doubles.handoffs.handoffs = [handoff.model_copy(update={"offered_to": "Bob"})]

    press(client, ANN)

    assert doubles.conversations.calls == []
    assert whispers.told[0]["text"] == "This handoff is offered to Bob."


def test_the_loser_is_told_who_has_it(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    Alone, where they have pressed.
    """
    doubles.conversations.failure = Conflict("Ann has taken over already")

    assert press(client, BOB) == 200

    assert whispers.told == [
        {"channel": ROOM, "user": BOB, "thread": CARD, "text": "Ann has taken over already"}
    ]


def test_refusals_are_german_where_the_desk_is(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """Each by its reason; what has none says so in general."""
    place = MessengerDesk(account=TEAM, channel=ROOM, language="de")
    doubles.bots.put(a_bot(desk=DeskSettings(slack=place)))
    press(client, EVE)
    doubles.conversations.failure = Conflict("already").because("taken", "Kim")
    press(client, BOB)
    doubles.conversations.failure = Conflict("unlike all others")
    press(client, BOB)

    unlinked, taken, other = (told["text"] for told in whispers.told)
    assert unlinked.startswith("Duralogue weiß noch nicht, wer Sie sind")
    assert taken == "Kim führt dieses Gespräch."
    assert other == "Das geht nicht mehr: Inzwischen hat sich etwas geändert."


def test_whoever_is_not_linked_does_nothing(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    They are told how that is mended, and nobody else is.
    """
    stands(doubles, HandoffStatus.CLAIMED, "Ann")
    press(client, EVE)
    write(client, EVE, "Hello?")

    assert doubles.conversations.calls == []
    assert [told["user"] for told in whispers.told] == [EVE, EVE]
    assert "duralogue staff slack" in whispers.told[0]["text"]


async def test_the_owners_words_reach_the_customer_once(
    client: TestClient, doubles: Doubles
) -> None:
    """
    A call that comes again has the same id; what others write there is a note.
    """
    stands(doubles, HandoffStatus.CLAIMED, "Ann")
    for _ in range(2):
        write(client, ANN, "I am looking into it.")
    write(client, BOB, "She is right.", ts="1795953701.000100")

    sent = [what[-1] for name, what in doubles.conversations.calls if name == "send_agent_message"]
    assert {(one.text, one.agent.name) for one in sent} == {("I am looking into it.", "Ann")}
    assert len({one.message_id for one in sent}) == 1
    assert sent[0].message_id.startswith("desk-")
    notes = await doubles.desk_tools.notes.listed("acme", "web-1")
    assert [(note.agent, note.text) for note in notes] == [("Bob", "She is right.")]
    recorded = {(each.actor, each.action) for each in await doubles.audit.after("acme")}
    assert recorded == {("Ann", "customer_written_to"), ("Bob", "note_written")}


def test_nothing_said_there_is_a_customers(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    Not outside threads, not where the bot is named, not by bots; edits are not carried.
    """
    write(client, ANN, "<@U0LAN0Z89> hello", thread_ts=None, parent_user_id=None)
    write(client, ANN, "Elsewhere", thread_ts="1795953000.000100")
    write(client, ANN, "beep", bot_id="B0123ABC")
    edited = {"user": ANN, "text": "new", "ts": CARD, "edited": {"ts": "1795953800.1"}}
    write(
        client,
        ANN,
        "new",
        subtype="message_changed",
        message=edited,
        previous_message={**edited, "text": "old"},
    )

    names = [name for name, _ in doubles.conversations.calls]
    assert "deliver" not in names
    assert "send_agent_message" not in names
    assert whispers.told == []


def test_other_queues_are_not_theirs(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    profile = AgentProfile(agent="Ann", queues=("support",))
    asyncio.run(doubles.roster.write_profile("acme", profile))

    press(client, ANN)

    assert doubles.conversations.calls == []
    assert "queue" in whispers.told[0]["text"]


def test_a_call_comes_again_where_it_could_not_be_done(
    client: TestClient, doubles: Doubles
) -> None:
    doubles.conversations.failure = DependencyUnavailable("down")

    assert press(client, ANN) == 503


def test_a_card_of_nobodys_does_nothing(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    The thread says which handoff it is, not what the button claims.
    """
    press(client, ANN, "explode")
    press(client, ANN, handoff="h-1 or another")
    press(client, ANN, handoff="h-9")

    [(_, (*_, claim))] = doubles.conversations.calls
    assert claim.handoff_id == "h-1"
    assert whispers.told == []
