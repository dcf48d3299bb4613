"""Seals by a tenant's own key: shredding the key ends what it sealed."""

import base64
from dataclasses import dataclass

from domain.errors import NotFound
from domain.ports import TenantKeys
from infra.sealing import BrokenSeal, seal, unseal


@dataclass(frozen=True)
class Sealed:
    """`key_id` names the tenant's key by which `sealed` opens."""

    key_id: str
    sealed: bytes

    def as_json(self) -> dict[str, str]:
        """With the bytes in base64."""
        return {"key_id": self.key_id, "sealed": base64.b64encode(self.sealed).decode()}


class TenantSeal:
    """Of one kind of row. Moved to another row, or to another tenant's, nothing opens."""

    def __init__(self, keys: TenantKeys, kind: str) -> None:
        self._keys = keys
        self._kind = kind

    async def seal(self, tenant_id: str, place: str, plain: bytes) -> Sealed:
        """For the row named `place`, with the tenant's current key.

        Raise DependencyUnavailable where no key is at hand and the database is down.
        """
        key_id, key = await self._keys.current(tenant_id)
        return Sealed(key_id, seal(key, plain, self._binding(tenant_id, place, key_id)))

    async def open(self, tenant_id: str, place: str, kept: Sealed) -> bytes:
        """Raise BrokenSeal, also where the key was shredded."""
        try:
            key = await self._keys.get(tenant_id, kept.key_id)
        except NotFound as error:
            raise BrokenSeal from error
        return unseal(key, kept.sealed, self._binding(tenant_id, place, kept.key_id))

    def _binding(self, tenant_id: str, place: str, key_id: str) -> bytes:
        return f"{self._kind}/{tenant_id}/{place}/{key_id}".encode()
