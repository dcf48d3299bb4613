"""Messages as phones would show them, and which of them came twice."""

import json
from collections import defaultdict

from provider_doubles.twilio.account import Account, Json, Message
from provider_doubles.twilio.segments import segments_of


def seen(account: Account, person: str = "") -> list[Json]:
    """In the order in which they were taken; also those that did not arrive, and say why."""
    return [
        _sighting(each)
        for each in account.messages.values()
        if person in ("", each.to, each.sender)
    ]


def repeated(account: Account) -> list[Json]:
    """Messages of ours that one phone got more than once in the same words."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for message in account.messages.values():
        if message.direction == "outbound-api":
            words = json.dumps([message.sender, message.to, message.body])
            by_words[words].append(message.sid)
    return [
        {"what": json.loads(words), "sids": sids}
        for words, sids in by_words.items()
        if len(sids) > 1
    ]


def _sighting(message: Message) -> Json:
    count, encoding = segments_of(message.body)
    return {
        "sid": message.sid,
        "from": message.sender,
        "to": message.to,
        "body": message.body,
        "direction": message.direction,
        "status": message.status,
        "error_code": message.error_code,
        "error_message": message.error_message,
        "segments": count,
        "encoding": encoding,
        "media": message.media,
        "content": message.content,
        "options": message.options,
        "validity_s": message.validity_s,
        "by_twilio": message.by_twilio,
        "created": message.created.isoformat(),
    }
