"""Signatures as Standard Webhooks has them: `webhook-id`, `webhook-timestamp`, `webhook-signature`.

What is signed is `id.timestamp.body`, with HMAC-SHA256. The secret is written `whsec_` and base64.
While a secret is changed there are two: what goes out is signed with both, and what comes in with
either of them holds.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.errors import ConfigurationError, UnverifiedRequest

SIGNED_WITHIN = timedelta(minutes=5)
"""Before or after our own clock: what is older may be somebody's recording."""
_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)
_NEW_KEY_BYTES = 32
_MOST_SIGNATURES = 10
_ID = re.compile(r"[\x21-\x7e]{1,256}")
_SECONDS = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v1,[A-Za-z0-9+/=]{44}")
_NOBODYS = secrets.token_bytes(_NEW_KEY_BYTES)
"""Stands in where there is no connection, so that refusing takes as long as with one."""


def new_secret() -> str:
    """32 random bytes, as `whsec_` and base64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_NEW_KEY_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """Raise ConfigurationError for what is no secret of this scheme; never show it."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) not in _KEY_BYTES:
        raise ConfigurationError(f"a signing secret must be {_PREFIX} and 24 to 64 bytes in base64")
    return key


def signed(
    keys: Iterable[bytes], *, webhook_id: str, at: datetime, body: bytes
) -> Mapping[str, str]:
    """The three headers. `webhook_id` is visible ASCII and the same for each repeat."""
    timestamp = str(int(at.timestamp()))
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_sign(key, webhook_id, timestamp, body) for key in keys),
    }


def require_signed(
    keys: Sequence[bytes], headers: Mapping[str, str], body: bytes, *, now: datetime
) -> None:
    """Raise UnverifiedRequest unless one of the signatures is by one of the keys, over this body,
    and of the last or next five minutes. Header names are in lower case.

    Every key is tried with every signature, whatever has been found.
    """
    webhook_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    shown = headers.get("webhook-signature", "").split(" ", _MOST_SIGNATURES)[:_MOST_SIGNATURES]
    holds = False
    for key in keys or (_NOBODYS,):
        expected = _sign(key, webhook_id, timestamp, body)
        for signature in shown:
            # Bytes, since text that is not ASCII cannot be compared.
            is_same = hmac.compare_digest(expected.encode(), signature.encode())
            holds = holds or (is_same and bool(keys))
    if not _ID.fullmatch(webhook_id) or not _SECONDS.fullmatch(timestamp):
        raise UnverifiedRequest("webhook-id or webhook-timestamp is missing or not well-formed")
    if not any(_SIGNATURE.fullmatch(signature) for signature in shown):
        raise UnverifiedRequest("webhook-signature is missing or not well-formed")
    if not holds:
        raise UnverifiedRequest("the signature is not by a secret of this account")
    if abs(now.timestamp() - int(timestamp)) > SIGNED_WITHIN.total_seconds():
        raise UnverifiedRequest("it was signed more than five minutes ago, or ahead")


def _sign(key: bytes, webhook_id: str, timestamp: str, body: bytes) -> str:
    content = f"{webhook_id}.{timestamp}.".encode(errors="replace") + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
