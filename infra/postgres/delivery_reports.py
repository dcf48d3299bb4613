"""Reports of providers on what they have taken."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.deliveries import DeliveryReport
from infra.postgres.raw_queries import tenant_rows

_RANKS = "ARRAY['queued', 'sent', 'undelivered', 'failed', 'delivered', 'read']"
"""What was delivered was delivered, whatever is said of it afterwards."""
_RECORD = f"""
INSERT INTO delivery_reports AS known (
    tenant_id, delivery_id, provider_message_id, status, code, reason, at
)
SELECT d.tenant_id, d.delivery_id, %(message)s, %(status)s, %(code)s, %(reason)s, %(at)s
FROM deliveries d WHERE d.tenant_id = %(tenant)s AND d.delivery_id = %(id)s
ON CONFLICT (tenant_id, delivery_id, provider_message_id) DO UPDATE SET
    status = excluded.status, code = excluded.code, reason = excluded.reason, at = excluded.at
WHERE array_position({_RANKS}, excluded.status) > array_position({_RANKS}, known.status)
RETURNING status
"""  # noqa: S608 - of constants


class PostgresDeliveryReports:
    """Implements `DeliveryReports`: the furthest that each of the provider's messages got."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, tenant_id: str, report: DeliveryReport) -> bool:
        values = {
            "tenant": tenant_id,
            "id": report.delivery_id,
            "message": report.provider_message_id,
            "status": report.status.value,
            "code": report.code,
            "reason": report.reason,
            "at": report.at,
        }
        return bool(await tenant_rows(self._engine, tenant_id, _RECORD, values))
