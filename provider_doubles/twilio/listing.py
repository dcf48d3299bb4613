"""Listing messages: newest first, by address and day, in pages."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from provider_doubles.twilio.account import API_VERSION, Account, Json, Message, as_json
from provider_doubles.twilio.errors import TwilioError

_PAGE = 50
_LARGEST_PAGE = 1_000


def list_messages(account: Account, query: Mapping[str, str]) -> Json:
    """One page. Raise TwilioError for a filter that cannot be read."""
    found = [each for each in reversed(account.messages.values()) if _is_asked(each, query)]
    size = _number(query, "PageSize", _PAGE, _LARGEST_PAGE) or _PAGE
    page = _number(query, "Page", 0, 1_000_000)
    start = page * size
    more = len(found) > start + size
    return {
        "messages": [as_json(each, account.settings) for each in found[start : start + size]],
        "page": page,
        "page_size": size,
        "start": start,
        "end": max(start, min(start + size, len(found)) - 1),
        "uri": _page_uri(account, query, page, size),
        "first_page_uri": _page_uri(account, query, 0, size),
        "previous_page_uri": _page_uri(account, query, page - 1, size) if page else None,
        "next_page_uri": _page_uri(account, query, page + 1, size) if more else None,
    }


def _is_asked(message: Message, query: Mapping[str, str]) -> bool:
    if "To" in query and message.to != query["To"]:
        return False
    if "From" in query and message.sender != query["From"]:
        return False
    # What is still queued was not sent yet: it is found by when it was made.
    at = message.sent or message.created
    if (day := query.get("DateSent")) is not None:
        begin = _moment("DateSent", day)
        return begin <= at < begin + timedelta(days=1)
    after, before = query.get("DateSent>"), query.get("DateSent<")
    if after is not None and at < _moment("DateSent>", after):
        return False
    return before is None or at <= _moment("DateSent<", before)


def _moment(name: str, text: str) -> datetime:
    """A day, or a moment; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise TwilioError(20001, f"{name}: must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _number(query: Mapping[str, str], name: str, default: int, most: int) -> int:
    given = query.get(name, "")
    if not given:
        return default
    if not given.isdecimal():
        raise TwilioError(20001, f"{name}: must be a number")
    return min(int(given), most)


def _page_uri(account: Account, query: Mapping[str, str], page: int, size: int) -> str:
    kept = {name: value for name, value in query.items() if name not in ("Page", "PageToken")}
    asked = urlencode({**kept, "PageSize": size, "Page": page})
    return f"/{API_VERSION}/Accounts/{account.settings.account_sid}/Messages.json?{asked}"
