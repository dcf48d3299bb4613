"""Messages of people, with STOP, START and HELP as Twilio itself handles them."""

import base64
import html
import re
import time
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from provider_doubles.twilio.account import (
    API_VERSION,
    WHATSAPP,
    Account,
    Media,
    Message,
    new_sid,
    now,
)
from provider_doubles.twilio.request_sender import RequestSender, Sent
from provider_doubles.twilio.segments import segments_of

_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
_START = {"START", "YES", "UNSTOP"}
_HELP = {"HELP", "INFO"}
_SAID = {
    "STOP": (
        "You have successfully been unsubscribed. You will not receive any more messages from "
        "this number. Reply START to resubscribe."
    ),
    "START": (
        "You have successfully been re-subscribed to messages from this number. Reply HELP for "
        "help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    ),
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}
_TWIML_MESSAGE = re.compile(r"<Message>(?:<Body>)?([^<]{1,2000})")


class Photo(BaseModel):
    model_config = ConfigDict(extra="forbid")

    content_type: str = Field(default="image/png", pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")
    content: str = Field(max_length=800_000)
    """Base64."""


class Writing(BaseModel):
    """A person's message."""

    model_config = ConfigDict(extra="forbid")

    sender: str = Field(default="+15550111111", pattern=r"^(whatsapp:)?\+[1-9][0-9]{6,14}$")
    to: str = ""
    """One of our numbers; "" is the first of the same kind."""
    body: str = Field(default="", max_length=4_000)
    media: list[Photo] = Field(default_factory=list, max_length=10)
    name: str = "Ada"
    """On WhatsApp."""
    more: dict[str, str] = Field(default_factory=dict, max_length=10)
    """Such as {"ButtonPayload": "…", "ButtonText": "…"} or {"ListId": "…"}."""
    copies: int = Field(default=1, ge=1, le=10)


class Inbound:
    """Every message is told to the app, STOP too; Twilio answers STOP, START and HELP itself."""

    def __init__(self, account: Account, sender: RequestSender) -> None:
        self._account = account
        self._sender = sender

    async def write(self, writing: Writing, *, base_url: str) -> tuple[Message, Sequence[Sent]]:
        to = writing.to or self._number_for(writing.sender)
        media = [self._store(photo) for photo in writing.media]
        message = self._account.put(
            Message(
                sid=new_sid("MM" if media else "SM"),
                sender=writing.sender,
                to=to,
                body=writing.body,
                direction="inbound",
                status="received",
                created=now(),
                sent=now(),
                media=[each.sid for each in media],
            )
        )
        for each in media:
            self._account.media[message.sid, each.sid] = each
        if writing.sender.startswith(WHATSAPP):
            self._account.last_inbound[to, writing.sender] = time.monotonic()
            handled = ""
        else:
            handled = self._handle_keyword(message)
        fields = self._fields(message, writing, media, base_url)
        if handled and self._account.settings.advanced_opt_out:
            fields["OptOutType"] = handled
        url = self._account.settings.request_url
        if not url:
            return message, ()
        sent = [
            await self._sender.send(url, message.sid, "message", fields)
            for _ in range(writing.copies)
        ]
        self._answer(message, sent[-1].answer)
        return message, sent

    def _number_for(self, person: str) -> str:
        is_whatsapp = person.startswith(WHATSAPP)
        numbers = self._account.settings.numbers
        return next(each for each in numbers if each.startswith(WHATSAPP) == is_whatsapp)

    def _handle_keyword(self, message: Message) -> str:
        word = message.body.strip().upper()
        kinds = (("STOP", _STOP), ("START", _START), ("HELP", _HELP))
        handled = next((kind for kind, words in kinds if word in words), "")
        if handled in ("STOP", "START"):
            was_out = self._account.is_opted_out(message.to, "", message.sender)
            if handled == "START" and not was_out:
                return ""
            self._account.set_opt_out(message.to, message.sender, is_out=handled == "STOP")
        if handled:
            self._say(message, _SAID[handled], by_twilio=True)
        return handled

    def _answer(self, message: Message, twiml: str) -> None:
        """What the app answers in TwiML goes out, too, unless the person wants nothing."""
        if self._account.is_opted_out(message.to, "", message.sender):
            return
        for text in _TWIML_MESSAGE.findall(twiml[:100_000]):
            self._say(message, html.unescape(text).strip(), by_twilio=False)

    def _say(self, message: Message, words: str, *, by_twilio: bool) -> None:
        self._account.put(
            Message(
                sid=new_sid("SM"),
                sender=message.to,
                to=message.sender,
                body=words,
                direction="outbound-reply",
                status="delivered",
                created=now(),
                sent=now(),
                by_twilio=by_twilio,
            )
        )

    def _store(self, photo: Photo) -> Media:
        return Media(new_sid("ME"), photo.content_type, base64.b64decode(photo.content))

    def _fields(
        self, message: Message, writing: Writing, media: Sequence[Media], base_url: str
    ) -> dict[str, str]:
        settings = self._account.settings
        fields = {
            "AccountSid": settings.account_sid,
            "ApiVersion": API_VERSION,
            "Body": message.body,
            "From": message.sender,
            "MessageSid": message.sid,
            "NumMedia": str(len(media)),
            "NumSegments": str(segments_of(message.body)[0]),
            "SmsMessageSid": message.sid,
            "SmsSid": message.sid,
            "SmsStatus": "received",
            "To": message.to,
        }
        if services := self._account.services_of(message.to):
            fields["MessagingServiceSid"] = services[0]
        root = f"{base_url.rstrip('/')}/{API_VERSION}/Accounts/{settings.account_sid}"
        for number, each in enumerate(media):
            fields[f"MediaUrl{number}"] = f"{root}/Messages/{message.sid}/Media/{each.sid}"
            fields[f"MediaContentType{number}"] = each.kind
        if message.sender.startswith(WHATSAPP):
            fields |= {
                "ProfileName": writing.name,
                "WaId": message.sender.removeprefix(f"{WHATSAPP}+"),
                "ChannelPrefix": "whatsapp",
                "MessageType": "image" if media else "text",
            }
        else:
            fields |= {"FromCountry": "US", "ToCountry": "US"}
        return fields | writing.more
