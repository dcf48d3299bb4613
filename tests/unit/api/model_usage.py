"""Usage of models as a test sets it."""

from dataclasses import dataclass, field

from domain.language_models.account_views import ModelUsage, TurnUsage


@dataclass
class RecordedUsage:
    """Implements `ModelUsageReads`."""

    found: ModelUsage = field(default_factory=ModelUsage)
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def usage(self, tenant_id: str, *, days: int) -> ModelUsage:
        self.asked.append((tenant_id, days))
        return self.found

    async def turns(self, tenant_id: str, conversation_id: str) -> list[TurnUsage]:
        return []
