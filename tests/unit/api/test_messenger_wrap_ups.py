"""The end of a talk, asked for in Slack where the tenant wants to know how it ended."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from channels.slack.desk_forms import wrap_up_modal
from domain.desk.messenger import WrapUpQuestion
from domain.desk.settings import DeskSettings, Disposition, MessengerDesk
from domain.errors import Conflict
from domain.handoffs import HandoffKind, HandoffStatus
from domain.staff import StaffRole
from tests.unit.api.desk_in_slack import (
    ANN,
    BOB,
    CARD,
    EVE,
    ROOM,
    TEAM,
    Whispers,
    desk_in_slack,
    link,
    press,
    stands,
    submit,
)
from tests.unit.api.doubles import Doubles, a_bot, running_gateway

KNOWN = {
    "refunded": Disposition(label="Refunded"),
    "other": Disposition(label="Something else", note_required=True),
}
REFUNDED = {"selected_option": {"value": "refunded"}}
OTHER = {"selected_option": {"value": "other"}}


@pytest.fixture
def whispers() -> Whispers:
    return Whispers()


@pytest.fixture
async def doubles(whispers: Whispers) -> Doubles:
    doubles = await desk_in_slack(whispers)
    _asks(doubles, dispositions=KNOWN, disposition_required=True)
    stands(doubles, HandoffStatus.CLAIMED, "Ann")
    return doubles


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles) as client:
        yield client


def _asks(doubles: Doubles, **desk: Any) -> None:
    place = MessengerDesk(account=TEAM, channel=ROOM)
    doubles.bots.put(a_bot(desk=DeskSettings(slack=place, **desk)))


def _opened(whispers: Whispers) -> dict[str, Any]:
    """The view that Slack is asked to open."""
    [asked] = whispers.asked
    assert asked["trigger_id"] == "1.2.abc"
    return wrap_up_modal(WrapUpQuestion.model_validate_json(asked["question"]))


def _errors(response: Any) -> dict[str, str]:
    assert response.status_code == 200
    said = response.json() if response.text else {}
    if said:
        assert said["response_action"] == "errors"
    found: dict[str, str] = said.get("errors", {})
    return found


@pytest.mark.parametrize(
    ("action", "recorded"),
    [("resolve", "conversation_resolved"), ("return", "returned_to_bot")],
)
def test_a_form_is_opened_and_ends_the_talk(
    client: TestClient,
    doubles: Doubles,
    whispers: Whispers,
    action: str,
    recorded: str,
) -> None:
    """
    Nothing is done before it is sent; then what the desk's API does, under the same name.
    """
    assert press(client, ANN, action) == 200
    view = _opened(whispers)
    options = view["blocks"][0]["element"]["options"]
    assert [each["text"]["text"] for each in options] == ["Refunded", "Something else"]
    assert view["blocks"][1]["hint"]["text"] == "Required for: Something else"
    assert doubles.conversations.calls == []

    sent = submit(client, ANN, view, disposition=REFUNDED, note={"value": "By card"})

    assert _errors(sent) == {}
    [(name, (*_, asked))] = doubles.conversations.calls
    assert (name, asked.agent.name, asked.is_resolved) == (
        "return_to_bot",
        "Ann",
        action == "resolve",
    )
    assert (asked.disposition, asked.note) == ("refunded", "By card")
    [entry] = asyncio.run(doubles.audit.after("acme"))
    assert (entry.actor, entry.action, entry.subject) == ("Ann", recorded, "h-1")
    detail = json.loads(entry.detail)
    assert (detail["from"], detail["disposition"]) == ("Slack", "refunded")


def test_what_is_missing_is_said_beside_its_field(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    By the desk's own rules; the form stays open.
    """
    press(client, ANN, "resolve")
    view = _opened(whispers)

    nothing = submit(client, ANN, view, disposition={"selected_option": None})
    no_note = submit(client, ANN, view, disposition=OTHER, note={"value": "  "})
    unknown = submit(client, ANN, view, disposition={"selected_option": {"value": "gone"}})

    assert _errors(nothing) == {"disposition": "One of: refunded, other."}
    assert _errors(no_note) == {"note": "Must not be empty for other."}
    assert set(_errors(unknown)) == {"disposition"}
    assert doubles.conversations.calls == []
    assert asyncio.run(doubles.audit.after("acme")) == []


def test_sent_twice_it_ends_once(client: TestClient, doubles: Doubles, whispers: Whispers) -> None:
    """
    Slack shows an error where our answer took longer than three seconds, and people press again.
    """
    press(client, ANN, "resolve")
    view = _opened(whispers)
    submit(client, ANN, view, disposition=REFUNDED)
    stands(doubles, HandoffStatus.RESOLVED, "Ann")

    again = submit(client, ANN, view, disposition=REFUNDED)

    assert _errors(again) == {}
    assert len(doubles.conversations.calls) == 1
    assert len(asyncio.run(doubles.audit.after("acme"))) == 1


def test_what_somebody_else_did_meanwhile_is_said_in_the_form(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    press(client, ANN, "resolve")
    view = _opened(whispers)
    stands(doubles, HandoffStatus.RESOLVED, "Bob")
    over = submit(client, ANN, view, disposition=REFUNDED)
    stands(doubles, HandoffStatus.CLAIMED, "Ann")
    doubles.conversations.failure = Conflict("Bob has taken over already")
    taken = submit(client, ANN, view, disposition=REFUNDED)

    assert "Bob has resolved" in _errors(over)["disposition"]
    assert _errors(taken) == {"disposition": "Bob has taken over already"}
    assert asyncio.run(doubles.audit.after("acme")) == []


def test_nobody_fills_in_a_form_in_vain(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    Whoever may not end it is told at once, and so is whoever is not linked; supervisors may.
    """
    press(client, BOB, "resolve")
    press(client, EVE, "resolve")
    stands(doubles, HandoffStatus.RETURNED, "Ann")
    press(client, ANN, "resolve")

    assert whispers.asked == []
    told = [each["text"] for each in whispers.told]
    assert told[0] == "Ann has this conversation."
    assert "duralogue staff slack" in told[1]
    assert "given this conversation back" in told[2]
    stands(doubles, HandoffStatus.CLAIMED, "Ann")
    doubles.staff.keep("eve-token", "acme", "Eve", StaffRole.SUPERVISOR)
    asyncio.run(link(doubles, EVE, "Eve"))
    press(client, EVE, "resolve")
    assert len(whispers.asked) == 1


def test_a_form_of_somebody_who_is_not_linked_does_nothing(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    Nor does one that says it was opened elsewhere, or is none of ours.
    """
    press(client, ANN, "resolve")
    view = _opened(whispers)
    elsewhere = json.loads(view["private_metadata"]) | {"channel": "C0ELSE123"}

    stranger = submit(client, EVE, view, disposition=REFUNDED)
    moved = {**view, "private_metadata": json.dumps(elsewhere)}
    stray = submit(client, ANN, moved, disposition=REFUNDED)
    broken = submit(client, ANN, {**view, "private_metadata": "{}"}, disposition=REFUNDED)

    assert "duralogue staff slack" in _errors(stranger)["disposition"]
    assert "not in this channel" in _errors(stray)["disposition"]
    assert broken.status_code == 422
    assert doubles.conversations.calls == []


def test_a_desk_that_has_left_the_channel_says_so(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    A form that closes looks as if the talk had ended; the settings may change while it is open.
    """
    press(client, ANN, "resolve")
    view = _opened(whispers)
    doubles.bots.put(a_bot())

    with running_gateway(doubles) as another:
        sent = submit(another, ANN, view, disposition=REFUNDED)

    assert "not in this channel" in _errors(sent)["disposition"]
    assert doubles.conversations.calls == []


def test_where_any_words_are_an_outcome_they_are_written(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    _asks(doubles, disposition_required=True)
    press(client, ANN, "resolve")
    view = _opened(whispers)
    assert view["blocks"][0]["element"]["type"] == "plain_text_input"

    empty = submit(client, ANN, view, disposition={"value": None})
    submit(client, ANN, view, disposition={"value": " sorted out "})

    assert _errors(empty) == {"disposition": "Must not be empty."}
    [(_, (*_, asked))] = doubles.conversations.calls
    assert asked.disposition == "sorted out"


def test_a_note_that_the_usual_end_requires_is_asked_for(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    """
    Also where no disposition is required.
    """
    _asks(doubles, dispositions={"resolved": Disposition(label="Done", note_required=True)})

    press(client, ANN, "resolve")

    assert _opened(whispers)["blocks"][0]["optional"] is True
    assert doubles.conversations.calls == []


def test_where_nothing_is_required_the_button_is_enough(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    _asks(doubles, dispositions={"resolved": Disposition(label="Done"), **KNOWN})

    press(client, ANN, "resolve")

    assert whispers.asked == []
    [(_, (*_, asked))] = doubles.conversations.calls
    assert asked.disposition == "resolved"


def test_a_call_back_may_have_reached_nobody(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    [handoff] = doubles.handoffs.handoffs
    changed = {"kind": HandoffKind.CALL_BACK, "contact": "+491701234567"}
    doubles.handoffs.handoffs = [handoff.model_copy(update=changed)]
    press(client, ANN, "return")

    options = _opened(whispers)["blocks"][0]["element"]["options"]

    assert options[-1]["value"] == "not_reached"


def test_without_a_trigger_the_desk_is_named(
    client: TestClient, doubles: Doubles, whispers: Whispers
) -> None:
    press(client, ANN, "resolve", trigger=None)

    assert "at the desk itself" in whispers.told[0]["text"]
    assert (whispers.told[0]["thread"], doubles.conversations.calls) == (CARD, [])
