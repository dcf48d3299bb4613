"""Signatures as Slack makes them: `X-Slack-Signature` over `v0:{timestamp}:{body}`.

The same check as slack_sdk's `SignatureVerifier`, which is not used for three reasons: it reads its
own clock, it raises ValueError or TypeError for headers that are not well-formed, and it decodes
the body before it is verified. A test holds both against each other.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.errors import UnverifiedRequest

SIGNED_WITHIN = timedelta(minutes=5)
"""Before or after our own clock: what is older may be somebody's recording."""
_SECONDS = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_NOBODYS = secrets.token_hex(16)
"""Stands in where there is no connection, so that refusing takes as long as with one."""


def signed(secret: str, *, at: datetime, body: bytes) -> Mapping[str, str]:
    """The two headers, as Slack sends them."""
    timestamp = str(int(at.timestamp()))
    return {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": _sign(secret, timestamp, body),
    }


def require_signed(
    keys: Sequence[str], headers: Mapping[str, str], body: bytes, *, now: datetime
) -> None:
    """Raise UnverifiedRequest unless the signature is by one of the signing secrets, over this
    body, and of the last or next five minutes. Header names are in lower case.

    Every secret is tried, whatever has been found.
    """
    timestamp = headers.get("x-slack-request-timestamp", "")
    shown = headers.get("x-slack-signature", "")
    holds = False
    for key in keys or (_NOBODYS,):
        # Bytes, since text that is not ASCII cannot be compared.
        is_same = hmac.compare_digest(_sign(key, timestamp, body).encode(), shown.encode())
        holds = holds or (is_same and bool(keys))
    if not _SECONDS.fullmatch(timestamp):
        raise UnverifiedRequest("x-slack-request-timestamp is missing or not well-formed")
    if not _SIGNATURE.fullmatch(shown):
        raise UnverifiedRequest("x-slack-signature is missing or not well-formed")
    if not holds:
        raise UnverifiedRequest("the signature is not by the signing secret of this app")
    if abs(now.timestamp() - int(timestamp)) > SIGNED_WITHIN.total_seconds():
        raise UnverifiedRequest("it was signed more than five minutes ago, or ahead")


def _sign(secret: str, timestamp: str, body: bytes) -> str:
    content = f"v0:{timestamp}:".encode(errors="replace") + body
    return "v0=" + hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
