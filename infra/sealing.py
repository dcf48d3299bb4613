"""Sealing bytes with a key, by AES-256-GCM: what is stored says nothing to who lacks the key."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_TAG_BYTES = 16
SEAL_BYTES = _NONCE_BYTES + _TAG_BYTES
"""How much longer what is sealed is."""


class BrokenSeal(Exception):
    """Sealed with another key, bound to something else, cut short, or changed since."""


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """The nonce, then what is sealed. `key` has 32 bytes; `bound_to` is not kept, and has to be
    the same when it is opened: what was moved to another row does not open there."""
    # A nonce must never come twice under one key: 96 random bits, and never a counter of ours.
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Raise BrokenSeal."""
    if is_too_short(sealed):
        raise BrokenSeal
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except InvalidTag as error:
        raise BrokenSeal from error


def is_too_short(sealed: bytes) -> bool:
    """Whether nothing can have been sealed in it."""
    return len(sealed) < SEAL_BYTES
