"""The memory twin of queues and hours as they were edited."""

from domain.bot.overrides import MOST_QUEUES, Overrides, OverrideVersion
from domain.errors import Conflict, QueueInUse, StaleSettings
from infra.memory.database import MemoryDatabase


class MemoryQueueOverrides:
    """Implements `QueueOverrides` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database
        self._edits: dict[tuple[str, str], list[OverrideVersion]] = {}

    async def current(self, tenant_id: str) -> Overrides:
        found = {
            queue: edits[-1]
            for (tenant, queue), edits in self._edits.items()
            if tenant == tenant_id
        }
        return Overrides(versions=dict(sorted(found.items())))

    async def write(self, tenant_id: str, edit: OverrideVersion, *, retires: bool = False) -> None:
        edits = self._edits.get((tenant_id, edit.queue), [])
        if edits and edits[-1].version != edit.version - 1:
            raise StaleSettings(edits[-1].written_by, edits[-1].written_at)
        if not edits and edit.version != 1:
            refused = Conflict("There is no such version of these settings: read them again.")
            raise refused.because("no-such-version")
        if retires:
            self._require_unused(tenant_id, edit.queue)
        others = (await self.current(tenant_id)).versions
        held = {name for name, each in others.items() if each.override is not None} - {edit.queue}
        if len(held) + (edit.override is not None) > MOST_QUEUES:
            refused = Conflict(f"{MOST_QUEUES} queues are edited already: retire some")
            raise refused.because("too-many")
        self._edits[tenant_id, edit.queue] = [*edits, edit]

    def _require_unused(self, tenant_id: str, queue: str) -> None:
        count = sum(
            (each.tenant_id, each.queue, each.ended_at) == (tenant_id, queue, None)
            for each in self._database.handoffs.values()
        )
        if count:
            raise QueueInUse(customers=count)
