"""Answers that are replayed, sealed with the tenant's key: one may hold a session."""

import base64
import json
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict, ReusedKey
from domain.idempotency import Claimed, KeptAnswer, RequestKey
from domain.ports import TenantKeys
from infra.postgres.raw_queries import Row, tenant_rows, tenant_write
from infra.postgres.tenant_seals import Sealed, TenantSeal
from infra.sealing import BrokenSeal

# What is over goes with the next claim, a hundred at a time: nobody else need clear it away.
_CLAIM = """
WITH over AS (
    DELETE FROM idempotency_records WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_records
        WHERE tenant_id = %(tenant)s AND expires_at < now() AND digest <> %(digest)s
        LIMIT 100 FOR UPDATE SKIP LOCKED
    ))
)
INSERT INTO idempotency_records AS r (
    tenant_id, digest, fingerprint, lease_id, expires_at
)
VALUES (%(tenant)s, %(digest)s, %(fingerprint)s, %(lease)s, now() + %(for)s)
ON CONFLICT (tenant_id, digest) DO UPDATE SET
    fingerprint = excluded.fingerprint, lease_id = excluded.lease_id, key_id = NULL,
    answer = NULL, expires_at = excluded.expires_at
WHERE r.expires_at <= now()
RETURNING lease_id
"""
_FIND = """
SELECT fingerprint, key_id, answer FROM idempotency_records
WHERE tenant_id = %(tenant)s AND digest = %(digest)s
"""
_MINE = """
WHERE tenant_id = %(tenant)s AND digest = %(digest)s AND lease_id = %(lease)s AND answer IS NULL
"""
_KEEP = f"""
UPDATE idempotency_records SET
    key_id = %(key)s, answer = %(answer)s, expires_at = now() + %(for)s
{_MINE}
"""  # noqa: S608 - of constants
_RELEASE = f"DELETE FROM idempotency_records {_MINE}"  # noqa: S608 - of constants


class PostgresIdempotencyRecords:
    """Implements `IdempotencyRecords` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._seal = TenantSeal(keys, "answer")

    async def claim(
        self, key: RequestKey, fingerprint: bytes, *, lease: timedelta
    ) -> Claimed | KeptAnswer:
        claimed = Claimed(key.tenant_id, key.digest, secrets.token_hex(8))
        values = _place(claimed) | {"fingerprint": fingerprint, "for": lease}
        if await tenant_rows(self._engine, key.tenant_id, _CLAIM, values):
            return claimed
        rows = await tenant_rows(self._engine, key.tenant_id, _FIND, _place(claimed))
        if rows and rows[0]["fingerprint"] != fingerprint:
            raise ReusedKey
        answer = await self._opened(claimed, rows[0]) if rows and rows[0]["answer"] else None
        if answer is None:
            busy = Conflict("a request with this Idempotency-Key is still being carried out")
            raise busy.because("in-progress")
        return answer

    async def keep(self, claimed: Claimed, answer: KeptAnswer, *, keep_for: timedelta) -> None:
        plain = json.dumps(
            [answer.status, answer.headers, base64.b64encode(answer.body).decode()]
        ).encode()
        kept = await self._seal.seal(claimed.tenant_id, claimed.digest.hex(), plain)
        values = _place(claimed) | {"key": kept.key_id, "answer": kept.sealed, "for": keep_for}
        await tenant_write(self._engine, claimed.tenant_id, _KEEP, values)

    async def release(self, claimed: Claimed) -> None:
        await tenant_write(self._engine, claimed.tenant_id, _RELEASE, _place(claimed))

    async def _opened(self, claimed: Claimed, row: Row) -> KeptAnswer | None:
        """None where its key was shredded: what it held is to be said to nobody any more."""
        kept = Sealed(row["key_id"], row["answer"])
        try:
            plain = await self._seal.open(claimed.tenant_id, claimed.digest.hex(), kept)
        except BrokenSeal:
            return None
        status, headers, body = json.loads(plain)
        return KeptAnswer(
            status, tuple((name, value) for name, value in headers), base64.b64decode(body)
        )


def _place(claimed: Claimed) -> dict[str, Any]:
    return {"tenant": claimed.tenant_id, "digest": claimed.digest, "lease": claimed.lease_id}
