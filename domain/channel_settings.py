"""Settings of a tenant's channels."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from domain.addresses import WebOrigin
from domain.attachment_settings import AttachmentSettings
from domain.channel_addresses import Channel
from domain.durations import YEAR, Duration, SessionTime, lasting
from domain.values import Strict

PagePattern = Annotated[
    str,
    Field(
        max_length=300,
        pattern=r"^(/|https?://)[^\s*]*(\*[^\s*]+)*\*?$",
        description="Where the rule holds: a path (`/checkout/*`) or, from `https://` on, a whole "
        "address. `*` stands for any characters; nothing else has a meaning of its own.",
    ),
]
_FlowName = Annotated[str, Field(min_length=1, max_length=64)]
_LocalText = Annotated[str, Field(min_length=1, max_length=500)]


class ProactiveRule(Strict):
    """When the chat speaks first on the tenant's own pages."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    """By which the browser remembers that it was shown."""
    pages: Annotated[tuple[PagePattern, ...], Field(min_length=1, max_length=20)] = ("/*",)
    """On any of these pages."""
    after: Annotated[Duration, lasting(timedelta(0), timedelta(hours=1))] = timedelta(seconds=10)
    """How long the visitor has been on the page."""
    again_after: Annotated[Duration, lasting(timedelta(hours=1), YEAR)] | None = None
    """None: once in each browser. A visitor who has closed it does not see it again either way
    before this is over."""
    opens: bool = False
    """Open the chat itself; otherwise a small bubble beside its button does the talking."""
    text: Annotated[dict[str, _LocalText], Field(min_length=1, max_length=20)]
    """What is said, by locale, in place of the greeting."""
    flow: _FlowName | None = None
    """Offered below it as a button."""


class WebChannel(Strict):
    """The chat on the tenant's own pages."""

    allowed_origins: Annotated[tuple[WebOrigin, ...], Field(max_length=100)] = ()
    """Origins of the tenant's own pages that may embed the chat."""
    session_lasts: SessionTime = timedelta(days=7)
    pre_chat: _FlowName | None = None
    """The flow with which a conversation begins: as a form at once where the flow is one, else
    question by question at the first words."""
    proactive: Annotated[tuple[ProactiveRule, ...], Field(max_length=20)] = ()
    """The first rule that holds for the page counts. Nobody hears more than one of them on a
    page, and nobody who is talking already."""
    attachments: AttachmentSettings = AttachmentSettings()


class WebhookChannel(Strict):
    enabled: bool = True
    """False: nothing comes in by webhook, whatever accounts are connected."""


class SlackChannel(Strict):
    enabled: bool = True
    """False: nothing comes in from Slack, whatever workspaces are connected."""


class WhatsappTemplate(Strict):
    """A message that Meta has approved beforehand, as the provider keeps it."""

    content_sid: Annotated[str, Field(pattern=r"^HX[0-9a-fA-F]{32}$")]
    variables: dict[
        Annotated[str, Field(pattern=r"^[0-9a-z_]{1,20}$")],
        Annotated[str, Field(min_length=1, max_length=300)],
    ] = Field(default_factory=dict, max_length=10)
    """What is put into it, by the names of its variables. `{text}` is what was to be said, on one
    line and cut to 300 characters."""


class SmsChannel(Strict):
    """Text messages, and WhatsApp through the same provider."""

    enabled: bool = True
    """False: nothing comes in by SMS or WhatsApp, whatever numbers are connected."""
    messages_per_reply: Annotated[int, Field(ge=1, le=10)] = 4
    """Into so many messages a long reply is divided, each marked (1/3); what is longer ends with a
    link to the whole text."""
    segments_per_message: Annotated[int, Field(ge=1, le=10)] = 3
    """Of an SMS: 153 characters each, or 67 where one of them is beyond the plain set."""
    discard_content: bool = False
    """True: the provider keeps no words of what it has sent. A send without an answer is then
    recognised by recipient and time alone."""
    obfuscate_addresses: bool = False
    """True: the provider keeps only part of the recipients' numbers."""
    whatsapp_template: WhatsappTemplate | None = None
    """Sent in place of a reply that comes more than 24 hours after the customer wrote; without one
    such a reply is not sent."""


class ChannelSettings(Strict):
    """How the tenant is reached, by the names of the channels."""

    web: WebChannel = WebChannel()
    webhook: WebhookChannel = WebhookChannel()
    slack: SlackChannel = SlackChannel()
    sms: SmsChannel = SmsChannel()

    def is_open(self, channel: Channel) -> bool:
        """False where the tenant has closed it: nothing comes in, whatever is connected."""
        match channel:
            case Channel.WEBHOOK:
                return self.webhook.enabled
            case Channel.SLACK:
                return self.slack.enabled
            case Channel.SMS:
                return self.sms.enabled
        return True
