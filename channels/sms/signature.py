"""Signatures of Twilio: HMAC-SHA1 over the address and the form, with the account's auth token.

The form's fields are part of what is signed, sorted by name. So the body is cut into pairs of bytes
before it is verified, and nothing else is done with it.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from urllib.parse import unquote_plus, unquote_to_bytes, urlsplit, urlunsplit

from domain.errors import UnverifiedRequest

MOST_FIELDS = 500
Pairs = list[tuple[bytes, bytes]]
_JSON = "application/json"
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{27}=")
_ALGORITHM = re.compile(r"(?:^|,)\s*algorithm\s*=\s*([A-Za-z0-9_]{1,40})")
_USUAL = "HMAC_SHA1"
_PORTS = {"https": 443, "http": 80}
_NOBODYS = secrets.token_hex(16).encode()
"""Stands in where there is no connection, so that refusing takes as long as with one."""


def require_signed(
    tokens: Sequence[bytes], url: str, headers: Mapping[str, str], body: bytes
) -> None:
    """Raise UnverifiedRequest unless one of the tokens has signed this call to `url`, the address
    as Twilio knows it."""
    given = headers.get("x-twilio-signature", "")
    if _SIGNATURE.fullmatch(given) is None:
        raise UnverifiedRequest("no signature of Twilio's")
    named = _ALGORITHM.search(headers.get("x-twilio-webhooks-signature-settings", "")[:500])
    if named is not None and named[1].upper() != _USUAL:
        raise UnverifiedRequest(f"signed as {named[1]}; {_USUAL} is known")
    is_json = headers.get("content-type", "").partition(";")[0].strip().lower() == _JSON
    suffix = b"" if is_json else _joined(pairs_of(body))
    signed = [
        _sign(token, address.encode() + suffix)
        for token in tokens or (_NOBODYS,)
        for address in _addresses(url)
    ]
    matches = [hmac.compare_digest(each, given.encode()) for each in signed]
    if not tokens or not any(matches):
        raise UnverifiedRequest("the signature is not one of this account's")
    if is_json:
        _require_hash(url, body)


def pairs_of(body: bytes) -> Pairs:
    """The fields of a form, as bytes. Raise UnverifiedRequest for more than Twilio sends."""
    if body.count(b"&") >= MOST_FIELDS:
        raise UnverifiedRequest(f"more than {MOST_FIELDS} fields")
    pairs = []
    for each in body.split(b"&"):
        if each:
            name, _, value = each.replace(b"+", b" ").partition(b"=")
            pairs.append((unquote_to_bytes(name), unquote_to_bytes(value)))
    return pairs


def parameter_in(url: str, name: str) -> str:
    """The first value of a parameter of the address; "" where it has none."""
    pairs = (each.partition("=") for each in urlsplit(url).query.split("&"))
    return next((unquote_plus(value) for found, _, value in pairs if found == name), "")


def _joined(pairs: Pairs) -> bytes:
    """By name, then by value, each once: so Twilio's own libraries read a repeated field."""
    return b"".join(name + value for name, value in sorted(set(pairs)))


def _sign(token: bytes, what: bytes) -> bytes:
    return base64.b64encode(hmac.new(token, what, hashlib.sha1).digest())


def _addresses(url: str) -> tuple[str, str]:
    """With its port and without: Twilio signs either."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnverifiedRequest("an address that cannot be read") from None
    host = parts.netloc if port is None else parts.netloc.rpartition(":")[0]
    usual = _PORTS.get(parts.scheme, _PORTS["https"])
    return (
        urlunsplit(parts._replace(netloc=host)),
        urlunsplit(parts._replace(netloc=f"{host}:{port or usual}")),
    )


def _require_hash(url: str, body: bytes) -> None:
    """A body that is no form is signed by its hash, which is part of the address."""
    given = parameter_in(url, "bodySHA256")
    found = hashlib.sha256(body).hexdigest()
    if not hmac.compare_digest(found.encode(), given.encode()):
        raise UnverifiedRequest("the body is not the one that was signed")
