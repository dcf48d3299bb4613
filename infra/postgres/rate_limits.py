"""Rate limits that hold across every gateway, in an unlogged table."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.identities import SessionProof
from domain.rate_limits import Admission, Limit
from infra.postgres.raw_queries import function_row

_TAKE = "SELECT take_rate(%(tenant)s, %(key)s, %(interval)s, %(tolerance)s) AS wait"
_ADMIT = """
SELECT void, refused, wait, spooled, ahead
FROM admit_counted_message(
    %(tenant)s, %(conversation)s, %(customer)s, %(keys)s, %(intervals)s, %(tolerances)s, %(kept)s
)
"""


class PostgresRateLimiter:
    """Implements `RateLimiter` by GCRA. A key begins with its tenant: `acme/visitor/…`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        limit = Limit(key, per_minute, burst)
        values = {
            "tenant": key.partition("/")[0],
            "key": key,
            "interval": _interval(limit),
            "tolerance": _tolerance(limit),
        }
        wait: timedelta | None = (await function_row(self._engine, _TAKE, values))["wait"]
        return wait


class PostgresAdmissionControl:
    """Implements `AdmissionControl` with one statement: the session, all limits, and the spool."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit], proof: SessionProof
    ) -> Admission:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "customer": proof.customer_id,
            "keys": [limit.key for limit in limits],
            "intervals": [_interval(limit) for limit in limits],
            "tolerances": [_tolerance(limit) for limit in limits],
            "kept": [_interval(limit) * limit.kept for limit in limits],
        }
        row = await function_row(self._engine, _ADMIT, values)
        if row["void"]:
            return Admission(void=True, checked=True)
        known = {"spooled": row["spooled"], "ahead": row["ahead"], "checked": True}
        if row["refused"] is None:
            return Admission(**known)
        return Admission(refused_by=limits[row["refused"] - 1], wait=row["wait"], **known)


def _interval(limit: Limit) -> timedelta:
    return timedelta(minutes=1) / limit.per_minute


def _tolerance(limit: Limit) -> timedelta:
    return _interval(limit) * (limit.burst - 1)
