"""Another retriever with PostgreSQL as its stand-in: who answers when."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain.errors import DependencyUnavailable, NotFound
from domain.knowledge import EVERYBODY, Passage
from domain.ports.knowledge_search import Candidates, SearchQuery
from domain.ranking import Candidate
from duralogue.wiring.retrievers import CandidatesWithStandIn, PatientFollower
from infra.http.circuit_breakers import CircuitBreakers

ASKED = SearchQuery(texts=("delivery",), vectors=((1.0,),))


class Source:
    """Finds one passage under its own name, or fails."""

    def __init__(self, name: str, error: Exception | None = None) -> None:
        self.name = name
        self.error = error
        self.asked = 0

    async def candidates(self, *args: Any, **kwargs: Any) -> Candidates:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return Candidates((Candidate(self.name, "d", (1.0,), (1.0,)),), words=1)

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        raise NotImplementedError


class Follower:
    """Whom it was told of."""

    def __init__(self, error: Exception | None = None) -> None:
        self.told: list[str] = []
        self.error = error

    async def follow(self, tenant_id: str) -> None:
        self.told.append(tenant_id)
        if self.error is not None:
            raise self.error


def with_stand_in(
    first: Source, follower: Follower | None = None
) -> tuple[CandidatesWithStandIn, Source]:
    stand_in = Source("postgres")
    breakers = CircuitBreakers(threshold=3, rest=timedelta(hours=1))
    return CandidatesWithStandIn(first, stand_in, follower or Follower(), breakers), stand_in


async def found_by(source: CandidatesWithStandIn) -> str:
    found = await source.candidates(
        "acme", ASKED, limit=5, today=date(2026, 3, 1), audiences=EVERYBODY
    )
    return found.found[0].reference


async def test_the_first_answers_while_it_can() -> None:
    """
    The database is spared the search.
    """
    source, stand_in = with_stand_in(Source("elasticsearch"))
    assert await found_by(source) == "elasticsearch"
    assert stand_in.asked == 0


async def test_a_first_that_is_down_is_replaced_and_then_left_in_peace() -> None:
    """
    A customer waits for a time-out at most three times, and all are answered.
    """
    first = Source("elasticsearch", DependencyUnavailable("down"))
    source, stand_in = with_stand_in(first)
    assert {await found_by(source) for _ in range(10)} == {"postgres"}
    assert (first.asked, stand_in.asked) == (3, 10)


async def test_a_first_that_is_behind_is_told_and_asked_again() -> None:
    """
    It is well, and lacks the active generation only: that is no reason to leave it in peace.
    """
    first, follower = Source("elasticsearch", NotFound("no alias")), Follower()
    source, _ = with_stand_in(first, follower)
    assert {await found_by(source) for _ in range(5)} == {"postgres"}
    assert first.asked == 5
    assert follower.told == ["acme"] * 5
    first.error = None
    assert await found_by(source) == "elasticsearch"


async def test_news_are_passed_on_once_in_a_while_and_nobody_waits() -> None:
    """
    A thousand questions while an index is behind are one signal, and a failure of it is no one's.
    """
    follower = Follower(DependencyUnavailable("Temporal is down"))
    patient = PatientFollower(follower, rest=timedelta(hours=1))
    for tenant in ("acme", "acme", "other", "acme"):
        await patient.follow(tenant)
    assert follower.told == []
    await asyncio.sleep(0)
    assert follower.told == ["acme", "other"]
    await patient.aclose()
