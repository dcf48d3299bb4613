"""Buttons of Slack's cards: under the rules of the desk, and told why not."""

import asyncio
from datetime import UTC, datetime, timedelta

from fastapi.testclient import TestClient

from domain.desk.settings import DeskSettings, Disposition, MessengerDesk
from tests.unit.api.doubles import Doubles, a_bot
from tests.unit.api.test_desk_messenger import ANN, ROOM, TEAM, Whispers, press
from tests.unit.api.test_desk_messenger import client as client  # noqa: PLC0414 - the fixture
from tests.unit.api.test_desk_messenger import doubles as doubles  # noqa: PLC0414 - the fixture
from tests.unit.api.test_desk_messenger import whispers as whispers  # noqa: PLC0414 - the fixture


def test_snoozing_lasts_an_hour(client: TestClient, doubles: Doubles) -> None:
    press(client, ANN, "snooze")

    [(_, (*_, asked))] = doubles.conversations.calls
    assert abs(asked.until - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)


def test_what_a_button_cannot_say_is_asked_for_at_the_desk(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    A tenant that wants to know how each ended is not told "resolved" for want of a form.
    """
    known = {"refunded": Disposition(label="Refunded")}
    place = MessengerDesk(account=TEAM, channel=ROOM)
    desk = DeskSettings(slack=place, dispositions=known, disposition_required=True)
    doubles.bots.put(a_bot(desk=desk))

    press(client, ANN, "resolve")

    assert doubles.conversations.calls == []
    assert "at the desk itself" in whispers.told[0]["text"]
    assert asyncio.run(doubles.audit.after("acme")) == []


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
