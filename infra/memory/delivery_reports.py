"""The memory twin of providers' later reports."""

from domain.deliveries import DeliveryReport, ReportedStatus
from infra.memory.database import MemoryDatabase

_RANKS = (
    ReportedStatus.QUEUED,
    ReportedStatus.SENT,
    ReportedStatus.UNDELIVERED,
    ReportedStatus.FAILED,
    ReportedStatus.DELIVERED,
    ReportedStatus.READ,
)


class MemoryDeliveryReports:
    """Implements `DeliveryReports` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def record(self, tenant_id: str, report: DeliveryReport) -> bool:
        if not self._is_ours(tenant_id, report.delivery_id):
            return False
        reports = self._database.reports.setdefault((tenant_id, report.delivery_id), {})
        known = reports.get(report.provider_message_id)
        if known and _RANKS.index(report.status) <= _RANKS.index(known.status):
            return False
        reports[report.provider_message_id] = report
        return True

    def _is_ours(self, tenant_id: str, delivery_id: str) -> bool:
        return any(
            tenant == tenant_id and delivery_id in conversation.deliveries
            for (tenant, _), conversation in self._database.conversations.items()
        )
