"""Text messages through Twilio's own library: what goes out, and what each answer means."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from channels.sms.connection import new_connection
from channels.sms.segments import segments
from domain.deliveries import Sent
from domain.errors import DependencyUnavailable, OutcomeUnknown, UndeliverableMessage
from domain.message_links import linked_message
from domain.messages import Role
from tests.integration.channels.sms.conftest import KEY, NUMBER, OURS, Desk, a_delivery
from tests.integration.channels.sms.twilio import ACCOUNT_SID, TOKEN

WHATSAPP = f"whatsapp:{NUMBER}"
LONG = " ".join(f"word{number}" for number in range(900))


async def test_a_reply_goes_out_as_one_message(desk: Desk) -> None:
    row = a_delivery("On its way. Which one?", quick_replies=("The blue one", "The red one"))
    sent = await desk.sender.send(row)

    assert desk.twilio.bodies == ["On its way. Which one?\n\n1. The blue one\n2. The red one"]
    assert sent == Sent(provider_message_id=desk.twilio.got[0]["sid"])
    assert desk.twilio.forms == [
        {
            "To": NUMBER,
            "From": OURS,
            "Body": desk.twilio.bodies[0],
            "ValidityPeriod": "1800",
            "StatusCallback": "https://bot.example/v1/tenants/acme/channels/sms/support/status"
            f"?delivery={row.delivery_id}",
        }
    ]


async def test_the_kind_of_message_says_how_long_it_is_worth_sending(desk: Desk) -> None:
    for role, text in ((Role.BOT, "Done."), (Role.HUMAN_AGENT, "Hi?"), (Role.SYSTEM, "Moment")):
        await desk.sender.send(a_delivery(text, role=role))

    assert [form["ValidityPeriod"] for form in desk.twilio.forms] == ["7200", "14400", "300"]


async def test_what_the_tenant_wants_forgotten_is(desk: Desk) -> None:
    await desk.set(discard_content=True, obfuscate_addresses=True)
    await desk.sender.send(a_delivery("Hello"))

    form = desk.twilio.forms[0]
    assert (form["ContentRetention"], form["AddressRetention"]) == ("discard", "obfuscate")


async def test_a_messaging_service_chooses_its_number(desk: Desk) -> None:
    service = new_connection(
        "support",
        messaging_service="MG" + "2" * 32,
        account_sid=ACCOUNT_SID,
        auth_token=TOKEN,
        api_url=desk.twilio.url,
        public_url="https://sms.acme.example",
    )
    await desk.connections.connect("acme", service)
    await desk.sender.send(a_delivery("Hello"))

    form = desk.twilio.forms[0]
    assert form["MessagingServiceSid"] == "MG" + "2" * 32
    assert "From" not in form
    assert form["StatusCallback"].startswith("https://sms.acme.example/v1/tenants/acme/")


async def test_a_long_reply_is_divided_and_then_linked(desk: Desk) -> None:
    """Four messages of three segments, the last of which leads to the whole text."""
    row = a_delivery(LONG, seq=7)
    await desk.sender.send(row)

    assert [body[:6] for body in desk.twilio.bodies] == ["(1/4) ", "(2/4) ", "(3/4) ", "(4/4) "]
    assert all(segments(body) <= 3 for body in desk.twilio.bodies)
    link = desk.twilio.bodies[-1].split()[-1]
    assert link.startswith("https://bot.example/m/acme/")
    token = link.rpartition("/")[2]
    now = datetime.now(UTC)
    assert linked_message("acme", token, now=now, key=KEY) == (row.conversation_id, 7)


async def test_choices_stay_where_the_rest_does_not_fit(desk: Desk) -> None:
    await desk.sender.send(a_delivery(LONG, quick_replies=("Yes, please", "No")))

    assert "1. Yes, please" in " ".join(desk.twilio.bodies)


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ("429", DependencyUnavailable, "too many requests"),
        ("500", OutcomeUnknown, "500"),
        ("500 after", OutcomeUnknown, "500"),
        ("reset", OutcomeUnknown, "no answer"),
        ("21211", UndeliverableMessage, "the recipient's number is not valid"),
        ("20003", DependencyUnavailable, "credentials"),
        ("29999", UndeliverableMessage, "error 29999"),
    ],
)
async def test_each_answer_has_its_meaning(
    desk: Desk, fault: str, error: type[Exception], words: str
) -> None:
    desk.twilio.faults.append(fault)
    with pytest.raises(error, match=words) as raised:
        await desk.sender.send(a_delivery("Hello"))

    assert len(desk.twilio.forms) == 1  # the library tries nothing again
    assert isinstance(raised.value, OutcomeUnknown) is (error is OutcomeUnknown)
    if fault == "429":
        assert isinstance(raised.value, DependencyUnavailable)
        assert raised.value.retry_after == timedelta(seconds=7)


async def test_where_nobody_listens_surely_nothing_went_out(desk: Desk) -> None:
    dead = new_connection(
        "support",
        number=OURS,
        account_sid=ACCOUNT_SID,
        auth_token=TOKEN,
        api_url="http://127.0.0.1:1",
    )
    await desk.connections.connect("acme", dead)
    with pytest.raises(DependencyUnavailable) as raised:
        await desk.sender.send(a_delivery("Hello"))
    assert not isinstance(raised.value, OutcomeUnknown)


async def test_who_has_sent_stop_to_twilio_is_remembered(desk: Desk) -> None:
    """On each of the tenant's numbers."""
    desk.wrote(datetime.now(UTC))
    desk.twilio.faults.append("21610")
    with pytest.raises(UndeliverableMessage, match="STOP"):
        await desk.sender.send(a_delivery("Hello"))

    [changes] = desk.database.consents.values()
    assert [one.is_opted_out for one in changes] == [True]


async def test_a_start_that_comes_while_twilio_refuses_holds(desk: Desk) -> None:
    """The refusal is as old as the question."""
    desk.wrote(datetime.now(UTC))
    asked = datetime.now(UTC)
    moments = iter([asked] * 2)
    desk.sender._clock = lambda: next(moments, asked + timedelta(minutes=1))
    desk.twilio.faults.append("21610")
    with pytest.raises(UndeliverableMessage):
        await desk.sender.send(a_delivery("Hello"))

    [[change]] = desk.database.consents.values()
    assert change.at == asked


@pytest.mark.parametrize("recipient", ["", "support"])
async def test_without_a_number_or_a_connection_it_cannot_be_sent(
    desk: Desk, recipient: str
) -> None:
    row = a_delivery("Hello")
    if recipient:
        row = row.model_copy(
            update={"address": row.address and row.address.model_copy(update={"account": "gone"})}
        )
    else:
        row = row.model_copy(update={"address": None})
    with pytest.raises(UndeliverableMessage):
        await desk.sender.send(row)
    assert desk.twilio.forms == []


async def test_on_whatsapp_a_long_reply_takes_fewer_messages(desk: Desk) -> None:
    desk.wrote(datetime.now(UTC), WHATSAPP)
    await desk.sender.send(a_delivery(LONG[:3_000], recipient=WHATSAPP))

    assert [form["To"] for form in desk.twilio.forms] == [WHATSAPP] * 2
    assert all(len(body) <= 1_600 for body in desk.twilio.bodies)


async def test_after_24_hours_free_text_is_refused_before_anybody_is_called(desk: Desk) -> None:
    desk.wrote(datetime.now(UTC) - timedelta(hours=24, seconds=1), WHATSAPP)
    with pytest.raises(UndeliverableMessage, match="24 hours"):
        await desk.sender.send(a_delivery("Still there?", recipient=WHATSAPP))
    assert desk.twilio.forms == []

    desk.wrote(datetime.now(UTC) - timedelta(hours=23, minutes=59), WHATSAPP)
    await desk.sender.send(a_delivery("Still there?", recipient=WHATSAPP))
    assert desk.twilio.bodies == ["Still there?"]


async def test_then_the_tenants_template_goes_out_in_its_place(desk: Desk) -> None:
    template = {"content_sid": "HX" + "a" * 32, "variables": {"1": "Acme", "2": "{text}"}}
    await desk.set(whatsapp_template=template)
    desk.wrote(datetime.now(UTC) - timedelta(days=2), WHATSAPP)
    await desk.sender.send(a_delivery("Your parcel\nis here.", recipient=WHATSAPP))

    form = desk.twilio.forms[0]
    assert form["ContentSid"] == "HX" + "a" * 32
    assert json.loads(form["ContentVariables"]) == {"1": "Acme", "2": "Your parcel is here."}
    assert "Body" not in form


async def test_sms_has_no_such_window(desk: Desk) -> None:
    desk.wrote(datetime.now(UTC) - timedelta(days=30))
    await desk.sender.send(a_delivery("Still there?"))
    assert desk.twilio.bodies == ["Still there?"]


async def test_of_many_sends_only_some_are_made_at_once(desk: Desk) -> None:
    """Who would have to wait too long surely has sent nothing, and comes again."""
    desk.twilio.takes_s = 0.3
    rows = [a_delivery(f"Hello {number}", seq=number) for number in range(60)]
    ended = await asyncio.gather(*map(desk.sender.send, rows), return_exceptions=True)

    assert desk.twilio.most_at_once <= 10
    busy = [one for one in ended if isinstance(one, DependencyUnavailable)]
    assert busy
    assert not any(isinstance(one, OutcomeUnknown) for one in busy)
    assert len(busy) + len(desk.twilio.got) == 60


def test_twilios_library_is_not_imported_before_something_is_sent() -> None:
    """The gateway starts within a second; importing it takes most of one."""
    code = "import sys, duralogue.wiring.channels; sys.exit('twilio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
