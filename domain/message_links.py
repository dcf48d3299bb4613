"""Short links to one message, for whoever got it where it did not fit.

A link shows that message and nothing else of its conversation, to whoever has it, until it is over.
"""

import base64
import binascii
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from domain.channel_addresses import Channel
from domain.errors import NotFound
from domain.identifiers import ConversationId

LINKS_LAST = timedelta(days=7)
_PREFIX = f"{Channel.SMS}-"
_CONVERSATION = re.compile(rf"{_PREFIX}([0-9a-f]{{32}})")
_KEY_BYTES, _NUMBER_BYTES, _MAC_BYTES = 16, 4, 12
_TOKEN_BYTES = _KEY_BYTES + 2 * _NUMBER_BYTES + _MAC_BYTES
TOKEN_CHARACTERS = 48
_PURPOSE = b"duralogue/links to messages/1"


def message_token(
    tenant_id: str, conversation_id: ConversationId, seq: int, *, now: datetime, key: bytes
) -> str:
    """48 characters of a URL. `seq` is the message's; `key` that of `conversation_id_of`.

    Raise ValueError for a conversation whose id was not made by it.
    """
    known = _CONVERSATION.fullmatch(conversation_id)
    if known is None:
        raise ValueError("no conversation of text messages")
    of = bytes.fromhex(known[1])
    until = int((now + LINKS_LAST).timestamp())
    plain = of + seq.to_bytes(_NUMBER_BYTES) + until.to_bytes(_NUMBER_BYTES)
    return base64.urlsafe_b64encode(plain + _mac(tenant_id, plain, key)).decode()


def linked_message(
    tenant_id: str, token: str, *, now: datetime, key: bytes
) -> tuple[ConversationId, int]:
    """The conversation and the number of its message. Raise NotFound for a link that is over, or
    that we did not make: nobody learns which."""
    try:
        found = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        found = b""
    plain, mac = found[:-_MAC_BYTES], found[-_MAC_BYTES:]
    is_ours = hmac.compare_digest(mac, _mac(tenant_id, plain, key))
    if len(found) != _TOKEN_BYTES or not is_ours:
        raise NotFound("This link is not valid any more.")
    seq = int.from_bytes(plain[_KEY_BYTES : _KEY_BYTES + _NUMBER_BYTES])
    until = datetime.fromtimestamp(int.from_bytes(plain[-_NUMBER_BYTES:]), UTC)
    if until <= now:
        raise NotFound("This link is not valid any more.")
    return f"{_PREFIX}{plain[:_KEY_BYTES].hex()}", seq


def _mac(tenant_id: str, plain: bytes, key: bytes) -> bytes:
    own = hmac.new(key, _PURPOSE, hashlib.sha256).digest()
    return hmac.new(own, tenant_id.encode() + b"\0" + plain, hashlib.sha256).digest()[:_MAC_BYTES]
