"""Calls of channels' providers: what is verified, kept and answered, and what is refused."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from channels.webhook.connection import keys, new_connection
from channels.webhook.signature import signed
from domain.channel_addresses import Channel
from domain.channel_settings import ChannelSettings, WebhookChannel
from domain.channels import (
    ChannelConnection,
    ConnectionEnded,
    ParsedWebhook,
    WebhookRequest,
    WebhookResponse,
)
from domain.errors import DependencyUnavailable
from tests.unit.api.doubles import Doubles, a_bot, running_gateway

PATH = "/v1/tenants/acme/channels/webhook/support/messages"
SUPPORT = new_connection("support", "https://chat.acme.example/replies")
STRANGERS = new_connection("support", "https://evil.example")
HELLO: dict[str, Any] = {"id": "m-1", "sender": "c-7", "text": "Hello"}


@pytest.fixture(autouse=True)
async def _connected(doubles: Doubles) -> None:
    await doubles.connections.connect("acme", SUPPORT)


def call(
    client: TestClient,
    posted: Mapping[str, Any] | bytes = HELLO,
    *,
    by: ChannelConnection = SUPPORT,
    path: str = PATH,
    at: datetime | None = None,
    **headers: str,
) -> Any:
    body = posted if isinstance(posted, bytes) else json.dumps(posted).encode()
    sent = {
        "Content-Type": "application/json",
        **signed(keys(by), webhook_id=uuid4().hex, at=at or datetime.now(UTC), body=body),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return client.post(path, content=body, headers=sent)


def test_a_signed_message_is_kept_before_it_is_answered(
    client: TestClient, doubles: Doubles
) -> None:
    """With the address to which the reply goes, and the request's trace."""
    answer = call(client)

    assert (answer.status_code, answer.json()) == (200, {})
    [message] = doubles.conversations.delivered
    assert (message.tenant_id, message.text) == ("acme", "Hello")
    assert message.address is not None
    assert (message.address.account, message.address.recipient) == ("support", "c-7")
    assert message.trace_id == answer.headers["X-Request-Id"]
    assert not message.unchecked


def test_edits_and_deletions_are_handed_on(client: TestClient, doubles: Doubles) -> None:
    """In a call of their own each."""
    assert call(client, HELLO | {"id": "e-1", "edited": "m-1"}).status_code == 200
    assert call(client, {"id": "e-2", "sender": "c-7", "deleted": "m-1"}).status_code == 200

    changes = [what for name, what in doubles.conversations.calls if name == "change_message"]
    assert [each.change.kind for each in changes] == ["edited", "deleted"]
    assert doubles.conversations.delivered == []


def test_nobody_finds_out_which_accounts_there_are(client: TestClient, doubles: Doubles) -> None:
    """An unknown account, a bad signature, none, and one of another time look the same."""
    answers = [
        call(client, by=STRANGERS),
        call(client, path=PATH.replace("support", "sales")),
        call(client, webhook_signature=""),
        call(client, at=datetime.now(UTC) - timedelta(minutes=6)),
        call(client, at=datetime.now(UTC) + timedelta(minutes=6)),
    ]

    assert {answer.status_code for answer in answers} == {401}
    shown = [{**answer.json(), "trace_id": ""} for answer in answers]
    assert shown == shown[:1] * 5
    assert doubles.conversations.calls == []


def test_another_tenants_account_opens_nothing(doubles: Doubles) -> None:
    """Accounts of the same name are not the same."""
    doubles.bots.put(a_bot("globex"))
    with running_gateway(doubles) as client:
        assert call(client, path=PATH.replace("acme", "globex")).status_code == 401
    assert doubles.conversations.calls == []


def test_an_account_that_has_ended_is_unknown(client: TestClient, doubles: Doubles) -> None:
    """Its provider has said so, or the tenant's own server."""
    client.portal.call(  # type: ignore[union-attr]
        doubles.connections.end, "acme", Channel.WEBHOOK, "support", "410"
    )
    assert call(client).status_code == 401


def test_it_is_verified_before_it_is_read(client: TestClient) -> None:
    """A stranger learns nothing about what we read, and has nothing parsed."""
    assert call(client, b"{", by=STRANGERS).status_code == 401
    assert call(client, b"{").status_code == 422


def test_what_cannot_be_read_is_refused_by_name(client: TestClient, doubles: Doubles) -> None:
    """So that the tenant's programmer sees what to change."""
    answer = call(client, {"id": "m-1", "text": "Hello"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert [wrong["field"] for wrong in answer.json()["errors"]] == ["sender"]
    assert doubles.conversations.calls == []


@pytest.mark.parametrize(
    "path",
    [
        "/v1/tenants/acme/channels/slack/events",
        "/v1/tenants/acme/channels/web/support/messages",
        "/v1/tenants/acme/channels/nowhere/x",
        "/v1/tenants/acme/channels/webhook/support",
        "/v1/tenants/acme/channels/webhook/support/messages/",
        "/v1/tenants/nobody/channels/webhook/support/messages",
        "/v1/tenants/acme/channels/webhook/",
    ],
)
def test_other_addresses_are_not_there(client: TestClient, path: str) -> None:
    """A channel without a way in, a path that is none of its own, and a tenant that is not."""
    assert call(client, path=path).status_code == 404


def test_type_and_size_are_the_channels_own(client: TestClient, doubles: Doubles) -> None:
    """And so is what its provider is answered."""
    assert call(client, Content_Type="text/plain").status_code == 415
    assert call(client, HELLO | {"text": "x" * 70_000}).status_code == 413

    doubles.receivers[Channel.SMS] = FormReceiver()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    path = "/v1/tenants/acme/channels/sms/inbound"
    taken = client.post(path, content=b"Body=\xe4", headers=form)
    assert (taken.status_code, taken.text) == (202, "<Response/>")
    assert taken.headers["Content-Type"].startswith("text/xml")
    assert client.post(path, content=b"x" * 101, headers=form).status_code == 413
    assert client.post(path, json={}).status_code == 415


class FormReceiver:
    """A channel with a form, an answer in XML and the end of its own account."""

    content_types = frozenset({"application/x-www-form-urlencoded"})
    largest_body = 100

    def account_of(self, request: WebhookRequest) -> str:
        return "support"

    def verify(self, request: WebhookRequest, connection: ChannelConnection) -> None:
        assert request.body == b"Body=\xe4"

    async def parse(
        self, request: WebhookRequest, connection: ChannelConnection, *, tenant_id: str, key: bytes
    ) -> ParsedWebhook:
        return ParsedWebhook(
            ended=(ConnectionEnded(account="support", reason="uninstalled"),),
            response=WebhookResponse(status=202, content_type="text/xml", body="<Response/>"),
        )


async def test_an_ended_account_is_ended(client: TestClient, doubles: Doubles) -> None:
    """On its own channel only."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    sms = SUPPORT.model_copy(update={"channel": Channel.SMS})
    await doubles.connections.connect("acme", sms)
    doubles.receivers[Channel.SMS] = FormReceiver()
    client.post("/v1/tenants/acme/channels/sms/in", content=b"Body=\xe4", headers=form)

    listed = await doubles.connections.listed("acme")
    assert {one.channel: one.end_reason for one in listed} == {
        "sms": "uninstalled",
        "webhook": None,
    }


def test_what_could_be_kept_nowhere_is_asked_for_again(
    client: TestClient, doubles: Doubles
) -> None:
    """The provider sends it again; by its id it is one message."""
    doubles.conversations.failure = doubles.spool.failure = DependencyUnavailable("down")
    answer = call(client)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json()["type"] == "urn:duralogue:problem:unavailable"


def test_a_sender_has_one_limit_in_all_threads(client: TestClient, doubles: Doubles) -> None:
    """And its key names nobody."""
    call(client, HELLO | {"thread": "1"})
    call(client, HELLO | {"thread": "2"})
    call(client, HELLO | {"sender": "c-8"})

    found = [key for key, *_ in doubles.rate_limiter.taken if key.startswith("acme/sender/")]
    assert len(set(found)) == 2
    assert not any("c-7" in key for key in found)


def test_forged_calls_are_limited_and_shut_nobody_out(client: TestClient) -> None:
    """They may come from the address from which the provider itself calls."""
    statuses = [call(client, by=STRANGERS).status_code for _ in range(25)]

    assert statuses[:20] == [401] * 20
    assert statuses[-1] == 429
    assert call(client).status_code == 200


def test_a_tenant_may_close_the_channel(doubles: Doubles) -> None:
    """Whatever accounts are connected, in its own file."""
    closed = ChannelSettings(webhook=WebhookChannel(enabled=False))
    doubles.bots.put(a_bot(channels=closed))
    with running_gateway(doubles) as client:
        assert call(client).status_code == 404
