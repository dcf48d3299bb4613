"""The way in: messages of SMS and WhatsApp, and what became of ours; signed forms of Twilio's."""

import re

from channels.sms.codes import reason_of
from channels.sms.connection import ACCOUNT, tokens, url_as_signed
from channels.sms.form import Form, form_of
from channels.sms.keywords import Consent, consent_in
from channels.sms.signature import parameter_in, require_signed
from domain.channel_addresses import (
    Channel,
    ChannelAddress,
    conversation_id_of,
    person_key_of,
)
from domain.channels import (
    ChannelConnection,
    ConsentChange,
    ParsedWebhook,
    WebhookRequest,
    WebhookResponse,
)
from domain.deliveries import DeliveryReport, ReportedStatus
from domain.errors import NotFound
from domain.messages import InboundMessage

_PATH = re.compile(rf"({ACCOUNT})/(messages|status)")
_DELIVERY = re.compile(r"[\x21-\x7e]{1,400}")
NO_ANSWER = WebhookResponse(
    content_type="text/xml", body='<?xml version="1.0" encoding="UTF-8"?><Response/>'
)
"""Replies go out by the ledger, never in the answer to a call."""
UNSUBSCRIBED = "21610"
_STATES = {
    "accepted": ReportedStatus.QUEUED,
    "scheduled": ReportedStatus.QUEUED,
    "queued": ReportedStatus.QUEUED,
    "sending": ReportedStatus.QUEUED,
    "sent": ReportedStatus.SENT,
    "delivered": ReportedStatus.DELIVERED,
    "read": ReportedStatus.READ,
    "undelivered": ReportedStatus.UNDELIVERED,
    "failed": ReportedStatus.FAILED,
    "canceled": ReportedStatus.FAILED,
}


class SmsReceiver:
    """Implements `ChannelReceiver` for `POST …/channels/sms/{account}/messages`, where messages
    come in, and `…/{account}/status?delivery=…`, where Twilio reports of ours."""

    content_types = frozenset({"application/x-www-form-urlencoded", "application/json"})
    largest_body = 64 * 1024

    def account_of(self, request: WebhookRequest) -> str:
        found = _PATH.fullmatch(request.path)
        if found is None:
            raise NotFound("The address must end in /{account}/messages or /{account}/status.")
        return found[1]

    def verify(self, request: WebhookRequest, connection: ChannelConnection) -> None:
        url = url_as_signed(connection, request.url)
        require_signed(tokens(connection), url, request.headers, request.body)

    async def parse(
        self, request: WebhookRequest, connection: ChannelConnection, *, tenant_id: str, key: bytes
    ) -> ParsedWebhook:
        if "json" in request.headers.get("content-type", ""):
            return ParsedWebhook(response=NO_ANSWER)  # events of the account: of no interest
        form = form_of(request.body)
        if request.path.endswith("/status"):
            return _report(form, request, tenant_id, key)
        return _message(form, request, connection, tenant_id, key)


def _message(
    form: Form,
    request: WebhookRequest,
    connection: ChannelConnection,
    tenant_id: str,
    key: bytes,
) -> ParsedWebhook:
    sender = form.sender
    if sender is None:
        return ParsedWebhook(response=NO_ANSWER)
    consent = consent_in(form.text, form.opt_out_type, is_whatsapp=sender.is_whatsapp)
    person = person_key_of(tenant_id, "phone", sender.number, key)
    consents: tuple[ConsentChange, ...] = ()
    if consent is not None:
        change = ConsentChange(
            event_id=form.message_id,
            person=person,
            is_opted_out=consent is Consent.STOP,
            reason=f"the person wrote {consent.name}",
            at=request.received_at,
        )
        consents = (change,)
    if consent is Consent.STOP or not form.says_something:
        return ParsedWebhook(consents=consents, response=NO_ANSWER)
    address = ChannelAddress(
        channel=Channel.SMS, account=connection.account, recipient=sender.address
    )
    message = InboundMessage(
        message_id=form.message_id,
        tenant_id=tenant_id,
        conversation_id=conversation_id_of(tenant_id, address, key),
        channel=Channel.SMS,
        text="" if form.button else form.text,
        attachments=form.attachments,
        button=form.button,
        received_at=request.received_at,
        address=address,
        person=person,
    )
    return ParsedWebhook(messages=(message,), consents=consents, response=NO_ANSWER)


def _report(form: Form, request: WebhookRequest, tenant_id: str, key: bytes) -> ParsedWebhook:
    status = _STATES.get(form.status)
    delivery_id = _delivery_of(request.url)
    if status is None or delivery_id is None:
        return ParsedWebhook(response=NO_ANSWER)
    report = DeliveryReport(
        delivery_id=delivery_id,
        provider_message_id=form.message_id,
        status=status,
        code=form.error_code,
        reason=reason_of(
            form.error_code, default="" if not status.is_failure else "no reason given"
        ),
        at=request.received_at,
    )
    consents: tuple[ConsentChange, ...] = ()
    if form.error_code == UNSUBSCRIBED and form.recipient is not None:
        change = ConsentChange(
            event_id=form.message_id,
            person=person_key_of(tenant_id, "phone", form.recipient.number, key),
            is_opted_out=True,
            reason=f"the provider refuses to send to the person ({UNSUBSCRIBED})",
            at=request.received_at,
        )
        consents = (change,)
    return ParsedWebhook(reports=(report,), consents=consents, response=NO_ANSWER)


def _delivery_of(url: str) -> str | None:
    """Ours, as it went out with the message: part of the address that is signed."""
    found = parameter_in(url, "delivery")
    return found if _DELIVERY.fullmatch(found) else None
