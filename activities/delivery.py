"""Delivering what was said through the channel's provider, effectively once."""

import asyncio
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.channel_addresses import (
    Channel,
)
from domain.deliveries import OPTED_OUT, Delivery, DeliveryOutcome, DeliveryStatus, Sent
from domain.errors import (
    DependencyUnavailable,
    DuralogueError,
    OutcomeUnknown,
    UndeliverableMessage,
)
from domain.ports import ChannelSender, ConversationPeople, DeliveryLedger

_log = logging.getLogger(__name__)

_PROVIDER_WITHIN_S = 4.0
"""Well under the activity's own timeout, so that two attempts hardly ever overlap."""

_LATEST_START_S = 2.0
"""A process that was paused this long between the mark and the call does not call any more."""

_LATEST_CALL_S = 7.5
"""So long after its own start an attempt may still call: what it calls then is over before the
activity's twelve seconds are, when the next attempt looks for it."""

_CLOCKS_DIFFER = timedelta(minutes=1)


class DeliverMessage(BaseModel):
    """Send one row of the ledger."""

    tenant_id: str
    delivery_id: str
    revives: bool = False
    """Also where it was given up before: an operator wants it."""


class GiveUpDelivery(BaseModel):
    """End one row of the ledger without sending it again; `reason` is for the operator."""

    tenant_id: str
    delivery_id: str
    reason: str
    look_up_until: datetime | None = None
    """So long it may be asked again what became of it, where the provider puts the look-up off."""


class DeliveryActivities:
    """Safe to run again wherever they died: the ledger knows whether something may have gone out.

    `pending`: nothing did. `sending`: ask the provider first, or send again where that is safe.
    """

    def __init__(
        self,
        ledger: DeliveryLedger,
        senders: Mapping[Channel, ChannelSender],
        people: ConversationPeople,
        *,
        public_url: str | None = None,
    ) -> None:
        """`public_url` is where customers reach the gateway."""
        self._ledger = ledger
        self._senders = senders
        self._people = people
        self._public_url = public_url

    @activity.defn
    async def deliver(self, request: DeliverMessage) -> DeliveryOutcome:
        """One attempt. What is not final afterwards is to be tried again."""
        started = time.monotonic()
        with as_application_errors():
            row = await self._ledger.get(request.tenant_id, request.delivery_id)
            if request.revives:
                row = await self._ledger.revive(row) or row
            if row.status.is_final:
                return DeliveryOutcome(status=row.status)
            sender = self._senders.get(row.channel)
            if sender is None:
                return await self._ended(row, DeliveryStatus.FAILED, "no sender for this channel")
            may_be_out = row.status is DeliveryStatus.SENDING
            if may_be_out and not sender.repeats_are_safe:
                found = await self._looked_up(row, sender)
                if found is not None:
                    return found
                may_be_out = False
            latest = started + _LATEST_CALL_S
            return await self._send(row, sender, latest, may_be_out=may_be_out)

    @activity.defn
    async def give_up(self, request: GiveUpDelivery) -> DeliveryOutcome:
        """End it without sending. What may have gone out is looked up once more; where the provider
        names a moment for that before `look_up_until`, it is not final yet."""
        with as_application_errors():
            row = await self._ledger.get(request.tenant_id, request.delivery_id)
            if row.status.is_final:
                return DeliveryOutcome(status=row.status)
            sender = self._senders.get(row.channel)
            may_be_out = row.status is DeliveryStatus.SENDING
            if may_be_out and sender is not None and sender.repeats_are_safe:
                return await self._ended(row, DeliveryStatus.UNKNOWN, request.reason)
            if may_be_out and sender is not None:
                found = await self._looked_up(row, sender)
                if found is not None and found.status.is_final:
                    return found
                if found is not None and _may_ask_again(found, request.look_up_until):
                    return found
                if found is not None:
                    return await self._ended(row, DeliveryStatus.UNKNOWN, request.reason)
            return await self._ended(row, DeliveryStatus.FAILED, request.reason)

    async def _looked_up(self, row: Delivery, sender: ChannelSender) -> DeliveryOutcome | None:
        """What the provider says. None: it has not got it."""
        if not sender.can_find:
            return await self._ended(row, DeliveryStatus.UNKNOWN, "the provider cannot be asked")
        since = (row.sending_since or _now()) - _CLOCKS_DIFFER
        known = await self._ledger.others(row)
        try:
            async with asyncio.timeout(_PROVIDER_WITHIN_S):
                said = row.with_links_under(self._public_url)
                sent = await sender.find(said, since=since, known=known)
        except TimeoutError:
            return DeliveryOutcome(status=DeliveryStatus.SENDING)
        except DependencyUnavailable as error:
            return DeliveryOutcome(status=DeliveryStatus.SENDING, retry_after=error.retry_after)
        except DuralogueError as refusal:
            return await self._ended(row, DeliveryStatus.UNKNOWN, f"no look-up: {refusal}")
        return await self._sent(row, sent) if sent is not None else None

    async def _send(
        self, row: Delivery, sender: ChannelSender, latest: float, *, may_be_out: bool = False
    ) -> DeliveryOutcome:
        """Not called after `latest`, on the monotonic clock. `may_be_out`: an earlier attempt may
        have reached the provider, so that what this one comes to does not say that nothing did."""
        latest = min(latest, time.monotonic() + _LATEST_START_S)
        begun = await self._ledger.begin(row, at=_now())
        if begun is None:
            return DeliveryOutcome(status=DeliveryStatus.SENDING)
        withheld = await self._withheld(begun, may_be_out=may_be_out)
        if withheld is not None:
            return withheld
        if time.monotonic() > latest:
            return await self._not_sent(begun, None, may_be_out=may_be_out)
        return await self._called(begun, sender, may_be_out=may_be_out)

    async def _called(
        self, begun: Delivery, sender: ChannelSender, *, may_be_out: bool
    ) -> DeliveryOutcome:
        try:
            async with asyncio.timeout(_PROVIDER_WITHIN_S):
                sent = await sender.send(begun.with_links_under(self._public_url))
        except (TimeoutError, OutcomeUnknown) as lost:
            return await self._lost(begun, sender, lost)
        except DependencyUnavailable as error:
            return await self._not_sent(begun, error.retry_after, may_be_out=may_be_out)
        except DuralogueError as refusal:
            # What people have seen a part of must not look like what nobody saw: sent again, that
            # part would come twice.
            is_out = may_be_out or (isinstance(refusal, UndeliverableMessage) and refusal.partly)
            status = DeliveryStatus.UNKNOWN if is_out else DeliveryStatus.FAILED
            return await self._ended(begun, status, str(refusal))
        return await self._sent(begun, sent)

    async def _withheld(self, row: Delivery, *, may_be_out: bool) -> DeliveryOutcome | None:
        """The end of it, where the person wants no messages; asked as late as can be, since they
        may have said so while it waited. While nobody can tell, nothing is sent."""
        try:
            if not await self._people.is_opted_out(row.tenant_id, row.conversation_id):
                return None
        except DependencyUnavailable as error:
            return await self._not_sent(row, error.retry_after, may_be_out=may_be_out)
        status = DeliveryStatus.UNKNOWN if may_be_out else DeliveryStatus.FAILED
        return await self._ended(row, status, OPTED_OUT, counted_as="withheld")

    async def _lost(
        self, row: Delivery, sender: ChannelSender, error: TimeoutError | OutcomeUnknown
    ) -> DeliveryOutcome:
        """The row stays in `sending`: the next attempt looks it up, or safely repeats it."""
        if not sender.can_find and not sender.repeats_are_safe:
            return await self._ended(row, DeliveryStatus.UNKNOWN, "the provider did not answer")
        after = error.retry_after if isinstance(error, OutcomeUnknown) else None
        return DeliveryOutcome(status=DeliveryStatus.SENDING, retry_after=after)

    async def _not_sent(
        self, row: Delivery, after: timedelta | None, *, may_be_out: bool
    ) -> DeliveryOutcome:
        """Nothing went out by this attempt; pending again, unless an earlier one may have."""
        if may_be_out:
            return DeliveryOutcome(status=DeliveryStatus.SENDING, retry_after=after)
        await self._ledger.release(row)
        return DeliveryOutcome(status=DeliveryStatus.PENDING, retry_after=after)

    async def _sent(self, row: Delivery, sent: Sent) -> DeliveryOutcome:
        once = await self._ledger.mark_sent(row, sent, at=_now())
        _count(row, "sent" if once else "doubled")
        return DeliveryOutcome(status=DeliveryStatus.SENT)

    async def _ended(
        self, row: Delivery, status: DeliveryStatus, reason: str, *, counted_as: str = ""
    ) -> DeliveryOutcome:
        if await self._ledger.mark_ended(row, status, reason=reason, at=_now()):
            _count(row, counted_as or status)
            return DeliveryOutcome(status=status)
        return DeliveryOutcome(status=DeliveryStatus.SENDING)


def _may_ask_again(outcome: DeliveryOutcome, until: datetime | None) -> bool:
    if outcome.retry_after is None or until is None:
        return False
    return _now() + outcome.retry_after <= until


def _count(row: Delivery, outcome: str) -> None:
    """In the worker's metrics, by channel; what went wrong is logged too."""
    counter = activity.metric_meter().create_counter(
        "duralogue_deliveries", "Sends through a provider, by channel and outcome"
    )
    counter.add(1, {"channel": row.channel.value, "outcome": outcome})
    if outcome != "sent":
        _log.warning(
            "delivery_ended",
            extra={
                "tenant_id": row.tenant_id,
                "conversation_id": row.conversation_id,
                "message_id": row.message_id,
                "channel": row.channel,
                "outcome": outcome,
                "attempt": row.attempts,
            },
        )


def _now() -> datetime:
    return datetime.now(UTC)
