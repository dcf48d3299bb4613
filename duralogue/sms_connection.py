"""Connecting a sender of SMS or WhatsApp, as the command line does, and checking it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from twilio.request_validator import RequestValidator

from channels.sms import connection as sms
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError
from duralogue.channel_connections import found_account, open_connections
from duralogue.findings import Finding
from duralogue.round_trips import (
    base_url,
    gateway_answer,
    is_on_this_machine,
    reachable_by_provider,
)
from infra.settings import Settings

SECRETS: Mapping[str, str] = {sms.AUTH_TOKEN: "TWILIO_AUTH_TOKEN"}
"""Our name for the secret, and the environment variable that may hold it."""
_WITHIN_S = 10.0
_UNAUTHORIZED = 401
_NOT_FOUND = 404


@dataclass(frozen=True)
class GivenSender:
    """What the operator says of the sender; what is left open stays as it was."""

    account_sid: str = ""
    number: str = ""
    messaging_service: str = ""
    api_url: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By our names."""
    drops_previous: bool = False
    """Whether what is signed with the earlier token is refused from now on."""


def addresses_of(public_url: str, tenant_id: str, account: str) -> dict[str, str]:
    """Of messages and status callbacks, by these names."""
    base = f"{public_url.rstrip('/')}/v1/tenants/{tenant_id}/channels/sms/{account}"
    return {"messages": f"{base}/messages", "status": f"{base}/status"}


async def connect_sms(
    settings: Settings, tenant_id: str, account: str, public_url: str, given: GivenSender
) -> list[Finding]:
    """Seal and store the sender; then check. Raise ConfigurationError, naming what is wrong with
    what was given."""
    public = base_url(public_url)
    is_another = settings.public_url is None or base_url(settings.public_url) != public
    async with open_connections(settings, tenant_id) as connections:
        before = await found_account(connections, tenant_id, Channel.SMS, account)
        connection = _sender(account, before, given, public if is_another else "")
        about_account = await _ask_twilio(connection)
        await connections.connect(tenant_id, connection)
    addresses = addresses_of(public, tenant_id, account)
    is_double = is_on_this_machine(connection.settings.get(sms.API_URL, sms.TWILIO))
    return [
        Finding("sender", is_fine=True, says=f"{account} is connected to {tenant_id}"),
        about_account,
        await _about_number(connection, addresses["messages"]),
        reachable_by_provider("Twilio", public, is_double=is_double),
        await _round_trip(connection, addresses["status"]),
    ]


def _sender(
    account: str, before: ChannelConnection | None, given: GivenSender, public_url: str
) -> ChannelConnection:
    old = before.settings if before is not None else {}
    token = given.secrets.get(sms.AUTH_TOKEN, "")
    if before is not None and not token:
        token = before.secrets[sms.AUTH_TOKEN].get_secret_value()
    if not token:
        raise ConfigurationError(
            f"auth token: {account} is not connected yet; set {SECRETS[sms.AUTH_TOKEN]}, or write "
            "auth_token=… to standard input with --secrets-stdin (Twilio Console, Account Info)"
        )
    is_new = bool(given.number or given.messaging_service)
    made = sms.new_connection(
        account,
        account_sid=given.account_sid or old.get(sms.ACCOUNT_SID, ""),
        auth_token=token,
        number=given.number if is_new else old.get(sms.NUMBER, ""),
        messaging_service=given.messaging_service if is_new else old.get(sms.SERVICE, ""),
        public_url=public_url or old.get(sms.PUBLIC_URL, ""),
        api_url=given.api_url or old.get(sms.API_URL, ""),
    )
    if before is None or given.drops_previous:
        return made
    if before.secrets[sms.AUTH_TOKEN].get_secret_value() != token:
        return made.model_copy(update={"secrets": sms.rotated(before, token).secrets})
    return made.model_copy(update={"secrets": dict(before.secrets)})


async def _ask_twilio(connection: ChannelConnection) -> Finding:
    """Raise ConfigurationError where Twilio does not know the account by this token."""
    sid = connection.settings[sms.ACCOUNT_SID]
    response = await _get(connection, f"/2010-04-01/Accounts/{sid}.json", {})
    if response.status_code in (_UNAUTHORIZED, _NOT_FOUND):
        raise ConfigurationError(
            "auth token: Twilio does not know it for this account SID; copy both again from the "
            "Console, Account Info (an API key's secret is no auth token: it signs nothing)"
        )
    status = _data(response).get("status")
    if not response.is_success or status != "active":
        says = f"Twilio says {status or response.status_code}: see the Console"
        return Finding("account", is_fine=False, says=says)
    return Finding("account", is_fine=True, says=f"{sid} is active")


async def _about_number(connection: ChannelConnection, address: str) -> Finding:
    """Whether the number is the account's, and calls us."""
    number = connection.settings.get(sms.NUMBER, "")
    if not number or number.startswith("whatsapp:"):
        what = "the WhatsApp sender" if number else "the messaging service"
        says = f"paste into {what}, as the address of incoming messages (POST): {address}"
        return Finding("number", is_fine=True, says=says)
    sid = connection.settings[sms.ACCOUNT_SID]
    path = f"/2010-04-01/Accounts/{sid}/IncomingPhoneNumbers.json"
    found = _data(await _get(connection, path, {"PhoneNumber": number}))
    numbers = [
        each
        for each in found.get("incoming_phone_numbers") or []
        if isinstance(each, dict) and each.get("phone_number") == number
    ]
    if not numbers:
        says = f"{number} is no number of this account: buy or port it in the Console"
        return Finding("number", is_fine=False, says=says)
    called = str(numbers[0].get("sms_url") or "")
    if called != address:
        now = f"calls {called[:200]}" if called else "calls nobody yet"
        says = f'{number} {now}: set "A message comes in" (Webhook, HTTP POST) to {address}'
        return Finding("number", is_fine=False, says=says)
    return Finding("number", is_fine=True, says=f"{number} calls {address}")


async def _round_trip(connection: ChannelConnection, url: str) -> Finding:
    """Post a report of a message that nobody has sent: it is verified, and changes nothing."""
    token = connection.secrets[sms.AUTH_TOKEN].get_secret_value()
    sid = f"SM{secrets.token_hex(16)}"
    fields = {
        "AccountSid": connection.settings[sms.ACCOUNT_SID],
        "ApiVersion": "2010-04-01",
        "MessageSid": sid,
        "MessageStatus": "queued",
        "SmsSid": sid,
        "SmsStatus": "queued",
    }
    signature = RequestValidator(token).compute_signature(url, fields)

    async def call(client: httpx.AsyncClient) -> httpx.Response:
        return await client.post(url, data=fields, headers={"X-Twilio-Signature": signature})

    return await gateway_answer(url, call, about="round trip", judge=lambda _: None)


async def _get(
    connection: ChannelConnection, path: str, query: Mapping[str, str]
) -> httpx.Response:
    base = connection.settings.get(sms.API_URL, sms.TWILIO)
    token = connection.secrets[sms.AUTH_TOKEN].get_secret_value()
    auth = (connection.settings[sms.ACCOUNT_SID], token)
    try:
        async with httpx.AsyncClient(timeout=_WITHIN_S) as client:
            return await client.get(f"{base}{path}", params=dict(query), auth=auth)
    except httpx.HTTPError as error:
        raise ConfigurationError(
            f"{base} does not answer ({type(error).__name__}): the auth token cannot be checked"
        ) from None


def _data(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
