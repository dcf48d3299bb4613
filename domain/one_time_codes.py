"""Codes of an authenticator app (RFC 6238), and codes for the day the phone is lost."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

STEP_SECONDS: Final = 30
DIGITS: Final = 6
RECOVERY_CODES: Final = 10
_CLOCKS_DIFFER_BY: Final = 1
"""Steps that an app's clock may be early or late."""
_SECRET_BYTES: Final = 20
_RECOVERY_BYTES: Final = 10


def new_secret() -> bytes:
    return secrets.token_bytes(_SECRET_BYTES)


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int, digits: int = DIGITS) -> str:
    digest = hmac.digest(secret, struct.pack(">Q", step), hashlib.sha1)
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0x0F)
    return str((number & 0x7FFF_FFFF) % 10**digits).zfill(digits)


def matching_step(secret: bytes, shown: str, at: datetime, *, after: int) -> int | None:
    """The step whose code this is; None for one that was used already, or for none."""
    now, given = step_at(at), shown.encode(errors="replace")
    matching = [
        step
        for step in range(now - _CLOCKS_DIFFER_BY, now + _CLOCKS_DIFFER_BY + 1)
        if hmac.compare_digest(code_of(secret, step).encode(), given) and step > after
    ]
    return matching[-1] if matching else None


def typed(secret: bytes) -> str:
    """In base32, in groups of four, for who types it in."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def otpauth_link(secret: bytes, *, name: str, issuer: str) -> str:
    """What authenticator apps open."""
    label = quote(f"{issuer}:{name}", safe="")
    fields = {"secret": typed(secret).replace(" ", ""), "issuer": issuer, "digits": DIGITS}
    return f"otpauth://totp/{label}?{urlencode(fields, quote_via=quote)}"


def new_recovery_codes() -> tuple[str, ...]:
    """Each good once."""
    made = (base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    codes = (each.decode().casefold() for each in made)
    return tuple(f"{one[:4]}-{one[4:8]}-{one[8:12]}-{one[12:]}" for one in codes)


def recovery_hash(shown: str) -> bytes:
    """80 random bits are not to be guessed, so that a plain hash is enough."""
    letters = "".join(each for each in shown.casefold() if each.isalnum())
    return hashlib.sha256(letters.encode(errors="replace")).digest()
