"""Keys of tenants' servers, and answers that are replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from domain.api_keys import ApiKey, ApiKeyRecord, KeySecret, NewApiKey
    from domain.idempotency import Claimed, KeptAnswer, RequestKey


class ApiKeys(Protocol):
    """The tenant's keys. A secret is stored only as a hash, and compared in constant time."""

    async def make(self, tenant_id: str, wanted: NewApiKey) -> KeySecret:
        """The key, shown only now. Raise Conflict for more than MOST_KEYS, or where a valid key
        has that name."""
        ...

    async def rotate(
        self, tenant_id: str, key_id: str, *, overlap: timedelta, valid_for: timedelta, by: str
    ) -> KeySecret:
        """A key with the same name, scopes and plan; the old one ends after `overlap`, or at its
        own date where that is sooner. Raise NotFound, Conflict where it has ended."""
        ...

    async def revoke(self, tenant_id: str, key_id: str, *, by: str) -> None:
        """From now on it is refused, for good. Raise NotFound."""
        ...

    async def listed(self, tenant_id: str) -> list[ApiKeyRecord]:
        """All, the first made first, with those that have ended."""
        ...

    async def find(self, tenant_id: str, shown: KeySecret) -> ApiKey | None:
        """None for a wrong secret and for a key that is over or another tenant's. Use and refusal
        are noted with the key."""
        ...


class IdempotencyRecords(Protocol):
    """Answers to requests that may be sent again, sealed with the tenant's key."""

    async def claim(
        self, key: RequestKey, fingerprint: bytes, *, lease: timedelta
    ) -> Claimed | KeptAnswer:
        """The caller may carry the request out, for as long as the lease; or what was answered.

        Raise Conflict where it is being carried out, and ReusedKey where the key came with
        another request."""
        ...

    async def keep(self, claimed: Claimed, answer: KeptAnswer, *, keep_for: timedelta) -> None:
        """From now on it is answered so. Nothing happens where the lease is another's by now."""
        ...

    async def release(self, claimed: Claimed) -> None:
        """Nothing came of it: the next one may try."""
        ...
