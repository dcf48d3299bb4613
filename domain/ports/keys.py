"""Tenants' data keys, and the payloads that they seal."""

from __future__ import annotations

from typing import Any, Protocol


class TenantKeys(Protocol):
    """Data keys of tenants, wrapped by the master key. Deleting one shreds what it sealed."""

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        """(key id, 32 bytes); made on first use."""
        ...

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        """Raise NotFound for a key that was never there or has been shredded."""
        ...


class PayloadViewer(Protocol):
    """Temporal's payloads decrypted and back, as protobuf JSON: bytes are base64."""

    async def open_payloads(
        self, tenant_id: str | None, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """None opens every tenant's. Raise NotAllowed for another tenant's, InvalidInput for
        what is no payload, NotFound where the key is gone."""
        ...

    async def seal_payloads(
        self, tenant_id: str, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Encrypt them with the tenant's current key. Raise InvalidInput for what is no payload."""
        ...
