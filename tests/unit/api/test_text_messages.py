"""Calls of Twilio's at the gateway: signed over the public address, answered with empty TwiML."""

from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from twilio.request_validator import RequestValidator

from channels.sms.connection import new_connection
from channels.sms.receiver import SmsReceiver
from domain.channel_addresses import Channel, person_key_of
from tests.unit.api.doubles import Doubles, running_gateway

TOKEN = "0123456789abcdef0123456789abcdef"
PATH = "/v1/tenants/acme/channels/sms/support/messages"
PUBLIC = "https://bots.example"
HELLO = {
    "MessageSid": "SM" + "1" * 32,
    "From": "+4915112345678",
    "To": "+4930901820",
    "Body": "Wo ist meine Bestellung?",
    "NumMedia": "0",
}


@pytest.fixture
async def client(doubles: Doubles) -> Any:
    made = new_connection(
        "support", account_sid="AC" + "1" * 32, auth_token=TOKEN, number="+4930901820"
    )
    await doubles.connections.connect("acme", made)
    doubles.receivers[Channel.SMS] = SmsReceiver()
    with _running(doubles) as running:
        yield running


def _running(doubles: Doubles) -> Any:
    return running_gateway(doubles, public_url=f"{PUBLIC}/")


def post(
    client: TestClient, fields: dict[str, str], *, base: str = PUBLIC, token: str = TOKEN
) -> Any:
    signature = RequestValidator(token).compute_signature(base + PATH, fields)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": signature,
    }
    return client.post(PATH, content=urlencode(fields), headers=headers)


def test_a_message_is_kept_and_answered_with_nothing_to_say(
    client: TestClient, doubles: Doubles
) -> None:
    answer = post(client, HELLO)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/xml")
    assert answer.text.endswith("<Response/>")
    [message] = doubles.conversations.delivered
    assert (message.text, message.channel) == (HELLO["Body"], Channel.SMS)
    assert message.person == person_key_of("acme", "phone", HELLO["From"], bytes(range(32)))


def test_a_stop_is_kept_and_heard_by_nobody(client: TestClient, doubles: Doubles) -> None:
    assert post(client, HELLO | {"Body": "Stopp"}).status_code == 200

    assert doubles.conversations.delivered == []
    [changes] = doubles.people._database.consents.values()
    assert [one.is_opted_out for one in changes] == [True]


def test_a_stop_is_kept_however_much_somebody_writes(client: TestClient, doubles: Doubles) -> None:
    """No limit may lose one."""
    doubles.rate_limiter.used_up = "acme"

    assert post(client, HELLO | {"Body": "STOP"}).status_code == 200
    assert len(doubles.people._database.consents) == 1


@pytest.mark.parametrize(("base", "token"), [("http://testserver", TOKEN), (PUBLIC, "f" * 32)])
def test_what_is_signed_for_another_address_or_by_another_is_refused(
    client: TestClient, doubles: Doubles, base: str, token: str
) -> None:
    answer = post(client, HELLO, base=base, token=token)

    assert answer.status_code == 401
    assert doubles.conversations.delivered == []


def test_a_closed_channel_is_not_there(client: TestClient, doubles: Doubles) -> None:
    assert client.post(PATH.replace("messages", "elsewhere"), content=b"a=b").status_code == 415
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    gone = client.post(PATH.replace("messages", "elsewhere"), content=b"a=b", headers=form)
    assert gone.status_code == 404


def test_an_address_with_many_parameters_is_read(client: TestClient, doubles: Doubles) -> None:
    """Signed by the account: whoever has set it up has put them there."""
    query = "?" + "&".join(f"a{n}={n}" for n in range(200)) + "&delivery=c-1%2Fbot%2Fs1t1.0.0"
    path = PATH.replace("/messages", "/status") + query
    fields = {"MessageSid": HELLO["MessageSid"], "MessageStatus": "sent"}
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, fields)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature,
    }

    assert client.post(path, content=urlencode(fields), headers=headers).status_code == 200
