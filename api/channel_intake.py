"""Keeping all that one call of a provider brings, however the call has come."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from api.dependencies import Gateway
from api.desk_messenger import keep_desk, outside_desk
from api.inbound_messages import keep_signed_change, keep_signed_message
from domain.channel_addresses import Channel
from domain.channels import (
    ChannelConnection,
    ConsentChange,
    ParsedWebhook,
    WebhookResponse,
)
from domain.deliveries import DeliveryReport
from domain.errors import DependencyUnavailable, NotFound
from domain.tenant_settings import TenantConfig

_log = structlog.get_logger(__name__)

_CLOCKS_DIFFER = timedelta(seconds=2)
_APP = "app"
"""The setting of an account that names the one whose secret signs its calls."""


@dataclass(frozen=True)
class Kept:
    """What was kept of a call."""

    account: ChannelConnection | None
    """Whose call it was, for what follows; None where it is not connected, and nothing is kept."""
    response: WebhookResponse
    """What the provider is answered."""


async def keep(
    gateway: Gateway, tenant: TenantConfig, signer: ChannelConnection, brought: ParsedWebhook
) -> Kept:
    """Keep it in order, and only then return.

    `signer` is the account that has signed the call. Raise DependencyUnavailable where something
    could be kept nowhere: the same call may be sent again, since ids make that safe.
    """
    connection = await _account(gateway, tenant, signer, brought)
    if connection is None:
        return Kept(None, brought.response)
    channel = signer.channel
    refused = await keep_desk(gateway, tenant, connection, brought)
    brought = outside_desk(tenant, brought)
    unknown = {
        conversation_id
        for conversation_id in brought.only_if_known
        if not await _is_known(gateway, tenant.tenant, conversation_id)
    }
    for consent in brought.consents:  # first: no limit and no failure after it loses one
        await _record_consent(gateway, tenant, channel, consent)
    for message in brought.messages:
        if message.conversation_id not in unknown:
            await keep_signed_message(gateway, tenant, message)
    for change in brought.changes:
        if change.conversation_id not in unknown:
            await keep_signed_change(gateway, tenant, change)
    for report in brought.reports:
        await _record_report(gateway, tenant, channel, report)
    for ended in brought.ended:
        latest = ended.at + _CLOCKS_DIFFER if ended.at is not None else None
        await gateway.ports.connections.end(
            tenant.tenant, channel, ended.account, ended.reason, connected_by=latest
        )
        _log.warning("channel_account_ended", channel=channel, account=ended.account)
    return Kept(connection, refused or brought.response)


async def _account(
    gateway: Gateway, tenant: TenantConfig, signer: ChannelConnection, brought: ParsedWebhook
) -> ChannelConnection | None:
    """Whoever signs for many accounts signs for none that the tenant has not connected, and for
    none of another app's."""
    if brought.account is None:
        return signer
    try:
        found = await gateway.ports.connections.get(tenant.tenant, signer.channel, brought.account)
    except NotFound:
        found = None
    if found is not None and found.settings.get(_APP) == signer.account:
        return found
    _log.warning(
        "channel_account_unknown",
        channel=signer.channel,
        account=brought.account,
        signed_by=signer.account,
        is_of_another_app=found is not None,
    )
    return None


async def _is_known(gateway: Gateway, tenant_id: str, conversation_id: str) -> bool:
    """Whether it has begun: something of it is stored, waits in the spool, or is being answered.

    Raise DependencyUnavailable where the database cannot be asked, and Temporal neither.
    """
    ports = gateway.ports
    try:
        is_stored = await ports.events.latest(tenant_id, conversation_id) > 0
        if is_stored or await ports.spool.holds(tenant_id, conversation_id):
            return True
        is_sure = True
    except DependencyUnavailable:
        is_sure = False
    try:
        await ports.conversations.get_state(tenant_id, conversation_id)
    except NotFound:
        return False
    except DependencyUnavailable:
        if not is_sure:
            raise
        # Its first message may be on its way, for a second. To refuse instead what people say to
        # each other would have Slack switch the app off while Temporal is down.
        return False
    return True


async def _record_consent(
    gateway: Gateway, tenant: TenantConfig, channel: Channel, consent: ConsentChange
) -> None:
    is_new = await gateway.ports.people.record_consent(tenant.tenant, consent)
    _log.info(
        "consent_recorded",
        channel=channel,
        person=consent.person,
        is_opted_out=consent.is_opted_out,
        is_new=is_new,
    )


async def _record_report(
    gateway: Gateway, tenant: TenantConfig, channel: Channel, report: DeliveryReport
) -> None:
    is_new = await gateway.ports.reports.record(tenant.tenant, report)
    if is_new and report.status.is_failure:
        _log.warning(
            "delivery_failed_later",
            channel=channel,
            delivery_id=report.delivery_id,
            status=report.status,
            code=report.code,
            reason=report.reason,
        )
