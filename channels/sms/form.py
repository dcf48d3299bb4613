"""Fields of Twilio's forms, once they are verified."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from channels.sms.signature import pairs_of
from domain.customer_text import visible
from domain.errors import InvalidInput
from domain.identifiers import MessageId
from domain.messages import MAX_ATTACHMENTS, MAX_TEXT, Attachment, ButtonPress

_NUMBER = re.compile(r"\+[1-9][0-9]{4,14}")
_WHATSAPP = re.compile(r"whatsapp:(\+?[A-Za-z0-9.]{3,60})")
_MOBILE_PREFIX = re.compile(r"(\+52)1([0-9]{10})|(\+54)9([0-9]{10})|(\+55[0-9]{2})9([0-9]{8})")
"""In Mexico, Argentina and Brazil WhatsApp writes a mobile number with a digit that SMS leaves out,
or the other way round."""
_MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}")
_REFERENCE = re.compile(r"[\w./=+-]{1,300}", re.ASCII)
_CODE = re.compile(r"[0-9]{1,6}")
_COORDINATE = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_ID: TypeAdapter[str] = TypeAdapter(MessageId)
_LONGEST_LABEL = 300
_ENDINGS = {"jpeg": "jpg", "plain": "txt", "mpeg": "mp3", "quicktime": "mov", "vcard": "vcf"}


@dataclass(frozen=True)
class Phone:
    """Somebody's number, and the address at which they are written to."""

    address: str
    """Such as "+4915112345678", or "whatsapp:+4915112345678"."""

    @property
    def is_whatsapp(self) -> bool:
        return self.address.startswith("whatsapp:")

    @property
    def number(self) -> str:
        """The same on SMS and on WhatsApp, however either writes it: one person."""
        number = self.address.removeprefix("whatsapp:")
        if number.isascii() and number.isdigit():
            number = f"+{number}"
        found = _MOBILE_PREFIX.fullmatch(number)
        return "".join(part for part in found.groups() if part) if found else number


@dataclass(frozen=True)
class Form:
    """Raise InvalidInput, naming the field, where one that is needed cannot be read."""

    fields: dict[str, str]

    def _any(self, *names: str) -> str:
        return next((self.fields[name] for name in names if self.fields.get(name)), "")

    @cached_property
    def message_id(self) -> str:
        found = self._any("MessageSid", "SmsMessageSid", "SmsSid")
        try:
            return _ID.validate_python(found)
        except ValidationError:
            raise InvalidInput("MessageSid", "must be 1 to 64 visible ASCII characters") from None

    @cached_property
    def sender(self) -> Phone | None:
        """None for what nobody can answer: a short code, a name, another channel of Twilio's; and
        for a number of ours, so that two bots never talk to each other for ever."""
        phone = _phone(self._any("From"))
        return None if phone is not None and phone.address == self._any("To") else phone

    @cached_property
    def recipient(self) -> Phone | None:
        return _phone(self._any("To"))

    @cached_property
    def text(self) -> str:
        """As it may enter a conversation; "" where there is nothing to see."""
        words = visible(self.fields.get("Body", ""), MAX_TEXT)
        return words or self._place

    @property
    def _place(self) -> str:
        """Where somebody is who has sent that in place of words."""
        latitude, longitude = self._any("Latitude"), self._any("Longitude")
        if not (_COORDINATE.fullmatch(latitude) and _COORDINATE.fullmatch(longitude)):
            return ""
        named = (self._any("Label"), self._any("Address"), f"{latitude}, {longitude}")
        return visible("\n".join(one for one in named if one), MAX_TEXT)

    @property
    def opt_out_type(self) -> str:
        return self._any("OptOutType")[:20]

    @cached_property
    def button(self) -> ButtonPress | None:
        """A button or a row of a list of WhatsApp's."""
        label = visible(self._any("ButtonText", "ListTitle"), _LONGEST_LABEL)
        payload = visible(self._any("ButtonPayload", "ListId"), _LONGEST_LABEL) or label
        return ButtonPress(payload=payload, text=label) if payload else None

    @cached_property
    def attachments(self) -> tuple[Attachment, ...]:
        """Of files that Twilio keeps: each by the path of its address, which only we may open."""
        count = self._any("NumMedia")
        if not count.isascii() or not count.isdigit() or len(count) > 3:  # noqa: PLR2004 - digits
            return ()
        numbers = range(min(int(count), MAX_ATTACHMENTS))
        return tuple(one for number in numbers if (one := self._attachment(number)))

    def _attachment(self, number: int) -> Attachment | None:
        try:
            path = urlsplit(self._any(f"MediaUrl{number}")).path.lstrip("/")
        except ValueError:
            return None
        if _REFERENCE.fullmatch(path) is None:
            return None
        said = self._any(f"MediaContentType{number}").partition(";")[0].strip().lower()
        media_type = said if _MEDIA_TYPE.fullmatch(said) else "application/octet-stream"
        kind, _, ending = media_type.partition("/")
        short = _ENDINGS.get(ending, ending if ending.isalnum() else "bin")
        name = f"{kind if kind in {'image', 'video', 'audio'} else 'file'}-{number + 1}.{short}"
        return Attachment(name=name, media_type=media_type, size=0, reference=path)

    @property
    def says_something(self) -> bool:
        return bool(self.text or self.attachments or self.button)

    @property
    def status(self) -> str:
        return self._any("MessageStatus", "SmsStatus").lower()

    @property
    def error_code(self) -> str:
        found = self._any("ErrorCode")
        return found if _CODE.fullmatch(found) and found.strip("0") else ""


def form_of(body: bytes) -> Form:
    """Of each field the last value. Raise InvalidInput for what is not in UTF-8."""
    fields = {}
    for name, value in pairs_of(body):
        try:
            fields[name.decode()] = value.decode()
        except UnicodeDecodeError:
            raise InvalidInput("body", "must be a form in UTF-8") from None
    return Form(fields)


def _phone(address: str) -> Phone | None:
    known = _NUMBER.fullmatch(address) or _WHATSAPP.fullmatch(address)
    return Phone(address) if known else None
