"""Ports of the answers that are kept for customers who ask the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, timedelta

    from domain.generated_answers.kept_answers import (
        CacheKey,
        CacheResult,
        Candidates,
        KeptAnswer,
        KeptListing,
    )
    from domain.ports.content import Vector


class AnswerCache(Protocol):
    """Kept answers of all tenants; each has a bounded number of them, for a bounded time."""

    async def find(
        self, key: CacheKey, question: str, vector: Vector, *, today: date, keep: timedelta
    ) -> Candidates:
        """Under this key alone, no older than `keep`, made since the knowledge changed last, and
        with every cited passage still shown. Raise DependencyUnavailable."""
        ...

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
        """Once for each question, and only if the knowledge has not changed for `since`, which is
        when its search began. Raise DependencyUnavailable."""
        ...

    async def used(self, tenant_id: str, entry_id: str) -> None:
        """It was said again. Raise DependencyUnavailable."""
        ...

    async def listed(self, tenant_id: str, *, most: int) -> Sequence[KeptListing]:
        """Those used last, first. Raise DependencyUnavailable."""
        ...

    async def purge(self, tenant_id: str, *, entry_id: str = "", document_id: str = "") -> int:
        """One entry, those that cite a document, or all; how many. Raise DependencyUnavailable."""
        ...


class QuestionComparison(Protocol):
    """Whether the answer to one question is the answer to another."""

    def same(self, one: str, other: str, language: str) -> bool:
        """In doubt, no."""
        ...


class CacheMeter(Protocol):
    """Metrics of kept answers."""

    def looked(self, tenant_id: str, result: CacheResult) -> None:
        """One question."""
        ...
