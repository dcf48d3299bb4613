"""Memory twin of the kept answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import mul

from domain.generated_answers.kept_answers import (
    MOST_KEPT,
    CacheKey,
    Candidates,
    KeptAnswer,
    KeptListing,
    entry_id_of,
)
from domain.ports import Vector

_CANDIDATES = 6


@dataclass
class Knowledge:
    """What a tenant's knowledge shows."""

    generation: int = 1
    swapped_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    chunk_ids: set[str] = field(default_factory=set)


@dataclass
class _Entry:
    key: CacheKey
    kept: KeptAnswer
    vector: Vector
    generation: int
    made_at: datetime
    used_at: datetime
    hits: int = 0


class MemoryAnswerCache:
    """Implements `AnswerCache` within one process."""

    def __init__(
        self, now: Callable[[], datetime] = lambda: datetime.now(UTC), *, most: int = MOST_KEPT
    ) -> None:
        self._now = now
        self._most = most
        self._entries: dict[tuple[str, str], _Entry] = {}
        self.knowledge: dict[str, Knowledge] = {}

    async def find(
        self, key: CacheKey, question: str, vector: Vector, *, today: date, keep: timedelta
    ) -> Candidates:
        _ = today  # of documents' validity, which this twin does not know
        known = self.knowledge.get(key.tenant_id)
        if known is None:
            return Candidates()
        wanted = entry_id_of(key, question)
        found = [
            entry
            for entry in self._entries.values()
            if entry.key.digest == key.digest
            and self._counts(entry, known, keep)
            and entry.kept.chunk_ids <= known.chunk_ids
        ]
        found.sort(
            key=lambda one: (one.kept.entry_id != wanted, -sum(map(mul, one.vector, vector)))
        )
        answers = tuple(one.kept for one in found[:_CANDIDATES])
        return Candidates(generation=known.generation, answers=answers)

    async def keep(
        self,
        key: CacheKey,
        kept: KeptAnswer,
        vector: Vector,
        *,
        generation: int,
        since: timedelta,
        keep: timedelta,
    ) -> None:
        made_at, known = self._now() - since, self.knowledge.get(key.tenant_id)
        if known is None or known.generation != generation or known.swapped_at >= made_at:
            return
        place = (key.tenant_id, entry_id_of(key, kept.question))
        before = self._entries.get(place)
        if before is None or not self._counts(before, known, keep):
            told = kept.model_copy(update={"entry_id": place[1], "made_at": made_at})
            self._entries[place] = _Entry(key, told, vector, generation, made_at, self._now())
        self._trim(key.tenant_id, keep)

    async def used(self, tenant_id: str, entry_id: str) -> None:
        entry = self._entries.get((tenant_id, entry_id))
        if entry is not None:
            entry.used_at = self._now()
            entry.hits += 1

    async def listed(self, tenant_id: str, *, most: int) -> Sequence[KeptListing]:
        return [
            KeptListing(
                entry_id=one.kept.entry_id,
                question=one.kept.question,
                text=one.kept.answer.text,
                locale=one.key.locale,
                document_ids=tuple(sorted(one.kept.document_ids)),
                made_at=one.made_at,
                used_at=one.used_at,
                hits=one.hits,
            )
            for one in self._of(tenant_id)[:most]
        ]

    async def purge(self, tenant_id: str, *, entry_id: str = "", document_id: str = "") -> int:
        gone = [
            one
            for one in self._of(tenant_id)
            if entry_id in {"", one.kept.entry_id}
            and (not document_id or document_id in one.kept.document_ids)
        ]
        for one in gone:
            del self._entries[tenant_id, one.kept.entry_id]
        return len(gone)

    def _counts(self, entry: _Entry, known: Knowledge, keep: timedelta) -> bool:
        is_of_now = entry.generation == known.generation and entry.made_at > known.swapped_at
        return is_of_now and entry.made_at > self._now() - keep

    def _of(self, tenant_id: str) -> list[_Entry]:
        found = [one for (tenant, _), one in self._entries.items() if tenant == tenant_id]
        return sorted(found, key=lambda one: one.used_at, reverse=True)

    def _trim(self, tenant_id: str, keep: timedelta) -> None:
        oldest = self._now() - keep
        for place, one in enumerate(self._of(tenant_id)):
            if place >= self._most or one.made_at <= oldest:
                del self._entries[tenant_id, one.kept.entry_id]
