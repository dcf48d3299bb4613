"""Whether, and until when, the person of a conversation can be written to as one likes."""

from datetime import datetime, timedelta

from pydantic import BaseModel, Field

from domain.channel_addresses import ChannelAddress

_WHATSAPP = "whatsapp:"
WINDOW = timedelta(hours=24)
"""So long after somebody wrote WhatsApp takes free text; later, approved templates only."""


class ConversationReach(BaseModel):
    """What is known of whoever writes in a conversation."""

    is_opted_out: bool = False
    last_wrote_at: datetime | None = None
    address: ChannelAddress | None = Field(default=None, repr=False)

    @property
    def free_text_until(self) -> datetime | None:
        """None where there is no such limit, or nobody is known to have written."""
        if self.address is None or not self.address.recipient.startswith(_WHATSAPP):
            return None
        return self.last_wrote_at + WINDOW if self.last_wrote_at else None
