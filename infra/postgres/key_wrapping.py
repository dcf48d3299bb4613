"""Wrapping keys with the master key, by AES-256-GCM: the seam at which a KMS would come in."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from infra.sealing import BrokenSeal, seal, unseal

_ADDRESS_KEY_BYTES = 32
_ADDRESS_KEY_PURPOSE = b"duralogue/conversation ids of channel addresses/1"
"""Never to be changed: with another one every address would begin a new conversation."""


class AnotherMasterKey(Exception):
    """What was to be unwrapped was wrapped with another master key, or for another purpose."""


class KeyWrapping:
    """The only holder of the master key. `bound_to` says what a wrapped key is for: one moved to
    another tenant's row does not unwrap."""

    def __init__(self, master_key: bytes) -> None:
        self._master = master_key

    def wrap(self, key: bytes, bound_to: str) -> bytes:
        return seal(self._master, key, bound_to.encode())

    def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
        """Raise AnotherMasterKey."""
        try:
            return unseal(self._master, wrapped, bound_to.encode())
        except BrokenSeal as error:
            raise AnotherMasterKey from error


def tenant_binding(tenant_id: str, key_id: str) -> str:
    return f"{tenant_id}/{key_id}"


def address_key(master_key: bytes) -> bytes:
    """The 32 bytes with which `conversation_id_of` makes conversation ids of addresses.

    Derived from the master key alone: the same on every replica, whatever becomes of the tenants'
    data keys, and of no use for opening anything.
    """
    derivation = HKDF(
        algorithm=SHA256(), length=_ADDRESS_KEY_BYTES, salt=None, info=_ADDRESS_KEY_PURPOSE
    )
    return derivation.derive(master_key)
