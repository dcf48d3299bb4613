"""Public keys that tenants publish."""

from __future__ import annotations

from typing import Protocol


class PublishedKeySets(Protocol):
    """Fetches a tenant's key set (JWKS) from where its settings say."""

    async def fetch(self, tenant_id: str, url: str) -> bytes:
        """The document as it was answered, at most 256 kB, within three seconds.

        Raise DependencyUnavailable where there is none, ConfigurationError for an address that the
        operator does not allow this tenant, or that begins with neither https:// nor a loopback
        address of the operator's own list."""
        ...
