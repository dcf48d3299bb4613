"""Messages in, replies out, and what goes with them."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from domain.channel_addresses import Channel, ChannelAddress, PersonKey
from domain.forms import Form, FormAnswers
from domain.identifiers import ConversationId, MessageId, TenantId
from domain.values import Frozen, Printable, printable

MAX_TEXT = 4_000
"""Characters a customer may send in one message."""


class Role(StrEnum):
    """Who said a message."""

    CUSTOMER = "customer"
    BOT = "bot"
    HUMAN_AGENT = "human_agent"
    SYSTEM = "system"


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANK = frozenset("\u115f\u1160\u2065\u2800\u3164\uffa0")
"""Letters and symbols to Unicode, nothing to the eye."""
_BLANK_PLANE = range(0xE0000, 0xE1000)


def is_visible(text: str) -> bool:
    """Whether there is anything to read in it: not only spaces, marks and format characters.

    What Unicode has not assigned yet counts as visible: it may be tomorrow's emoji.
    """
    return any(
        unicodedata.category(char) not in _UNSEEN
        and char not in _BLANK
        and ord(char) not in _BLANK_PLANE
        for char in text
    )


def secure_address(url: str) -> str:
    """The address, if a page may fetch or open it: https, with a host, nothing invisible in it and
    no name or password. Raise ValueError."""
    if any(char.isspace() for char in url) or printable(url) != url:
        raise ValueError("must hold no spaces")
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "https" and parts.hostname and parts.username is None
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("must be an address that begins with https://")
    return url


class VerifiedCustomer(Frozen):
    """A customer for whom the tenant's own site has vouched with a signed token."""

    customer_id: Printable = Field(min_length=1, max_length=128)
    email: Printable | None = Field(default=None, max_length=254)
    name: Printable | None = Field(default=None, max_length=128)
    zone: Printable | None = Field(default=None, max_length=64)
    """Their time zone, such as "Europe/Berlin", where the site says it."""

    @model_serializer(mode="wrap")
    def _without_an_unknown_zone(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, object]:
        """As earlier releases write it, and so can read it."""
        written: dict[str, object] = serialize(self)
        if self.zone is None:
            written.pop("zone", None)
        return written


SecureAddress = Annotated[str, Field(max_length=2_048), AfterValidator(secure_address)]

MAX_ATTACHMENTS = 10


class Attachment(Frozen):
    """A file that goes with a message: what is said of it, and where it is; never its bytes."""

    name: Printable = Field(min_length=1, max_length=255)
    media_type: str = Field(max_length=127, pattern=r"^[\w.+-]+/[\w.+-]+$")
    """Such as "image/jpeg", as the sender says: nobody has looked into the file."""
    size: int = Field(ge=0, le=2**40)
    """In bytes, as the sender says."""
    url: SecureAddress | None = None
    reference: str = Field(default="", max_length=300, pattern=r"^[\w./=+-]*$")
    """The provider's own id of the file, where it gives no address that anybody may open."""


class ButtonPress(Frozen):
    """A button that the customer has pressed instead of writing."""

    payload: str = Field(min_length=1, max_length=300)
    """What pressing it says: the whole text of a quick reply, as the bot offered it."""
    text: str = Field(default="", max_length=300)
    """Its label, which a channel may have cut."""


class InboundMessage(BaseModel):
    """One message of a customer, normalised by its channel: text, files, a button or a form.

    Raise ValueError for one that holds nothing of these.
    """

    model_config = ConfigDict(frozen=True)

    message_id: MessageId
    tenant_id: TenantId
    conversation_id: ConversationId
    channel: Channel
    text: str = Field(max_length=MAX_TEXT)
    """Empty only where there are attachments, a button or a form."""
    customer: VerifiedCustomer | None = None
    received_at: AwareDatetime
    trace_id: str = ""
    languages: tuple[Annotated[str, Field(max_length=35)], ...] = Field(default=(), max_length=5)
    """What the customer's browser or app asks for, best first, such as "de-AT"."""
    unchecked: bool = False
    """Accepted while it could not be checked whether its session still held: the turn's commit
    does that."""
    address: ChannelAddress | None = None
    """Where replies go; None on the web, where a page reads what was committed."""
    attachments: tuple[Attachment, ...] = Field(default=(), max_length=MAX_ATTACHMENTS)
    button: ButtonPress | None = None
    form: FormAnswers | None = None
    person: PersonKey = ""
    """Whoever wrote it, where the channel knows them: the same in all their conversations."""
    edited_at: AwareDatetime | None = None
    """When the customer last changed it, by the provider's clock: an earlier edit that comes later
    changes nothing, wherever the message has waited meanwhile."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        others = (self.button, self.form)
        if not self.text and not self.attachments and others == (None, None):
            raise ValueError("text: at least one character, where nothing else is sent")
        return self

    @property
    def words(self) -> str:
        """What it says: a pressed button its payload, as a quick reply would; a form its values,
        one below the other. "" of files alone."""
        if self.button is not None:
            return self.button.payload
        if self.form is not None and not self.text:
            return "\n".join(self.form.values.values())[:MAX_TEXT]
        return self.text


class Citation(Frozen):
    """Where in the tenant's knowledge a sentence stands."""

    document_id: str
    title: str
    heading: str = ""
    url: str | None = None


class Image(Frozen):
    """A picture that the page fetches by itself; `alt` says what it shows to those who do not see
    it, and on channels without pictures."""

    url: SecureAddress
    alt: str = Field(min_length=1, max_length=300)


class CardLink(Frozen):
    text: str = Field(min_length=1, max_length=80)
    url: SecureAddress


class Card(Frozen):
    """One thing shown with a reply: a product, a room, a branch.

    Pressing one of `buttons` says its words, as a quick reply does. Where a value may not be
    valid (it came from a backend), `domain.cards.card_of` leaves it out instead of failing.
    """

    title: str = Field(min_length=1, max_length=120)
    subtitle: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=600)
    image: Image | None = None
    buttons: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = Field(
        default=(), max_length=4
    )
    links: tuple[CardLink, ...] = Field(default=(), max_length=4)


class ListItem(Frozen):
    """Choosing it says its title."""

    title: str = Field(min_length=1, max_length=80)
    description: str = Field(default="", max_length=200)


class ChoiceList(Frozen):
    """More choices than buttons have room for, one below the other."""

    title: str = Field(default="", max_length=80)
    items: tuple[ListItem, ...] = Field(min_length=1, max_length=10)


MAX_CARDS = 10
MAX_LISTS = 5


class Reply(Frozen):
    """Something to be said to the customer, before it has an id and a place in the transcript."""

    text: str
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    response: str | None = None
    """The name of the tenant's sentence that this is, where it is one."""
    cards: tuple[Card, ...] = Field(default=(), max_length=MAX_CARDS)
    lists: tuple[ChoiceList, ...] = Field(default=(), max_length=MAX_LISTS)
    attachments: tuple[Attachment, ...] = Field(default=(), max_length=MAX_ATTACHMENTS)
    form: Form | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """All that can be pressed, in the order in which it is shown."""
        return choices_in(self.cards, self.lists, self.quick_replies)

    @model_serializer(mode="wrap")
    def _without_what_it_lacks(self, serialize: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Workers of an earlier release read stored replies too, and refuse fields that they do
        not know."""
        written: dict[str, object] = serialize(self)
        for name in ("lists", "attachments", "form"):
            if not written.get(name):
                written.pop(name, None)
        return written


def choices_in(
    cards: Sequence[Card], lists: Sequence[ChoiceList], quick_replies: Sequence[str]
) -> tuple[str, ...]:
    """All that can be pressed: buttons of cards, items of lists, quick replies."""
    return (
        *(button for card in cards for button in card.buttons),
        *(item.title for one in lists for item in one.items),
        *quick_replies,
    )


class TranscriptMessage(BaseModel):
    """One line of a conversation's transcript, as stored and as shown."""

    message_id: str
    role: Role
    text: str
    sent_by: str | None = None
    """The human agent's name, for their messages."""
    turn: str | None = None
    intent: str | None = None
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    cards: tuple[Card, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    """Files of whoever spoke."""
    form: Form | None = None
    asks_rating: bool = False
    """Whether its quick replies are a scale, from worst to best."""
    seq: int
    """The number of the event with which the message entered the conversation."""
    at: datetime
