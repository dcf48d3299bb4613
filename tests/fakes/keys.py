"""Keys of tenants in a dict, which a test may shred."""

import os

from domain.errors import NotFound


class FakeKeys:
    """Implements `TenantKeys`."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], bytes] = {}

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        return "1", self.keys.setdefault((tenant_id, "1"), os.urandom(32))

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        if (tenant_id, key_id) not in self.keys:
            raise NotFound("no such key")
        return self.keys[tenant_id, key_id]
