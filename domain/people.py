"""People who write on channels that know them, by their keys."""

from collections.abc import Sequence
from datetime import datetime

from domain.messages import InboundMessage


def people_of(messages: Sequence[InboundMessage]) -> list[tuple[str, datetime]]:
    """Who wrote them, and when; nobody where the channel knows nobody."""
    return [(message.person, message.received_at) for message in messages if message.person]
