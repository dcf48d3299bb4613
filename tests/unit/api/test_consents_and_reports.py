"""Consents and reports that a provider's call brings are kept before it is answered."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import (
    ChannelConnection,
    ConsentChange,
    ParsedWebhook,
    WebhookRequest,
)
from domain.deliveries import DeliveryReport, ReportedStatus
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from tests.unit.api.doubles import Doubles, running_gateway

AT = datetime(2026, 1, 26, 12, tzinfo=UTC)
PATH = "/v1/tenants/acme/channels/sms/support/messages"
STOP = ConsentChange(
    event_id="e-1", person="phone-" + "a" * 32, is_opted_out=True, reason="wrote STOP", at=AT
)
LOST = DeliveryReport(
    delivery_id="c-1/bot/s1t1.0.0",
    provider_message_id="SM1",
    status=ReportedStatus.FAILED,
    code="30003",
    reason="the phone is off",
    at=AT,
)


class Bringing:
    """A channel whose every call brings the same."""

    content_types = frozenset({"application/json"})
    largest_body = 100

    def __init__(self, brought: ParsedWebhook) -> None:
        self.brought = brought

    def account_of(self, request: WebhookRequest) -> str:
        return "support"

    def verify(self, request: WebhookRequest, connection: ChannelConnection) -> None:
        pass

    async def parse(
        self, request: WebhookRequest, connection: ChannelConnection, *, tenant_id: str, key: bytes
    ) -> ParsedWebhook:
        return self.brought


class Unthought:
    """A channel that hands on what it has not checked."""

    content_types = frozenset({"application/json"})
    largest_body = 100

    def account_of(self, request: WebhookRequest) -> str:
        return "support"

    def verify(self, request: WebhookRequest, connection: ChannelConnection) -> None:
        pass

    async def parse(
        self, request: WebhookRequest, connection: ChannelConnection, *, tenant_id: str, key: bytes
    ) -> ParsedWebhook:
        return ParsedWebhook.model_validate({"messages": [{"text": "a secret"}]})


class Kept:
    """Everything that it was given, in order; or nothing at all."""

    def __init__(self) -> None:
        self.given: list[tuple[str, object]] = []
        self.is_down = False

    async def record_consent(self, tenant_id: str, change: ConsentChange) -> bool:
        return self._kept(tenant_id, change)

    async def record(self, tenant_id: str, report: DeliveryReport) -> bool:
        return self._kept(tenant_id, report)

    def _kept(self, tenant_id: str, what: object) -> bool:
        if self.is_down:
            raise DependencyUnavailable("the database is down")
        self.given.append((tenant_id, what))
        return True


@pytest.fixture
def kept(doubles: Doubles) -> Kept:
    made = Kept()
    doubles.people = doubles.reports = made  # type: ignore[assignment]
    return made


@pytest.fixture
def client(doubles: Doubles, kept: Kept) -> Iterator[TestClient]:
    message = InboundMessage(
        message_id="m-1",
        tenant_id="acme",
        conversation_id="sms-1",
        channel=Channel.SMS,
        text="START",
        received_at=AT,
        address=ChannelAddress(channel=Channel.SMS, account="support", recipient="+4915112345678"),
    )
    brought = ParsedWebhook(messages=(message,), consents=(STOP,), reports=(LOST,))
    doubles.receivers[Channel.SMS] = Bringing(brought)
    with running_gateway(doubles) as running:
        yield running


def test_they_are_kept_for_their_tenant(client: TestClient, kept: Kept) -> None:
    answer = client.post(PATH, content=json.dumps({}), headers={"Content-Type": "application/json"})

    assert answer.status_code == 200
    assert kept.given == [("acme", STOP), ("acme", LOST)]


def test_what_could_not_be_kept_is_not_acknowledged(
    client: TestClient, kept: Kept, doubles: Doubles
) -> None:
    """The provider brings it again; and nothing that follows a lost STOP is answered first."""
    kept.is_down = True

    answer = client.post(PATH, content=json.dumps({}), headers={"Content-Type": "application/json"})

    assert answer.status_code == 503
    assert doubles.conversations.delivered == []


def test_what_no_receiver_has_thought_of_is_refused_by_name(doubles: Doubles) -> None:
    """It is the call that cannot be used, and no failure of ours; what it held is not shown."""
    doubles.receivers[Channel.SMS] = Unthought()

    with running_gateway(doubles) as running:
        answer = running.post(PATH, content=b"{}", headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("messages.0.")
    assert "secret" not in answer.text
