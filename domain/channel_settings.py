"""Settings of a tenant's channels."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from domain.addresses import WebOrigin
from domain.attachment_settings import AttachmentSettings
from domain.channel_addresses import Channel
from domain.durations import SessionTime
from domain.values import Strict


class WebChannel(Strict):
    """The chat on the tenant's own pages."""

    allowed_origins: Annotated[tuple[WebOrigin, ...], Field(max_length=100)] = ()
    """Origins of the tenant's own pages that may embed the chat."""
    session_lasts: SessionTime = timedelta(days=7)
    attachments: AttachmentSettings = AttachmentSettings()


class WebhookChannel(Strict):
    enabled: bool = True
    """False: nothing comes in by webhook, whatever accounts are connected."""


class SlackChannel(Strict):
    enabled: bool = True
    """False: nothing comes in from Slack, whatever workspaces are connected."""


class SmsChannel(Strict):
    """Text messages, and WhatsApp through the same provider."""

    enabled: bool = True
    """False: nothing comes in by SMS or WhatsApp, whatever numbers are connected."""


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
