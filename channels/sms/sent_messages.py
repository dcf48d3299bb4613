"""Finds messages of ours in the provider's list, by recipient, words and time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from channels.sms.connection import NUMBER
from domain.channel_addresses import ChannelAddress
from domain.channel_settings import SmsChannel
from domain.channels import ChannelConnection
from domain.errors import DependencyRejected, DependencyUnavailable

if TYPE_CHECKING:
    from twilio.rest import Client
    from twilio.rest.api.v2010.account.message import MessageInstance

_MOST_LISTED = 300
_PER_PAGE = 100
_TRIAL = "Sent from your Twilio trial account - "
_FEWEST_DIGITS = 4
SEPARATOR = ","
"""Between the provider's ids of one delivery's parts."""


async def sent_parts(
    client: "Client",
    connection: ChannelConnection,
    address: ChannelAddress,
    bodies: Sequence[str | None],
    settings: SmsChannel,
    *,
    since: datetime,
    known: frozenset[str],
) -> dict[int, str]:
    """The provider's ids of those of `bodies` that it has, by their places; a body of None is a
    template's, of which nobody knows the words.

    Raise DependencyRejected where nothing can tell, DependencyUnavailable where it is down.
    """
    tells_nothing = settings.discard_content or None in bodies
    if settings.obfuscate_addresses and tells_nothing:
        raise DependencyRejected("the provider keeps neither words nor number")
    listed = await _listed(client, connection, address, settings)
    taken = frozenset(chain.from_iterable(one.split(SEPARATOR) for one in known))
    ours = [
        one
        for one in reversed(listed)  # the oldest first, as they were sent
        if one.sid
        and one.sid not in taken
        and str(one.direction or "").startswith("outbound")
        and one.date_created is not None
        and one.date_created >= since.replace(microsecond=0)
        and _is_to(one.to, address.recipient, is_obfuscated=settings.obfuscate_addresses)
    ]
    if len(listed) >= _MOST_LISTED and all((one.date_created or since) >= since for one in listed):
        raise DependencyRejected("too many messages were sent since")
    return _matched(ours, bodies, is_discarded=settings.discard_content)


async def _listed(
    client: "Client", connection: ChannelConnection, address: ChannelAddress, settings: SmsChannel
) -> list["MessageInstance"]:
    from twilio.base.exceptions import TwilioException

    query = {}
    if not settings.obfuscate_addresses:
        query["to"] = address.recipient
    if number := connection.settings.get(NUMBER):
        query["from_"] = number
    try:
        listed: list[MessageInstance] = await client.messages.list_async(
            **query, limit=_MOST_LISTED, page_size=_PER_PAGE
        )
    except (TwilioException, AttributeError, KeyError, TypeError, ValueError) as error:
        raise DependencyUnavailable(f"no look-up: {type(error).__name__}") from error
    return listed


def _matched(
    ours: Iterable["MessageInstance"], bodies: Sequence[str | None], *, is_discarded: bool
) -> dict[int, str]:
    left = list(ours)
    found: dict[int, str] = {}
    for place, body in enumerate(bodies):
        for one in left:
            if _says(one.body or "", body, is_discarded=is_discarded):
                found[place] = str(one.sid)
                left.remove(one)
                break
    return found


def _says(listed: str, body: str | None, *, is_discarded: bool) -> bool:
    if body is None:
        return True
    if is_discarded and not listed.strip():
        return True
    return _squeezed(listed.removeprefix(_TRIAL)) == _squeezed(body)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _is_to(listed: str | None, recipient: str, *, is_obfuscated: bool) -> bool:
    if listed == recipient or not is_obfuscated:
        return listed == recipient
    shown = (listed or "").rstrip("Xx*")
    return len(shown) > _FEWEST_DIGITS and recipient.startswith(shown)
