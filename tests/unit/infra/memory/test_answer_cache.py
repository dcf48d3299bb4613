"""Kept answers: found under their own key, bounded, and purged."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.generated_answers.kept_answers import CacheKey, KeptAnswer
from domain.generated_answers.records import CitedChunk
from domain.knowledge import Answer, Audience
from domain.messages import Citation
from infra.memory.answer_cache import Knowledge, MemoryAnswerCache

KEEP = timedelta(days=7)
TODAY = date(2026, 11, 30)
QUESTION = "How long does shipping take?"
KEYS = st.builds(
    CacheKey,
    tenant_id=st.sampled_from(["a", "b"]),
    revision=st.sampled_from(["r-1", "r-2"]),
    audiences=st.sampled_from([(), (Audience.PUBLIC,), (Audience.PUBLIC, Audience.SIGNED_IN)]),
    locale=st.sampled_from(["en", "de", "en-GB"]),
    longest=st.sampled_from([160, 1_600]),
    prompt=st.sampled_from(["answer@1/en", "answer@2/en"]),
    context=st.sampled_from(["", "c"]),
)


class Clock:
    """A time that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def a_key(tenant_id: str = "a") -> CacheKey:
    return CacheKey(
        tenant_id=tenant_id,
        revision="r-1",
        audiences=(Audience.PUBLIC,),
        locale="en",
        longest=1_600,
        prompt="answer@1/en",
    )


def an_answer(question: str = QUESTION, *, document: str = "delivery") -> KeptAnswer:
    return KeptAnswer(
        question=question,
        answer=Answer(
            text="Two days.",
            citations=(Citation(document_id=document, title="Delivery"),),
            confidence=0.9,
        ),
        citations=(CitedChunk(start=0, end=9, chunk_id="k-1"),),
    )


def a_cache(**more: Any) -> MemoryAnswerCache:
    cache = MemoryAnswerCache(Clock(), **more)
    for tenant in ("a", "b"):
        cache.knowledge[tenant] = Knowledge(chunk_ids={"k-1"})
    return cache


async def keep(cache: MemoryAnswerCache, key: CacheKey, kept: KeptAnswer) -> None:
    since = timedelta(0)
    await cache.keep(key, kept, (1.0, 0.0), generation=1, since=since, keep=KEEP)


async def found(cache: MemoryAnswerCache, key: CacheKey, question: str = QUESTION) -> list[str]:
    candidates = await cache.find(key, question, (1.0, 0.0), today=TODAY, keep=KEEP)
    return [one.question for one in candidates.answers]


@given(kept=KEYS, asked=KEYS)
async def test_a_hit_never_crosses_a_part_of_the_key(kept: CacheKey, asked: CacheKey) -> None:
    """Same words, same vector: found only where every part is the same."""
    cache = a_cache()
    await keep(cache, kept, an_answer())
    assert await found(cache, asked) == ([QUESTION] if kept == asked else [])


@given(st.permutations([Audience.PUBLIC, Audience.SIGNED_IN]))
def test_the_order_of_audiences_is_no_part_of_the_key(audiences: list[Audience]) -> None:
    """They are a set."""
    key = a_key().model_copy(update={"audiences": tuple(audiences)})
    other = key.model_copy(update={"audiences": (Audience.SIGNED_IN, Audience.PUBLIC)})
    assert key.digest == other.digest


async def test_the_same_words_come_before_the_nearest_vector() -> None:
    """And there are a few candidates at most."""
    cache = a_cache()
    for number in range(9):
        await keep(cache, a_key(), an_answer(f"Question {number}?"))
    first, *others = await found(cache, a_key(), "question 8?")
    assert first == "Question 8?"
    assert len(others) == 5


async def test_the_one_that_was_used_longest_ago_goes_first() -> None:
    """Once a tenant has as many as it may."""
    cache = a_cache(most=2)
    await keep(cache, a_key(), an_answer("One?"))
    await keep(cache, a_key(), an_answer("Two?"))
    [first] = [one for one in await cache.listed("a", most=9) if one.question == "One?"]
    await cache.used("a", first.entry_id)
    await keep(cache, a_key(), an_answer("Three?"))
    await keep(cache, a_key("b"), an_answer("Other?"))
    assert [one.question for one in await cache.listed("a", most=9)] == ["Three?", "One?"]
    assert len(await cache.listed("b", most=9)) == 1


async def test_one_is_purged_or_a_documents_or_all() -> None:
    """Of one tenant."""
    cache = a_cache()
    for question, document in (("One?", "x"), ("Two?", "y"), ("Three?", "y"), ("Four?", "z")):
        await keep(cache, a_key(), an_answer(question, document=document))
    await keep(cache, a_key("b"), an_answer())
    [one] = [one for one in await cache.listed("a", most=9) if one.question == "One?"]
    assert await cache.purge("a", entry_id=one.entry_id) == 1
    assert await cache.purge("a", entry_id=one.entry_id) == 0
    assert await cache.purge("a", document_id="y") == 2
    assert await cache.purge("a") == 1
    assert len(await cache.listed("b", most=9)) == 1
