"""Keys of tenants' servers: only hashes of their secrets are stored."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.api_keys import MOST_KEYS, ApiKey, ApiKeyRecord, KeySecret, NewApiKey
from domain.errors import Conflict, NotFound
from infra.postgres.raw_queries import Row, tenant_rows

_log = logging.getLogger(__name__)

_FIELDS = """
tenant_id, key_id, name, scopes, plan, made_by, made_at, expires_at, replaces, revoked_at,
revoked_by, last_used_at, refused, last_refused_at, last_refusal
"""
_VALID = "revoked_at IS NULL AND expires_at > now()"
_MAKE = f"""
INSERT INTO api_keys (
    tenant_id, key_id, name, secret_hash, scopes, plan, made_by, expires_at
)
SELECT %(tenant)s, %(key)s, %(name)s, %(hash)s, %(scopes)s, %(plan)s, %(by)s, now() + %(life)s
WHERE pg_advisory_xact_lock(hashtextextended('api_keys/' || %(tenant)s, 0)) IS NOT NULL
AND (SELECT count(*) FROM api_keys WHERE tenant_id = %(tenant)s AND {_VALID}) < %(most)s
AND NOT EXISTS (
    SELECT FROM api_keys WHERE tenant_id = %(tenant)s AND name = %(name)s AND {_VALID}
)
RETURNING key_id
"""  # noqa: S608 - of constants
_ROTATE = f"""
WITH old AS (
    UPDATE api_keys SET expires_at = least(expires_at, now() + %(overlap)s)
    WHERE tenant_id = %(tenant)s AND key_id = %(old)s AND {_VALID}
    RETURNING name, scopes, plan
)
INSERT INTO api_keys (
    tenant_id, key_id, name, secret_hash, scopes, plan, made_by, expires_at, replaces
)
SELECT %(tenant)s, %(key)s, name, %(hash)s, scopes, plan, %(by)s, now() + %(life)s, %(old)s
FROM old
RETURNING key_id
"""  # noqa: S608 - of constants
_REVOKE = """
UPDATE api_keys SET
    revoked_at = coalesce(revoked_at, now()), revoked_by = coalesce(revoked_by, %(by)s)
WHERE tenant_id = %(tenant)s AND key_id = %(key)s RETURNING key_id
"""
_LISTED = f"SELECT {_FIELDS} FROM api_keys WHERE tenant_id = %(tenant)s ORDER BY made_at, key_id"  # noqa: S608 - of constants
_FIND = """
SELECT tenant_id, key_id, name, scopes, plan, secret_hash,
    CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' END
        AS over,
    coalesce(last_used_at < now() - interval '1 minute', true) AS is_to_note
FROM api_keys WHERE tenant_id = %(tenant)s AND key_id = %(key)s
"""
# To the minute, so that most requests write nothing.
_USED = """
UPDATE api_keys SET last_used_at = now() WHERE tenant_id = %(tenant)s AND key_id = %(key)s
AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
"""
# At most once a second: whoever guesses must not keep the database busy with writes.
_REFUSED = """
UPDATE api_keys SET refused = refused + 1, last_refused_at = now(), last_refusal = %(why)s
WHERE tenant_id = %(tenant)s AND key_id = %(key)s
AND (last_refused_at IS NULL OR last_refused_at < now() - interval '1 second')
"""


class PostgresApiKeys:
    """Implements `ApiKeys` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def make(self, tenant_id: str, wanted: NewApiKey) -> KeySecret:
        made = KeySecret.made()
        values = {
            "name": wanted.name,
            "scopes": sorted(wanted.scopes),
            "plan": wanted.plan.value,
            "life": wanted.valid_for,
            "most": MOST_KEYS,
        }
        values |= {"key": made.key_id, "hash": made.digest, "by": wanted.made_by}
        if not await self._rows(tenant_id, _MAKE, values):
            raise Conflict(
                f"there is a valid key called {wanted.name}, or there are {MOST_KEYS} valid ones: "
                "rotate or revoke one"
            )
        _tell("api_key_made", tenant_id, made.key_id, by=wanted.made_by)
        return made

    async def rotate(
        self, tenant_id: str, key_id: str, *, overlap: timedelta, valid_for: timedelta, by: str
    ) -> KeySecret:
        made = KeySecret.made()
        values = {"old": key_id, "overlap": overlap, "life": valid_for, "by": by}
        values |= {"key": made.key_id, "hash": made.digest}
        if not await self._rows(tenant_id, _ROTATE, values):
            if not await self._rows(tenant_id, _FIND, {"key": key_id}):
                raise _unknown()
            raise Conflict("this key has ended: make a new one")
        _tell("api_key_rotated", tenant_id, made.key_id, replaces=key_id, by=by)
        return made

    async def revoke(self, tenant_id: str, key_id: str, *, by: str) -> None:
        if not await self._rows(tenant_id, _REVOKE, {"key": key_id, "by": by}):
            raise _unknown()
        _tell("api_key_revoked", tenant_id, key_id, by=by)

    async def listed(self, tenant_id: str) -> list[ApiKeyRecord]:
        rows = await self._rows(tenant_id, _LISTED, {})
        return [ApiKeyRecord.model_validate(row) for row in rows]

    async def find(self, tenant_id: str, shown: KeySecret) -> ApiKey | None:
        rows = await self._rows(tenant_id, _FIND, {"key": shown.key_id})
        row = rows[0] if rows else None
        is_right = shown.is_secret_of(row["secret_hash"] if row else None)
        if row is None:
            return None
        if not is_right or row["over"]:
            await self._note_refusal(tenant_id, shown.key_id, row["over"] or "wrong secret")
            return None
        if row["is_to_note"]:
            await self._rows(tenant_id, f"{_USED} RETURNING key_id", {"key": shown.key_id})
        return ApiKey.model_validate({name: row[name] for name in ApiKey.model_fields})

    async def _note_refusal(self, tenant_id: str, key_id: str, why: str) -> None:
        values = {"key": key_id, "why": why}
        if await self._rows(tenant_id, f"{_REFUSED} RETURNING key_id", values):
            told = {"tenant_id": tenant_id, "key_id": key_id, "why": why}
            _log.warning("api_key_refused", extra=told)

    async def _rows(self, tenant_id: str, statement: str, values: Mapping[str, Any]) -> list[Row]:
        given = {"tenant": tenant_id, **values}
        return await tenant_rows(self._engine, tenant_id, statement, given)


def _tell(event: str, tenant_id: str, key_id: str, **more: str) -> None:
    _log.info(event, extra={"tenant_id": tenant_id, "key_id": key_id, **more})


def _unknown() -> NotFound:
    return NotFound("there is no key with this id: see `duralogue keys list`")
