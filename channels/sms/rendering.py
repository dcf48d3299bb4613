"""A reply as text messages: in words, its choices numbered, as few segments as its words allow."""

from datetime import timedelta

from channels.sms.segments import divided, economical
from domain.channel_settings import SmsChannel
from domain.deliveries import Delivery
from domain.messages import Role
from domain.plain_text import ChannelFeatures, in_plain_text

LONGEST_BODY = 1_600
"""Of one message at Twilio, on SMS as on WhatsApp."""
_ANY_LENGTH = 20_000
_SHORTER = 0.93
_MOST_TRIES = 60

AGENT, STATEMENT, QUESTION, NOTICE = "agent", "statement", "question", "notice"
VALID_FOR = {
    AGENT: timedelta(hours=4),
    STATEMENT: timedelta(hours=2),
    QUESTION: timedelta(minutes=30),
    NOTICE: timedelta(minutes=5),
}
"""So long a message is worth sending, where the provider has to keep it: a question is stale when
its answer would be, and "one moment" after a few minutes."""


def rendered(
    delivery: Delivery, settings: SmsChannel, *, is_whatsapp: bool, link: str = ""
) -> tuple[str, ...]:
    """The messages that say it, in order; the same ones for each repeat but for `link`, which is
    put at the end where not all of it is said."""
    whole = _divided(_words(delivery, _ANY_LENGTH), settings, is_whatsapp=is_whatsapp)
    if len(whole) <= settings.messages_per_reply:
        return whole
    longest = LONGEST_BODY * settings.messages_per_reply
    for _ in range(_MOST_TRIES):
        cut = _words(delivery, longest)
        said = f"{cut}\n\n{link}" if link else cut
        parts = _divided(said, settings, is_whatsapp=is_whatsapp)
        if len(parts) <= settings.messages_per_reply:
            return parts
        longest = int(longest * _SHORTER)
    return parts[: settings.messages_per_reply]


def valid_for(delivery: Delivery) -> timedelta:
    """By what kind of message it is."""
    if delivery.role is Role.HUMAN_AGENT:
        return VALID_FOR[AGENT]
    if delivery.role is Role.SYSTEM:
        return VALID_FOR[NOTICE]
    asks = delivery.choices or delivery.form or delivery.text.rstrip().endswith("?")
    return VALID_FOR[QUESTION if asks else STATEMENT]


def on_one_line(text: str, longest: int) -> str:
    """As a variable of a template takes it: Meta allows no line breaks in one."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _words(delivery: Delivery, longest: int) -> str:
    return in_plain_text(delivery, ChannelFeatures(longest=longest))


def _divided(text: str, settings: SmsChannel, *, is_whatsapp: bool) -> tuple[str, ...]:
    if is_whatsapp:
        return divided(text, most_segments=LONGEST_BODY, longest=LONGEST_BODY)
    return divided(
        economical(text), most_segments=settings.segments_per_message, longest=LONGEST_BODY
    )
