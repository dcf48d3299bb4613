"""The way out: replies are posted, signed, to the URL that the tenant's operator has connected."""

from collections.abc import Callable
from datetime import UTC, datetime

from channels.webhook.connection import URL, keys
from channels.webhook.rendering import rendered
from channels.webhook.signature import signed
from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import ChannelAnswer, ChannelCall, ChannelConnection
from domain.deliveries import Delivery, Sent
from domain.errors import (
    DependencyRejected,
    DependencyUnavailable,
    NotFound,
    OutcomeUnknown,
    UndeliverableMessage,
)
from domain.ports import ChannelCalls, ChannelConnections

_GONE = 410
_SERVER_ERROR = 500
_COME_BACK = frozenset({425, 429})
_TIMED_OUT = 408
_TAKEN = range(200, 300)


def _now() -> datetime:
    return datetime.now(UTC)


class WebhookSender:
    """Implements `ChannelSender`. `webhook-id` is the delivery's id, by which the tenant's server
    drops repeats; it is asked nothing."""

    can_find = False
    repeats_are_safe = True

    def __init__(
        self,
        connections: ChannelConnections,
        calls: ChannelCalls,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._connections = connections
        self._calls = calls
        self._clock = clock

    async def send(self, delivery: Delivery) -> Sent:
        address = delivery.address
        if address is None:
            raise UndeliverableMessage("the conversation has no address to post to")
        connection = await self._connection(delivery.tenant_id, address)
        answer = await self._calls.post(self._call(delivery, address, connection))
        if answer.status in _TAKEN:
            return Sent(provider_message_id=delivery.delivery_id)
        if answer.status == _GONE:
            await self._end(delivery.tenant_id, connection)
        raise _failure(answer)

    async def _end(self, tenant_id: str, connection: ChannelConnection) -> None:
        """Raise DependencyUnavailable where it was moved meanwhile: the next attempt goes there."""
        has_ended = await self._connections.end(
            tenant_id,
            Channel.WEBHOOK,
            connection.account,
            "its URL answered 410 Gone",
            settings=connection.settings,
        )
        if not has_ended:
            raise DependencyUnavailable("the account has another URL by now")

    async def find(
        self,
        delivery: Delivery,  # noqa: ARG002 - the port's
        *,
        since: datetime,  # noqa: ARG002
        known: frozenset[str],  # noqa: ARG002
    ) -> Sent | None:
        raise DependencyRejected("a tenant's server is never asked what it got")

    async def _connection(self, tenant_id: str, address: ChannelAddress) -> ChannelConnection:
        try:
            return await self._connections.get(tenant_id, Channel.WEBHOOK, address.account)
        except NotFound:
            raise UndeliverableMessage(f"the account {address.account} is not connected") from None

    def _call(
        self, delivery: Delivery, address: ChannelAddress, connection: ChannelConnection
    ) -> ChannelCall:
        body = rendered(delivery, address)
        return ChannelCall(
            tenant_id=delivery.tenant_id,
            url=connection.settings[URL],
            headers=signed(
                keys(connection), webhook_id=delivery.delivery_id, at=self._clock(), body=body
            ),
            body=body,
        )


def _failure(answer: ChannelAnswer) -> DependencyUnavailable | UndeliverableMessage:
    said = f"the tenant's server answered {answer.status}"
    if answer.status in _COME_BACK:
        return DependencyUnavailable(said, retry_after=answer.retry_after)
    if answer.status >= _SERVER_ERROR or answer.status == _TIMED_OUT:
        return OutcomeUnknown(said, retry_after=answer.retry_after)
    return UndeliverableMessage(said)
