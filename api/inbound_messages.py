"""Messages and changes that a provider has signed, or a tenant's own server: admitted and kept."""

from datetime import timedelta
from typing import Final

import structlog
from structlog.contextvars import get_contextvars

from api.dependencies import Gateway
from api.limits import Sender, admit_message, ask_admission
from domain.api_keys import ApiKey
from domain.channel_addresses import conversation_id_of
from domain.channels import ChannelChange, MessageEdited
from domain.errors import DependencyUnavailable, SenderBlocked
from domain.messages import InboundMessage
from domain.payment_secrets import masked
from domain.rate_limits import MOST_SPOOLED, Admission
from domain.tenant_settings import Limits, TenantConfig

_log = structlog.get_logger(__name__)

_COME_BACK: Final = timedelta(seconds=30)
_CHANGES_FOR_A_MESSAGE: Final = 10


async def keep_signed_message(
    gateway: Gateway, tenant: TenantConfig, message: InboundMessage
) -> None:
    """Keep what a provider has signed, whatever the limits: what is over them waits in the spool,
    in order, and is worked off at their pace. Providers give up after a few refusals.

    Raise DependencyUnavailable where too much waits already, or it could be kept nowhere.
    """
    if await is_blocked(gateway, message):
        return  # what a provider has signed is answered with 200: it would send it again
    sender = Sender(message.conversation_id, f"sender/{_sender_of(gateway, tenant, message)}")
    admission = await ask_admission(gateway, tenant, sender)
    if admission.refused_by is not None:
        await _require_room(gateway, message)
        gateway.metrics.queued.labels(tenant.tenant, admission.refused_by.name).inc()
    must_wait = admission.refused_by is not None or admission.spooled
    await _keep(gateway, tenant, message, spooled=must_wait)


async def keep_servers_message(
    gateway: Gateway, tenant: TenantConfig, message: InboundMessage, key: ApiKey
) -> None:
    """Keep what a tenant's own server posts with its key. Raise SenderBlocked, RateLimited, or
    DependencyUnavailable where it could be kept nowhere."""
    if await is_blocked(gateway, message):
        raise SenderBlocked
    whose = f"sender/{_sender_of(gateway, tenant, message)}"
    admission = await admit_message(
        gateway, tenant, Sender(message.conversation_id, whose, api_key=key)
    )
    await _keep(gateway, tenant, message, spooled=admission.spooled)


async def keep_signed_change(gateway: Gateway, tenant: TenantConfig, change: ChannelChange) -> None:
    """An edit or a deletion cannot wait in the spool, so it may come ten times as often as a
    message. Raise DependencyUnavailable beyond that: its provider sends it again."""
    sender = Sender(change.conversation_id, f"changes/{change.conversation_id}")
    roomy = tenant.model_copy(update={"limits": _for_changes(tenant.limits)})
    admission: Admission = await ask_admission(gateway, roomy, sender)
    if admission.refused_by is not None:
        raise DependencyUnavailable("too many changes", retry_after=admission.wait)
    if isinstance(change.change, MessageEdited):
        words = masked(change.change.text, gateway.tenants.kept_by(change.tenant_id))
        edited = change.change.model_copy(update={"text": words})
        change = change.model_copy(update={"change": edited})
    await gateway.ports.conversations.change_message(change)
    _log.info(
        "message_changed",
        conversation_id=change.conversation_id,
        message_id=change.change.message_id,
        kind=change.change.kind,
    )


async def is_blocked(gateway: Gateway, message: InboundMessage) -> bool:
    """Whether nothing is taken of its sender; then it is counted."""
    found = await gateway.blocked.of_message(message)
    if found is None:
        return False
    gateway.metrics.blocked.labels(message.tenant_id, message.channel).inc()
    await gateway.blocked.count(message.tenant_id, found)
    _log.info("message_blocked", conversation_id=message.conversation_id, channel=message.channel)
    return True


async def _keep(
    gateway: Gateway, tenant: TenantConfig, message: InboundMessage, *, spooled: bool
) -> None:
    traced = message.model_copy(update={"trace_id": get_contextvars().get("trace_id", "")})
    await gateway.intake.accept(traced, spooled=spooled)
    gateway.metrics.accepted.labels(tenant.tenant).inc()
    _log.info(
        "message_accepted",
        conversation_id=message.conversation_id,
        message_id=message.message_id,
        channel=message.channel,
    )


async def _require_room(gateway: Gateway, message: InboundMessage) -> None:
    """Raise DependencyUnavailable where the tenant, or the conversation, has filled its share of
    the spool: one hostile sender must not fill the database."""
    waiting = await gateway.ports.spool.count(
        message.tenant_id, message.conversation_id, most=MOST_SPOOLED.of_tenant
    )
    is_full = (
        waiting.of_tenant >= MOST_SPOOLED.of_tenant
        or waiting.of_conversation >= MOST_SPOOLED.of_conversation
    )
    if is_full:
        raise DependencyUnavailable("too many messages wait already", retry_after=_COME_BACK)


def _for_changes(limits: Limits) -> Limits:
    _, rate = limits.rate()
    return limits.model_copy(
        update={
            "messages_per_minute": rate.per_minute * _CHANGES_FOR_A_MESSAGE,
            "burst": rate.burst * _CHANGES_FOR_A_MESSAGE,
        }
    )


def _sender_of(gateway: Gateway, tenant: TenantConfig, message: InboundMessage) -> str:
    """One sender in all their threads, else a new thread for each message gets round the limit. Of
    many in one place each is a sender."""
    if message.person:
        return message.person
    if message.address is None:
        return message.conversation_id
    person = message.address.model_copy(update={"thread": ""})
    return conversation_id_of(tenant.tenant, person, gateway.ports.address_key)
