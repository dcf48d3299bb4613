"""The way of what was said to the customer: a row of the ledger, and what became of it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, BaseModel, Field

from domain.channel_addresses import Channel, ChannelAddress
from domain.forms import Form
from domain.messages import Attachment, Card, ChoiceList, Citation, Role, choices_in
from domain.values import Frozen


class DeliveryStatus(StrEnum):
    """`pending → sending → sent | failed | unknown`; back to pending where surely nothing went out.

    A row found in `sending` may have gone out: the provider is asked before it is sent again.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It may have gone out, and nobody can tell. Counted, and never sent again."""

    @property
    def is_final(self) -> bool:
        """Whether nothing will be sent any more."""
        return self not in {DeliveryStatus.PENDING, DeliveryStatus.SENDING}


class ReportedStatus(StrEnum):
    """What a provider says became of a message that it has taken, in the order in which it
    happens. Reports may come in any order; a later state is never taken back by an earlier one,
    and what was delivered stays delivered."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"

    @property
    def is_failure(self) -> bool:
        """Whether the person has surely not got it."""
        return self in {ReportedStatus.UNDELIVERED, ReportedStatus.FAILED}


class Delivery(BaseModel):
    """A row of the ledger with the message that it delivers."""

    tenant_id: str
    delivery_id: str
    conversation_id: str
    message_id: str
    seq: int
    """The number of the event with which the message was committed."""
    role: Role
    channel: Channel
    status: DeliveryStatus
    attempts: int = 0
    sending_since: datetime | None = None
    """When it was first tried: a look-up begins here."""
    provider_message_id: str | None = None
    error: str | None = None
    text: str
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    cards: tuple[Card, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    """What a channel cannot draw it says: `domain.plain_text`."""
    form: Form | None = None
    sent_by: str | None = None
    address: ChannelAddress | None = Field(default=None, repr=False)
    """Where it goes. None on the web, and where the key that sealed the address was shredded:
    then a sender raises UndeliverableMessage."""

    reported: ReportedStatus | None = None
    """How far it got, where its provider says so; of several parts the worst."""
    reported_reason: str = ""
    """Why the person has not got it, as a sentence."""

    def with_links_under(self, public_url: str | None) -> "Delivery":
        """Sources that are pages of our own, as addresses that open anywhere: a path is a link in
        the web chat alone. Where nobody knows our address they have no link."""
        base = (public_url or "").rstrip("/")
        return self.model_copy(
            update={"citations": tuple(_linked(each, base) for each in self.citations)}
        )

    @property
    def choices(self) -> tuple[str, ...]:
        """All that can be pressed, in the order in which it is shown."""
        return choices_in(self.cards, self.lists, self.quick_replies)


def _linked(citation: Citation, base: str) -> Citation:
    if citation.url is None or not citation.url.startswith("/"):
        return citation
    return citation.model_copy(update={"url": f"{base}{citation.url}" if base else None})


HUMAN_TOOK_OVER: Final = "a human took over"
TERMINATED: Final = "its conversation was terminated"
OPTED_OUT: Final = "the person wants no messages any more"
WITHDRAWN: Final = frozenset({HUMAN_TOOK_OVER, TERMINATED, OPTED_OUT})
"""Reasons for which we ourselves ended a delivery: nobody is to send it again."""


class DeadLetter(Frozen):
    """A delivery that was given up: the provider, or a tenant's server, has not taken it."""

    tenant_id: str
    delivery_id: str
    conversation_id: str
    channel: Channel
    status: DeliveryStatus
    """`failed`, or `unknown` where it may have gone out all the same."""
    reason: str
    attempts: int
    said_at: AwareDatetime
    ended_at: AwareDatetime | None

    @property
    def is_safe_to_repeat(self) -> bool:
        """Whether nobody would see it twice: it surely never went out, or whoever gets it drops a
        repeat by its id."""
        return self.status is DeliveryStatus.FAILED or self.channel is Channel.WEBHOOK


class DeliveryReport(Frozen):
    """A provider's later word on one delivery."""

    delivery_id: str = Field(min_length=1, max_length=400)
    provider_message_id: str = Field(max_length=200)
    status: ReportedStatus
    code: str = Field(default="", max_length=40)
    """The provider's or carrier's, such as "30005"."""
    reason: str = Field(default="", max_length=300)
    """The code as a sentence."""
    at: AwareDatetime


class Sent(Frozen):
    """The provider has it, under this id."""

    provider_message_id: str


class DeliveryOutcome(BaseModel):
    """What one attempt came to. While it is not final, try again, `retry_after` at the earliest."""

    status: DeliveryStatus
    retry_after: timedelta | None = None
