"""The double of Twilio, called with Twilio's own SDK, and the calls that it makes."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from starlette.responses import Response
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from provider_doubles.serving import running_double
from provider_doubles.twilio import TwilioSettings, create_twilio_double
from tests.integration.provider_doubles.app_server import AppServer, Called, running_app
from tests.support import plain_http

SETTINGS = TwilioSettings()
OURS, PERSON = "+15550100000", "+15550111111"
TEMPLATE = next(iter(SETTINGS.contents))


class ToTheDouble(TwilioHttpClient):  # type: ignore[misc]  # the SDK has no types
    """Sends what the SDK sends to another host."""

    def __init__(self, url: str) -> None:
        super().__init__(timeout=5, max_retries=0)
        self._url = url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        url = url.replace("https://api.twilio.com", self._url)
        return super().request(method, url, *args, **kwargs)


@pytest.fixture
async def app() -> AsyncIterator[AppServer]:
    async with running_app() as served:
        yield served


@pytest.fixture
async def people(app: AppServer) -> AsyncIterator[httpx.AsyncClient]:
    settings = TwilioSettings(request_url=f"{app.url}/messages", step_s=0.02)
    async with (
        running_double(create_twilio_double(settings)) as url,
        plain_http(base_url=url, timeout=60) as client,
    ):
        yield client


@pytest.fixture
def create(people: httpx.AsyncClient) -> Callable[..., Any]:
    messages = client_of(people).messages

    async def post(**fields: Any) -> Any:
        return await asyncio.to_thread(messages.create, **{"to": PERSON, "from_": OURS, **fields})

    return post


def client_of(people: httpx.AsyncClient, token: str = SETTINGS.auth_token) -> Client:
    url = str(people.base_url).rstrip("/")
    return Client(SETTINGS.account_sid, token, http_client=ToTheDouble(url))


async def code_of(call: Any) -> int:
    with pytest.raises(TwilioRestException) as refused:
        await call
    return int(refused.value.code)


def fields_of(called: Called) -> dict[str, str]:
    return dict(parse_qsl(called.body.decode(), keep_blank_values=True))


async def test_a_message_is_taken_listed_and_fetched(
    people: httpx.AsyncClient, create: Callable[..., Any]
) -> None:
    sent = await create(body="Hello")
    assert (sent.status, sent.direction, sent.num_segments) == ("queued", "outbound-api", "1")
    client = client_of(people)
    since = datetime.now(UTC) - timedelta(minutes=1)
    found = await asyncio.to_thread(
        client.messages.list, to=PERSON, from_=OURS, date_sent_after=since
    )
    assert [each.sid for each in found] == [sent.sid]
    later = datetime.now(UTC) + timedelta(days=1)
    assert await asyncio.to_thread(client.messages.list, to=PERSON, date_sent_after=later) == []
    fetched = await asyncio.to_thread(client.messages(sent.sid).fetch)
    assert fetched.body == "Hello"


async def test_pages_of_a_list(people: httpx.AsyncClient, create: Callable[..., Any]) -> None:
    for number in range(5):
        await create(body=str(number))
    found = await asyncio.to_thread(client_of(people).messages.list, page_size=2)
    assert [each.body for each in found] == ["4", "3", "2", "1", "0"]


async def test_what_twilio_refuses(people: httpx.AsyncClient, create: Callable[..., Any]) -> None:
    assert await code_of(create(body="x", to="12")) == 21211
    assert await code_of(create(body="x", from_="+15550999999")) == 21606
    assert await code_of(create(body="x" * 1_601)) == 21617
    assert await code_of(create()) == 21619
    assert await code_of(create(content_sid="HX0")) == 21655
    assert await code_of(create(body="x", messaging_service_sid="MG0")) == 21701
    stranger = client_of(people, token="wrong").messages
    assert await code_of(asyncio.to_thread(stranger("SM0").fetch)) == 20003
    with pytest.raises(TwilioException, match="Authenticate"):  # a list says less
        await asyncio.to_thread(stranger.list)


async def test_too_many_calls(people: httpx.AsyncClient, create: Callable[..., Any]) -> None:
    fault = {"kind": "rate_limited", "method": "messages.create", "next": 1}
    await people.put("/_double/faults", json={"faults": [fault]})
    assert await code_of(create(body="x")) == 20429


async def test_status_callbacks_are_signed_and_come_in_order(
    app: AppServer, create: Callable[..., Any]
) -> None:
    callback = f"{app.url}/status?x=1"
    sent = await create(body="Hello", status_callback=callback)
    calls = await app.wait_for(3)
    assert [fields_of(each)["MessageStatus"] for each in calls] == ["queued", "sent", "delivered"]
    validator = RequestValidator(SETTINGS.auth_token)
    for called in calls:
        assert fields_of(called)["MessageSid"] == sent.sid
        signature = called.headers["x-twilio-signature"]
        assert validator.validate(callback, fields_of(called), signature)
        assert not validator.validate(f"{app.url}/status", fields_of(called), signature)


async def test_status_callbacks_may_overtake_each_other(
    app: AppServer, people: httpx.AsyncClient, create: Callable[..., Any]
) -> None:
    await people.put("/_double/network", json={"jitter_s": 0.2, "duplicates": 1})
    for number in range(4):
        await create(body=str(number), status_callback=f"{app.url}/status")
    told = [fields_of(each)["MessageStatus"] for each in await app.wait_for(24)]
    assert sorted(told) == sorted(["queued", "sent", "delivered"] * 8)
    assert told != sorted(told, key=["queued", "sent", "delivered"].index)


async def test_what_people_write_is_signed_and_may_hold_media(
    app: AppServer, people: httpx.AsyncClient
) -> None:
    photo = {"content_type": "image/png", "content": base64.b64encode(b"photo").decode()}
    await people.post("/_double/write", json={"body": "Look: ä", "media": [photo]})
    called = app.calls[0]
    fields = fields_of(called)
    assert (fields["From"], fields["To"], fields["NumMedia"]) == (PERSON, OURS, "1")
    validator = RequestValidator(SETTINGS.auth_token)
    signature = called.headers["x-twilio-signature"]
    assert validator.validate(f"{app.url}/messages", fields, signature)
    auth = (SETTINGS.account_sid, SETTINGS.auth_token)
    assert (await people.get(fields["MediaUrl0"], auth=auth)).content == b"photo"
    assert (await people.get(fields["MediaUrl0"])).status_code == 401


async def test_stop_holds_until_start(
    app: AppServer, people: httpx.AsyncClient, create: Callable[..., Any]
) -> None:
    await people.put("/_double/settings", json={"advanced_opt_out": True})
    await people.post("/_double/write", json={"body": " stop "})
    assert fields_of(app.calls[0])["OptOutType"] == "STOP"
    assert await code_of(create(body="Hello")) == 21610
    await people.post("/_double/write", json={"body": "START"})
    assert (await create(body="Hello")).status == "queued"
    shown = (await people.get("/_double/seen", params={"person": PERSON})).json()["messages"]
    assert [each["direction"] for each in shown if each["by_twilio"]] == ["outbound-reply"] * 2


async def test_free_text_on_whatsapp_needs_an_open_window(
    people: httpx.AsyncClient, app: AppServer, create: Callable[..., Any]
) -> None:
    ends = {"to": f"whatsapp:{PERSON}", "from_": f"whatsapp:{OURS}"}
    callback = {"status_callback": f"{app.url}/status"}
    refused = await create(body="Hello", **ends, **callback)
    told = fields_of((await app.wait_for(2))[1])
    assert (told["MessageStatus"], told["ErrorCode"]) == ("failed", "63016")
    template = await create(content_sid=TEMPLATE, content_variables='{"1": "A-1"}', **ends)
    assert template.body == "Your order A-1 has news. Reply to read them."
    await people.post("/_double/write", json={"sender": f"whatsapp:{PERSON}", "body": "Hi"})
    app.calls.clear()
    await create(body="Hello", **ends, **callback)
    statuses = [fields_of(each)["MessageStatus"] for each in await app.wait_for(4)]
    assert statuses == ["queued", "sent", "delivered", "read"]
    fetched = await asyncio.to_thread(client_of(people).messages(refused.sid).fetch)
    assert fetched.error_code == 63016


async def test_a_phone_that_is_off(
    people: httpx.AsyncClient, app: AppServer, create: Callable[..., Any]
) -> None:
    await people.post("/_double/unreachable", json={"person": PERSON, "code": 30005})
    await create(body="Hello", status_callback=f"{app.url}/status")
    told = fields_of((await app.wait_for(3))[2])
    assert (told["MessageStatus"], told["ErrorCode"]) == ("undelivered", "30005")


async def test_an_answer_in_twiml_reaches_the_phone(
    app: AppServer, people: httpx.AsyncClient
) -> None:
    app.answers = [Response("<Response><Message>A &amp; B</Message></Response>")]
    await people.post("/_double/write", json={"body": "Hi"})
    shown = (await people.get("/_double/seen")).json()["messages"]
    assert [each["body"] for each in shown] == ["Hi", "A & B"]


async def test_what_came_twice_is_listed(
    people: httpx.AsyncClient, create: Callable[..., Any]
) -> None:
    for _ in range(2):
        await create(body="Hello")
    told = (await people.get("/_double/seen")).json()["repeated"]
    assert len(told[0]["sids"]) == 2
