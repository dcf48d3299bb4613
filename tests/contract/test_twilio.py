"""Twilio's SDK, with the calls that our sender makes, and our double: both as Twilio describes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from provider_doubles.serving import running_double
from provider_doubles.twilio import TwilioSettings, create_twilio_double
from tests.contract.conftest import TWILIO_SPEC
from tests.contract.schemas import errors_of, fields_of
from tests.integration.provider_doubles.test_twilio import ToTheDouble

SETTINGS = TwilioSettings()
SENT: dict[str, Any] = {
    "to": "+15550111111",
    "from_": SETTINGS.numbers[0],
    "body": "Hello",
    "status_callback": "https://bots.example/status?delivery=1",
    "validity_period": 600,
    "content_retention": "discard",
    "address_retention": "obfuscate",
    "smart_encoded": True,
}
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
MESSAGE = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"


def client_of(url: str) -> Client:
    return Client(SETTINGS.account_sid, SETTINGS.auth_token, http_client=ToTheDouble(url))


@pytest.fixture
async def double() -> AsyncIterator[str]:
    async with running_double(create_twilio_double()) as url:
        yield url


async def test_prism_takes_what_the_sdk_sends(twilio_prism: str) -> None:
    messages = client_of(twilio_prism).messages
    sent = await asyncio.to_thread(messages.create, **SENT)
    assert sent.sid
    found = await asyncio.to_thread(messages.list, to=SENT["to"], limit=1)
    assert found
    fetched = await asyncio.to_thread(messages("SM" + "0" * 32).fetch)
    assert fetched.sid


async def test_prism_refuses_what_is_not_described(twilio_prism: str) -> None:
    """
    Else the test above could not fail.
    """
    with pytest.raises(TwilioRestException):
        await asyncio.to_thread(
            client_of(twilio_prism).messages.create, to=SENT["to"], validity_period="soon"
        )


async def test_our_double_answers_as_described(double: str, specs: Path) -> None:
    await asyncio.to_thread(client_of(double).messages.create, **SENT)
    root = f"{double}/2010-04-01/Accounts/{SETTINGS.account_sid}"
    form = {"To": SENT["to"], "From": SENT["from_"], "Body": "Hello"}
    auth = (SETTINGS.account_sid, SETTINGS.auth_token)
    file = specs / TWILIO_SPEC
    async with httpx.AsyncClient(auth=auth, timeout=60) as client:
        made = (await client.post(f"{root}/Messages.json", data=form)).json()
        assert errors_of(file, MESSAGES, "post", "201", made) == []
        listed = (await client.get(f"{root}/Messages.json")).json()
        assert errors_of(file, MESSAGES, "get", "200", listed) == []
        fetched = (await client.get(f"{root}/Messages/{made['sid']}.json")).json()
        assert errors_of(file, MESSAGE, "get", "200", fetched) == []
    assert set(made) == fields_of(file, "api.v2010.account.message")
