"""Wrapping keys with the master key, by AES-256-GCM: the seam at which a KMS would come in."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class AnotherMasterKey(Exception):
    """What was to be unwrapped was wrapped with another master key, or for another purpose."""


class KeyWrapping:
    """The only holder of the master key. `bound_to` says what a wrapped key is for: one moved to
    another tenant's row does not unwrap."""

    def __init__(self, master_key: bytes) -> None:
        self._master = AESGCM(master_key)

    def wrap(self, key: bytes, bound_to: str) -> bytes:
        """Seal a data key with the master key; only the same binding opens it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._master.encrypt(nonce, key, bound_to.encode())

    def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
        """Raise AnotherMasterKey."""
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._master.decrypt(nonce, sealed, bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise AnotherMasterKey from error


def tenant_binding(tenant_id: str, key_id: str) -> str:
    return f"{tenant_id}/{key_id}"
