"""Wrapping tenants' keys: with the master key, by AES-256-GCM, or by a KMS behind `KeyWrapper`."""

from typing import Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from infra.sealing import BrokenSeal, seal, unseal

_ADDRESS_KEY_BYTES = 32
_ADDRESS_KEY_PURPOSE = b"duralogue/conversation ids of channel addresses/1"
"""Never to be changed: with another one every address would begin a new conversation."""


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
    """A `KeyWrapper` on this machine: the only holder of the master key."""

    def __init__(self, master_key: bytes) -> None:
        self._master = master_key

    async def wrap(self, key: bytes, bound_to: str) -> bytes:
        """Seal a data key with the master key; only the same binding opens it."""
        return seal(self._master, key, bound_to.encode())

    async def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
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
