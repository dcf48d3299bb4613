"""Memory twin of tenants' data keys."""

import secrets

from domain.errors import NotFound


class MemoryTenantKeys:
    """Implements `TenantKeys` within one process."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], bytes] = {}
        self._current: dict[str, str] = {}

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        key_id = self._current.setdefault(tenant_id, secrets.token_hex(8))
        return key_id, self._keys.setdefault((tenant_id, key_id), secrets.token_bytes(32))

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        try:
            return self._keys[tenant_id, key_id]
        except KeyError:
            raise NotFound(f"there is no key {key_id}") from None

    async def shred(self, tenant_id: str, key_id: str) -> None:
        """Forget the key: what it sealed cannot be read again."""
        self._keys.pop((tenant_id, key_id), None)
        if self._current.get(tenant_id) == key_id:
            del self._current[tenant_id]
