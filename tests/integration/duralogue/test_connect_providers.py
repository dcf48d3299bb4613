"""`duralogue connect slack` and `duralogue connect sms`: what they store, and what they say."""

import base64
import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from domain.channel_addresses import Channel
from domain.errors import ConfigurationError
from duralogue import round_trips
from duralogue.channel_connections import found_account, open_connections
from duralogue.findings import Finding
from duralogue.slack_connection import GivenApp, connect_slack
from duralogue.sms_connection import GivenSender, connect_sms
from infra.settings import Settings
from provider_doubles.serving import running_double
from provider_doubles.slack import SlackSettings, create_slack_double
from provider_doubles.twilio import TwilioSettings, create_twilio_double

TENANT = "acme"
SLACK, TWILIO = SlackSettings(), TwilioSettings()
MASTER_KEY = SecretStr(base64.b64encode(os.urandom(32)).decode())
SECRETS = {"signing": SLACK.signing_secret, "bot": SLACK.bot_token}
APP = GivenApp(app_id=SLACK.app_id, secrets=SECRETS)
SENDER = GivenSender(
    account_sid=TWILIO.account_sid,
    number=TWILIO.numbers[0],
    secrets={"auth_token": TWILIO.auth_token},
)


async def gateway(request: Request) -> Response:
    """Verifies as the gateway does, with the secrets of the doubles."""
    body = await request.body()
    if "/channels/slack/" in request.url.path:
        verifier = SignatureVerifier(SLACK.signing_secret)
        if not verifier.is_valid_request(body, dict(request.headers)):
            return Response("", 401)
        return JSONResponse({"challenge": json.loads(body)["challenge"]})
    fields = dict(httpx.QueryParams(body.decode()))
    shown = request.headers.get("x-twilio-signature", "")
    if not RequestValidator(TWILIO.auth_token).validate(str(request.url), fields, shown):
        return Response("", 401)
    return Response("<Response/>")


@pytest.fixture
async def public_url() -> AsyncIterator[str]:
    app = Starlette(routes=[Route("/{path:path}", gateway, methods=["POST"])])
    async with running_double(app) as url:
        yield url


@pytest.fixture
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(round_trips, "NOTICED_WITHIN_S", 0)
    return Settings(database_url=SecretStr(database_url), duralogue_master_key=MASTER_KEY)


def missing(findings: list[Finding]) -> dict[str, str]:
    return {each.about: each.says for each in findings if not each.is_fine}


async def test_a_slack_app_with_its_workspace(settings: Settings, public_url: str) -> None:
    async with running_double(create_slack_double()) as slack:
        given = replace(APP, api_url=f"{slack}/api/")
        assert missing(await connect_slack(settings, TENANT, "support", public_url, given)) == {}
    async with open_connections(settings, TENANT) as connections:
        workspace = await connections.get(TENANT, Channel.SLACK, SLACK.team_id)
        app = await connections.get(TENANT, Channel.SLACK, "support")
    assert workspace.settings["app"] == "support"
    assert workspace.settings["bot_user"] == SLACK.bot_user
    assert workspace.secrets["bot"].get_secret_value() == SLACK.bot_token
    assert app.settings["app_id"] == SLACK.app_id


async def test_what_is_missing_in_slack_is_said_in_words(
    settings: Settings, public_url: str
) -> None:
    poor = SlackSettings(scopes=("chat:write",), team_id="T0POOR0001")
    async with running_double(create_slack_double(poor)) as slack:
        given = replace(APP, api_url=f"{slack}/api/")
        found = missing(await connect_slack(settings, TENANT, "poor", public_url, given))
        assert "im:history (direct messages are not heard)" in found["scopes"]
        unsigned = replace(given, secrets={**SECRETS, "signing": "another-secret"})
        found = missing(await connect_slack(settings, TENANT, "poor", public_url, unsigned))
        assert "refused the signature" in found["round trip"]
        wrong = replace(given, secrets={**SECRETS, "bot": "xoxb-of-nobody"})
        with pytest.raises(ConfigurationError, match="bot token: Slack does not know"):
            await connect_slack(settings, TENANT, "poor", public_url, wrong)
    with pytest.raises(ConfigurationError, match="cannot be checked"):
        await connect_slack(settings, TENANT, "poor", public_url, given)


async def test_a_workspace_is_not_taken_from_another_app_unseen(
    settings: Settings, public_url: str
) -> None:
    shared = SlackSettings(team_id="T0SHARED01")
    async with running_double(create_slack_double(shared)) as slack:
        given = replace(APP, api_url=f"{slack}/api/")
        await connect_slack(settings, TENANT, "first", public_url, given)
        with pytest.raises(ConfigurationError, match="connected through the app first"):
            await connect_slack(settings, TENANT, "second", public_url, given)
    async with open_connections(settings, TENANT) as connections:
        workspace = await connections.get(TENANT, Channel.SLACK, "T0SHARED01")
        assert workspace.settings["app"] == "first"
        assert await found_account(connections, TENANT, Channel.SLACK, "second") is None


async def test_an_app_without_a_bot_token_waits_for_a_workspace(
    settings: Settings, public_url: str
) -> None:
    lonely = replace(APP, secrets={"signing": SLACK.signing_secret})
    found = missing(await connect_slack(settings, TENANT, "lonely", public_url, lonely))
    assert "SLACK_BOT_TOKEN" in found["workspace"]
    assert "Slack cannot call" in found["address"]  # this machine alone
    socket = replace(APP, secrets={"app_token": "xapp-1-double"})
    found = missing(await connect_slack(settings, TENANT, "lonely", public_url, socket))
    assert "address" not in found  # by Socket Mode Slack is called, and calls nobody
    with pytest.raises(ConfigurationError, match="signing secret"):
        await connect_slack(settings, TENANT, "nobody", public_url, GivenApp())


async def test_a_rotated_signing_secret_leaves_the_earlier_one_valid(
    settings: Settings, public_url: str
) -> None:
    for secret in ("first-secret", SLACK.signing_secret):
        given = replace(APP, secrets={"signing": secret})
        await connect_slack(settings, TENANT, "rotating", public_url, given)
    async with open_connections(settings, TENANT) as connections:
        app = await connections.get(TENANT, Channel.SLACK, "rotating")
    assert app.secrets["previous"].get_secret_value() == "first-secret"


async def test_a_number_that_calls_us(settings: Settings, public_url: str) -> None:
    address = f"{public_url}/v1/tenants/{TENANT}/channels/sms/support/messages"
    double = create_twilio_double(TwilioSettings(request_url=address))
    async with running_double(double) as twilio:
        given = replace(SENDER, api_url=twilio)
        assert missing(await connect_sms(settings, TENANT, "support", public_url, given)) == {}
        again = GivenSender(secrets={"auth_token": "double-auth-token"})
        assert missing(await connect_sms(settings, TENANT, "support", public_url, again)) == {}


async def test_what_is_missing_in_twilio_is_said_in_words(
    settings: Settings, public_url: str
) -> None:
    async with running_double(create_twilio_double()) as twilio:
        given = replace(SENDER, api_url=twilio)
        found = missing(await connect_sms(settings, TENANT, "poor", public_url, given))
        assert "/channels/sms/poor/messages" in found["number"]
        stranger = replace(given, number="+15550999999")
        found = missing(await connect_sms(settings, TENANT, "poor", public_url, stranger))
        assert "no number of this account" in found["number"]
        wrong = replace(given, secrets={"auth_token": "wrong-auth-token"})
        with pytest.raises(ConfigurationError, match="auth token: Twilio does not know"):
            await connect_sms(settings, TENANT, "poor", public_url, wrong)
        with pytest.raises(ConfigurationError, match="number: give either"):
            await connect_sms(settings, TENANT, "other", public_url, replace(given, number=""))
    async with open_connections(settings, TENANT) as connections:
        assert await found_account(connections, TENANT, Channel.SMS, "other") is None


async def test_a_gateway_that_is_down(settings: Settings) -> None:
    nobody = "http://127.0.0.1:9"
    lonely = replace(APP, secrets={"signing": SLACK.signing_secret})
    found = missing(await connect_slack(settings, TENANT, "down", nobody, lonely))
    assert "is the gateway running?" in found["round trip"]
