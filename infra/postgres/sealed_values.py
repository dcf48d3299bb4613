"""Sealing what a tenant's rows must not tell in a dump, with AES-256-GCM and the tenant's key."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class DoesNotOpen(Exception):
    """It was sealed with another key or for another place, or is damaged."""


def seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """`bound_to` names the place: what is moved to another row, or another tenant's, does not
    open. `key` has 32 bytes."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def open_sealed(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Raise DoesNotOpen."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, rest, bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpen from error
