"""Creating a message: what is asked is checked, and refused with the documented codes."""

import json
import re
from collections.abc import Mapping

from provider_doubles.twilio.account import WHATSAPP, Account, Message, new_sid, now
from provider_doubles.twilio.errors import TwilioError

LONGEST_BODY = 1_600
_NUMBER = re.compile(r"(whatsapp:)?\+[1-9][0-9]{6,14}")
_LONGEST_VALIDITY_S = 36_000
_MOST_MEDIA = 10
_OPTIONS = ("ContentRetention", "AddressRetention", "SmartEncoded", "ShortenUrls", "RiskCheck")
_HOLE = re.compile(r"\{\{([0-9]{1,3})\}\}")


def create_message(account: Account, form: Mapping[str, str], media: list[str]) -> Message:
    """Taken, and not yet sent. Raise TwilioError."""
    to = _recipient(form)
    sender, service = _origin(account, form)
    body, content = _words(account, form, media)
    if sender and sender.startswith(WHATSAPP) != to.startswith(WHATSAPP):
        raise TwilioError(
            63007 if to.startswith(WHATSAPP) else 21910,
            "Twilio could not find a Channel with the specified From address",
        )
    if account.is_opted_out(sender, service, to):
        raise TwilioError(21610, "Attempt to send to unsubscribed recipient")
    return account.put(
        Message(
            sid=new_sid("MM" if media else "SM"),
            sender=sender,
            to=to,
            body=body,
            direction="outbound-api",
            status="accepted" if service else "queued",
            created=now(),
            service=service,
            media=media,
            callback=_callback(form),
            validity_s=_validity(form),
            content=content,
            options={name: form[name] for name in _OPTIONS if name in form},
        )
    )


def _recipient(form: Mapping[str, str]) -> str:
    to = form.get("To", "")
    if not to:
        raise TwilioError(21604, "A 'To' phone number is required.")
    if not _NUMBER.fullmatch(to):
        raise TwilioError(21211, f"Invalid 'To' Phone Number: {to}")
    return to


def _origin(account: Account, form: Mapping[str, str]) -> tuple[str, str]:
    """The number and the service; a service chooses its first number."""
    sender, service = form.get("From", ""), form.get("MessagingServiceSid", "")
    if not sender and not service:
        raise TwilioError(21603, "A 'From' phone number is required.")
    if service:
        numbers = account.settings.services.get(service)
        if numbers is None:
            raise TwilioError(21701, f"The Messaging Service {service} does not exist")
        if not numbers:
            raise TwilioError(21703, "The Messaging Service does not have a phone number")
        return sender or numbers[0], service
    if not _NUMBER.fullmatch(sender):
        raise TwilioError(21212, f"Invalid 'From' Phone Number: {sender}")
    if sender not in account.settings.numbers:
        code = 63007 if sender.startswith(WHATSAPP) else 21606
        raise TwilioError(code, f"The 'From' {sender} is not a number of this account.")
    return sender, ""


def _words(account: Account, form: Mapping[str, str], media: list[str]) -> tuple[str, str]:
    """The text that the phone will show, and the template that it is of."""
    content = form.get("ContentSid", "")
    if content:
        template = account.settings.contents.get(content)
        if template is None:
            raise TwilioError(21655, "The ContentSid is Invalid.")
        return _filled(template, form.get("ContentVariables", "")), content
    body = form.get("Body", "")
    if not body and not media:
        raise TwilioError(21619, "A text message body or media urls must be specified.")
    if len(body) > LONGEST_BODY:
        raise TwilioError(21617, "The concatenated message body exceeds the 1600 character limit.")
    if len(media) > _MOST_MEDIA:
        raise TwilioError(21623, "Number of media files exceeds allowed limit.")
    return body, ""


def _filled(template: str, variables: str) -> str:
    wrong = TwilioError(21656, "The ContentVariables Parameter is invalid.")
    try:
        values = json.loads(variables or "{}")
    except ValueError:
        raise wrong from None
    if not isinstance(values, dict):
        raise wrong
    return _HOLE.sub(lambda hole: str(values.get(hole.group(1), "")), template)


def _callback(form: Mapping[str, str]) -> str:
    url = form.get("StatusCallback", "")
    if url and not url.startswith(("http://", "https://")):
        raise TwilioError(21609, f"The 'StatusCallback' URL {url} is not a valid URL.")
    return url


def _validity(form: Mapping[str, str]) -> int | None:
    given = form.get("ValidityPeriod", "")
    if not given:
        return None
    if not given.isdecimal() or not 1 <= int(given) <= _LONGEST_VALIDITY_S:
        raise TwilioError(21621, "The ValidityPeriod must be from 1 to 36000 seconds.")
    return int(given)
