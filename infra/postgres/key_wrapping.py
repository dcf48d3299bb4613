"""Wrapping tenants' keys: with the master key, by AES-256-GCM, or by a KMS behind `KeyWrapper`."""

import secrets
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class AnotherMasterKey(Exception):
    """What was to be unwrapped was wrapped with another master key, or for another purpose."""


class KeyWrapper(Protocol):
    """Wraps keys of 32 bytes. `bound_to` says what a wrapped key is for (a KMS calls it additional
    data or an encryption context): one moved to another tenant's row does not unwrap.

    A wrapper that calls a service has a timeout, and raises DependencyUnavailable.
    """

    async def wrap(self, key: bytes, bound_to: str) -> bytes:
        """The wrapped key, of whatever length; it is stored as it is."""
        ...

    async def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
        """Raise AnotherMasterKey for what was wrapped with another one, or for another purpose."""
        ...


class KeyWrapping:
    """Implements `KeyWrapper` on this machine: the only holder of the master key."""

    def __init__(self, master_key: bytes) -> None:
        self._master = AESGCM(master_key)

    async def wrap(self, key: bytes, bound_to: str) -> bytes:
        """Seal a data key with the master key; only the same binding opens it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._master.encrypt(nonce, key, bound_to.encode())

    async def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._master.decrypt(nonce, sealed, bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise AnotherMasterKey from error


def tenant_binding(tenant_id: str, key_id: str) -> str:
    return f"{tenant_id}/{key_id}"
