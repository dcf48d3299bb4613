"""The account in memory: messages, opt-outs and the WhatsApp windows."""

import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from provider_doubles.twilio.segments import segments_of
from provider_doubles.twilio.settings import TwilioSettings

Json = dict[str, Any]
API_VERSION = "2010-04-01"
WHATSAPP = "whatsapp:"


@dataclass
class Message:
    sid: str
    sender: str
    """The number it comes from; "" while a messaging service has not chosen one."""
    to: str
    body: str
    direction: str
    """inbound, outbound-api or outbound-reply."""
    status: str
    created: datetime
    service: str = ""
    updated: datetime | None = None
    sent: datetime | None = None
    error_code: int | None = None
    error_message: str | None = None
    media: list[str] = field(default_factory=list)
    """Addresses for what goes out, sids for what came in."""
    callback: str = ""
    validity_s: int | None = None
    content: str = ""
    """The content template's sid."""
    options: dict[str, str] = field(default_factory=dict)
    """What else was asked: ContentRetention and the like."""
    by_twilio: bool = False
    """Twilio's own words about STOP, START and HELP."""

    @property
    def was_shown(self) -> bool:
        """Whether the person's phone shows it."""
        return self.status in ("delivered", "read")


@dataclass
class Media:
    sid: str
    kind: str
    content: bytes


class Account:
    """Everything that one double knows. `reset` forgets all but the settings."""

    def __init__(self, settings: TwilioSettings) -> None:
        self.settings = settings
        self.reset()

    def reset(self) -> None:
        self.messages: dict[str, Message] = {}
        """sid -> message, in the order in which they came."""
        self.media: dict[tuple[str, str], Media] = {}
        """(message sid, media sid) -> media."""
        self.opted_out: set[tuple[str, str]] = set()
        """(number or messaging service, person)."""
        self.last_inbound: dict[tuple[str, str], float] = {}
        """(our WhatsApp address, the person's) -> when, on the monotonic clock."""
        self.undeliverable: dict[str, int] = {}
        """Person -> the code with which every message to them fails."""

    def services_of(self, number: str) -> list[str]:
        return [sid for sid, numbers in self.settings.services.items() if number in numbers]

    def is_opted_out(self, sender: str, service: str, person: str) -> bool:
        places = [sender, service, *self.services_of(sender)]
        return any((place, person) in self.opted_out for place in places if place)

    def set_opt_out(self, sender: str, person: str, *, is_out: bool) -> None:
        """Of the number and of every service that it is in."""
        for place in (sender, *self.services_of(sender)):
            if is_out:
                self.opted_out.add((place, person))
            else:
                self.opted_out.discard((place, person))

    def is_window_open(self, sender: str, person: str) -> bool:
        last = self.last_inbound.get((sender, person))
        return last is not None and time.monotonic() - last <= self.settings.window_s

    def put(self, message: Message) -> Message:
        self.messages[message.sid] = message
        return message


def new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


def now() -> datetime:
    return datetime.now(UTC)


def as_json(message: Message, settings: TwilioSettings) -> Json:
    """The Message resource."""
    path = f"/{API_VERSION}/Accounts/{settings.account_sid}/Messages/{message.sid}"
    is_in = message.direction == "inbound"
    return {
        "account_sid": settings.account_sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": format_datetime(message.created),
        "date_sent": format_datetime(message.sent) if message.sent else None,
        "date_updated": format_datetime(message.updated or message.created),
        "direction": message.direction,
        "error_code": message.error_code,
        "error_message": message.error_message,
        "from": message.sender or None,
        "messaging_service_sid": message.service or None,
        "num_media": str(len(message.media)),
        "num_segments": str(segments_of(message.body)[0] if is_in or message.sender else 0),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{path}/Media.json", "feedback": f"{path}/Feedback.json"},
        "to": message.to,
        "uri": f"{path}.json",
    }
