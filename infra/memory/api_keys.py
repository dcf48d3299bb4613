"""Memory twin of the keys of tenants' servers."""

from datetime import UTC, datetime, timedelta

from domain.api_keys import MOST_KEYS, ApiKey, ApiKeyRecord, KeySecret, NewApiKey
from domain.errors import Conflict, NotFound


class MemoryApiKeys:
    """Implements `ApiKeys` within one process."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], ApiKeyRecord] = {}
        self._digests: dict[tuple[str, str], bytes] = {}

    async def make(self, tenant_id: str, wanted: NewApiKey) -> KeySecret:
        return self._keep(tenant_id, wanted, KeySecret.made())

    def keep(self, tenant_id: str, wanted: NewApiKey, secret: KeySecret) -> None:
        """Make one that is given."""
        self._keep(tenant_id, wanted, secret)

    def _keep(
        self, tenant_id: str, wanted: NewApiKey, made: KeySecret, replaces: str | None = None
    ) -> KeySecret:
        valid = [each for each in self._of(tenant_id) if _why_over(each) is None]
        is_named = replaces is None and any(each.name == wanted.name for each in valid)
        if is_named or (replaces is None and len(valid) >= MOST_KEYS):
            raise Conflict(
                f"there is a valid key called {wanted.name}, or there are {MOST_KEYS} valid ones: "
                "rotate or revoke one"
            )
        now = datetime.now(UTC)
        self._digests[tenant_id, made.key_id] = made.digest
        self._records[tenant_id, made.key_id] = ApiKeyRecord(
            tenant_id=tenant_id,
            key_id=made.key_id,
            name=wanted.name,
            scopes=wanted.scopes,
            plan=wanted.plan,
            made_by=wanted.made_by,
            made_at=now,
            expires_at=now + wanted.valid_for,
            replaces=replaces,
        )
        return made

    async def rotate(
        self, tenant_id: str, key_id: str, *, overlap: timedelta, valid_for: timedelta, by: str
    ) -> KeySecret:
        old = self._get(tenant_id, key_id)
        if _why_over(old) is not None:
            raise Conflict("this key has ended: make a new one")
        until = min(old.expires_at, datetime.now(UTC) + overlap)
        self._change(old, expires_at=until)
        wanted = NewApiKey(
            name=old.name, scopes=old.scopes, plan=old.plan, valid_for=valid_for, made_by=by
        )
        return self._keep(tenant_id, wanted, KeySecret.made(), replaces=key_id)

    async def revoke(self, tenant_id: str, key_id: str, *, by: str) -> None:
        found = self._get(tenant_id, key_id)
        if found.revoked_at is None:
            self._change(found, revoked_at=datetime.now(UTC), revoked_by=by)

    async def listed(self, tenant_id: str) -> list[ApiKeyRecord]:
        return self._of(tenant_id)

    async def find(self, tenant_id: str, shown: KeySecret) -> ApiKey | None:
        record = self._records.get((tenant_id, shown.key_id))
        is_right = shown.is_secret_of(self._digests.get((tenant_id, shown.key_id)))
        if record is None:
            return None
        now = datetime.now(UTC)
        over = _why_over(record)
        if not is_right or over:
            last = record.last_refused_at
            if last is None or last < now - timedelta(seconds=1):
                why = over or "wrong secret"
                refused = record.refused + 1
                self._change(record, refused=refused, last_refused_at=now, last_refusal=why)
            return None
        if record.last_used_at is None or record.last_used_at < now - timedelta(minutes=1):
            self._change(record, last_used_at=now)
        return ApiKey(**record.model_dump(include=set(ApiKey.model_fields)))

    def _of(self, tenant_id: str) -> list[ApiKeyRecord]:
        return [each for each in self._records.values() if each.tenant_id == tenant_id]

    def _get(self, tenant_id: str, key_id: str) -> ApiKeyRecord:
        try:
            return self._records[tenant_id, key_id]
        except KeyError:
            raise NotFound("there is no key with this id: see `duralogue keys list`") from None

    def _change(self, record: ApiKeyRecord, **changes: object) -> None:
        place = (record.tenant_id, record.key_id)
        self._records[place] = record.model_copy(update=changes)


def _why_over(record: ApiKeyRecord) -> str | None:
    if record.revoked_at is not None:
        return "revoked"
    return "expired" if record.expires_at <= datetime.now(UTC) else None
