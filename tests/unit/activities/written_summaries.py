"""Summaries that a model has written, held in memory."""

from domain.ports.handoff_summaries import WrittenSummary
from tests.unit.api.recording import NOW


class Written:
    """Summaries that a model has written."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    async def keep(self, tenant_id: str, summary: WrittenSummary) -> None:
        raise AssertionError(tenant_id, summary)

    async def of(self, tenant_id: str, handoff_id: str) -> WrittenSummary | None:
        text = self.texts.get(handoff_id)
        if text is None:
            return None
        return WrittenSummary(
            handoff_id=handoff_id, text=text, model="m-1", prompt=f"{tenant_id}/1", at=NOW
        )
