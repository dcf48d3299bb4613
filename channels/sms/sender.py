"""The way out: replies as text messages and on WhatsApp, through Twilio."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from channels.sms.client import client_of, close
from channels.sms.connection import ACCOUNT_SID, NUMBER, PUBLIC_URL, SERVICE
from channels.sms.form import Phone
from channels.sms.refusals import is_unsubscribed, refusal_of
from channels.sms.rendering import on_one_line, rendered, valid_for
from channels.sms.sent_messages import SEPARATOR, sent_parts
from domain.channel_addresses import Channel, ChannelAddress, person_key_of
from domain.channel_settings import SmsChannel, WhatsappTemplate
from domain.channels import ChannelConnection, ConsentChange
from domain.deliveries import Delivery, Sent
from domain.errors import (
    ConfigurationError,
    DependencyUnavailable,
    NotFound,
    OutcomeUnknown,
    UndeliverableMessage,
)
from domain.message_links import message_token
from domain.ports import Bots, ChannelConnections, ConversationPeople

if TYPE_CHECKING:
    from twilio.rest import Client

_AT_ONCE = 10
"""Of one Twilio account: it refuses more than it allows at once (20429)."""
_WAITED_S = 1.0
_LONGEST_VARIABLE = 300
_CLOCKS_DIFFER = timedelta(minutes=1)
_MOST_REMEMBERED = 1_000
OUTSIDE = (
    "more than 24 hours have passed since the customer wrote on WhatsApp, and the tenant has no "
    "template (channels: sms: whatsapp_template)"
)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class _Outgoing:
    """What goes where, the same for each attempt."""

    delivery: Delivery
    address: ChannelAddress
    connection: ChannelConnection
    settings: SmsChannel
    bodies: Sequence[str | None]
    """None in place of a template."""
    template: WhatsappTemplate | None = None


class SmsSender:
    """Implements `ChannelSender`. Twilio keeps no id of ours: a send of which nobody knows what
    became is found in its list."""

    can_find = True
    repeats_are_safe = False

    def __init__(
        self,
        connections: ChannelConnections,
        people: ConversationPeople,
        bots: Bots,
        *,
        public_url: str | None,
        key: bytes,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """`key` is that of `person_key_of`; without a public URL nothing is reported, and nothing
        is linked."""
        self._connections = connections
        self._people = people
        self._bots = bots
        self._public_url = (public_url or "").rstrip("/")
        self._key = key
        self._clock = clock
        self._at_once: dict[str, asyncio.Semaphore] = {}
        self._partly: dict[str, dict[int, str]] = {}

    async def send(self, delivery: Delivery) -> Sent:
        what = await self._outgoing(delivery)
        async with self._client(what.connection) as client:
            out = await self._out_already(client, what)
            ids: list[str] = []
            for place, body in enumerate(what.bodies):
                sid = out.get(place) or await self._sent(client, what, body, after=len(ids))
                ids.append(sid)
        self._partly.pop(delivery.delivery_id, None)
        return Sent(provider_message_id=SEPARATOR.join(ids))

    async def _out_already(self, client: "Client", what: _Outgoing) -> dict[int, str]:
        """Of several parts those that an earlier attempt got out: `find` has just seen them, unless
        it was in another process."""
        delivery = what.delivery
        if delivery.attempts <= 1 or len(what.bodies) <= 1:
            return {}
        if (seen := self._partly.get(delivery.delivery_id)) is not None:
            return seen
        since = (delivery.sending_since or self._clock()) - _CLOCKS_DIFFER
        return await self._parts(client, what, since, frozenset())

    async def find(
        self, delivery: Delivery, *, since: datetime, known: frozenset[str]
    ) -> Sent | None:
        what = await self._outgoing(delivery)
        async with self._client(what.connection) as client:
            out = await self._parts(client, what, since, known)
        if len(out) < len(what.bodies):
            if len(self._partly) >= _MOST_REMEMBERED:
                self._partly.clear()
            self._partly[delivery.delivery_id] = out
            return None
        return Sent(provider_message_id=SEPARATOR.join(out[place] for place in sorted(out)))

    async def _outgoing(self, delivery: Delivery) -> _Outgoing:
        address = delivery.address
        if address is None:
            raise UndeliverableMessage("the conversation has no number to write to")
        tenant_id = delivery.tenant_id
        try:
            connection = await self._connections.get(tenant_id, Channel.SMS, address.account)
        except NotFound:
            raise UndeliverableMessage(f"the sender {address.account} is not connected") from None
        settings = (await self._bots.current(tenant_id)).tenant.channels.sms
        is_whatsapp = Phone(address.recipient).is_whatsapp
        if is_whatsapp and await self._is_outside(delivery):
            template = settings.whatsapp_template
            if template is None:
                raise UndeliverableMessage(OUTSIDE)
            return _Outgoing(delivery, address, connection, settings, (None,), template)
        link = self._link(delivery, connection)
        bodies = rendered(delivery, settings, is_whatsapp=is_whatsapp, link=link)
        return _Outgoing(delivery, address, connection, settings, bodies)

    async def _is_outside(self, delivery: Delivery) -> bool:
        """By when it was first tried, so that a look-up looks for what was sent."""
        at = delivery.sending_since or self._clock()
        reach = await self._people.reach_of(delivery.tenant_id, delivery.conversation_id)
        until = reach.model_copy(update={"address": delivery.address}).free_text_until
        return until is not None and at >= until

    def _base(self, connection: ChannelConnection) -> str:
        return connection.settings.get(PUBLIC_URL, self._public_url)

    def _link(self, delivery: Delivery, connection: ChannelConnection) -> str:
        """The same one for each attempt, else what went out would not be found by its words."""
        base = self._base(connection)
        at = delivery.sending_since or self._clock()
        try:
            token = message_token(
                delivery.tenant_id, delivery.conversation_id, delivery.seq, now=at, key=self._key
            )
        except ValueError:
            return ""
        return f"{base}/m/{delivery.tenant_id}/{token}" if base else ""

    @asynccontextmanager
    async def _client(self, connection: ChannelConnection) -> AsyncIterator["Client"]:
        account_sid = connection.settings.get(ACCOUNT_SID, "")
        at_once = self._at_once.setdefault(account_sid, asyncio.Semaphore(_AT_ONCE))
        try:
            async with asyncio.timeout(_WAITED_S):
                await at_once.acquire()
        except TimeoutError:  # before anything was sent, which a timeout later would not tell
            raise DependencyUnavailable("too many sends at once for this Twilio account") from None
        try:
            client = client_of(connection)
            try:
                yield client
            finally:
                await close(client)
        finally:
            at_once.release()

    async def _parts(
        self, client: "Client", what: _Outgoing, since: datetime, known: frozenset[str]
    ) -> dict[int, str]:
        return await sent_parts(
            client,
            what.connection,
            what.address,
            what.bodies,
            what.settings,
            since=since,
            known=known,
        )

    async def _sent(self, client: "Client", what: _Outgoing, body: str | None, after: int) -> str:
        """The id of one part. `after` parts are out already: then it is not sure any more that
        nothing went out."""
        from twilio.base.exceptions import TwilioException

        asked_at = self._clock()
        try:
            message = await client.messages.create_async(**self._fields(what, body))
            sid = str(message.sid or "")
        except OutcomeUnknown:
            raise
        except DependencyUnavailable as error:
            if after:
                raise OutcomeUnknown(str(error), retry_after=error.retry_after) from error
            raise
        except TwilioException as error:
            if is_unsubscribed(error):
                await self._record_opt_out(what, asked_at)
            raise refusal_of(error, after=after) from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OutcomeUnknown("Twilio's answer cannot be read") from error
        if not sid:
            raise OutcomeUnknown("Twilio's answer names no message")
        return sid

    def _fields(self, what: _Outgoing, body: str | None) -> dict[str, Any]:
        settings, connection = what.settings, what.connection
        fields: dict[str, Any] = {
            "to": what.address.recipient,
            "validity_period": int(valid_for(what.delivery).total_seconds()),
        }
        if SERVICE in connection.settings:
            fields["messaging_service_sid"] = connection.settings[SERVICE]
        elif NUMBER in connection.settings:
            fields["from_"] = connection.settings[NUMBER]
        else:
            raise ConfigurationError(f"the sender {connection.account} must be connected anew")
        if settings.discard_content:
            fields["content_retention"] = "discard"
        if settings.obfuscate_addresses:
            fields["address_retention"] = "obfuscate"
        if base := self._base(connection):
            fields["status_callback"] = _status_url(base, what)
        if what.template is not None:
            fields["content_sid"] = what.template.content_sid
            fields["content_variables"] = _variables(what.template, what.delivery.text)
        else:
            fields["body"] = body
        return fields

    async def _record_opt_out(self, what: _Outgoing, at: datetime) -> None:
        """As of when it was asked: a START that has come since then holds."""
        number = Phone(what.address.recipient).number
        change = ConsentChange(
            event_id=f"refused-{int(at.timestamp())}",
            person=person_key_of(what.delivery.tenant_id, "phone", number, self._key),
            is_opted_out=True,
            reason="the provider refuses to send to the person (21610)",
            at=at,
        )
        await self._people.record_consent(what.delivery.tenant_id, change)


def _status_url(base: str, what: _Outgoing) -> str:
    delivery = what.delivery
    path = f"/v1/tenants/{delivery.tenant_id}/channels/sms/{what.address.account}/status"
    return f"{base}{path}?delivery={quote(delivery.delivery_id, safe='/')}"


def _variables(template: WhatsappTemplate, text: str) -> str:
    said = on_one_line(text, _LONGEST_VARIABLE)
    return json.dumps(
        {name: one.replace("{text}", said) for name, one in template.variables.items()}
    )
