"""Questions that are asked at once go out as one request."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from domain.errors import DependencyRejected, DependencyUnavailable
from domain.ports import Vector
from infra.language_models.embedding_batches import BatchingEmbedder

POISON = "poison"


class Vendor:
    """Embeds a text as its length, and refuses whatever holds a poisoned one."""

    model, dimension = "embed@1", 1

    def __init__(self) -> None:
        self.requests: list[list[str]] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.arrived = asyncio.Semaphore(0)
        self.fault: type[Exception] = DependencyRejected

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.requests.append(list(texts))
        self.arrived.release()
        await self.goes_on.wait()
        if POISON in texts:
            raise self.fault("no")
        return [(float(len(text)),) for text in texts]


def batching(vendor: Vendor, **more: int) -> BatchingEmbedder:
    return BatchingEmbedder(vendor, waits=timedelta(milliseconds=1), **more)


async def test_what_is_asked_at_once_is_one_request() -> None:
    """Each gets its own vectors, in its own order."""
    vendor = Vendor()
    embedder = batching(vendor)
    found = await asyncio.gather(
        embedder.embed(["a"]), embedder.embed(["bbb", "cc"]), embedder.embed([])
    )
    assert list(found) == [[(1.0,)], [(3.0,), (2.0,)], []]
    assert vendor.requests == [["a", "bbb", "cc"]]
    assert (embedder.model, embedder.dimension) == ("embed@1", 1)


async def test_what_is_asked_later_is_another_request() -> None:
    """While the first is on its way nobody waits for it."""
    vendor = Vendor()
    embedder = batching(vendor)
    vendor.goes_on.clear()
    first = asyncio.create_task(embedder.embed(["a"]))
    await vendor.arrived.acquire()
    second = asyncio.create_task(embedder.embed(["bb"]))
    await vendor.arrived.acquire()
    vendor.goes_on.set()
    assert await first == [(1.0,)]
    assert await second == [(2.0,)]


async def test_a_full_request_goes_out_at_once() -> None:
    """And none holds more texts than it may; what is that large by itself goes out as it is."""
    vendor = Vendor()
    embedder = BatchingEmbedder(vendor, waits=timedelta(hours=1), most_texts=4)
    asked = [["a", "b", "c"], ["d", "e"], ["f", "g"], list("hijklm")]
    found = await asyncio.gather(*(embedder.embed(texts) for texts in asked))
    assert [len(one) for one in found] == [3, 2, 2, 6]
    assert sorted(map(len, vendor.requests)) == [3, 4, 6]


async def test_one_that_cannot_be_embedded_harms_no_other() -> None:
    """The others are asked for alone, once each."""
    vendor = Vendor()
    embedder = batching(vendor)
    good, bad, other = await asyncio.gather(
        embedder.embed(["a"]), embedder.embed([POISON]), embedder.embed(["bb"]),
        return_exceptions=True,
    )  # fmt: skip
    assert (good, other) == ([(1.0,)], [(2.0,)])
    assert isinstance(bad, DependencyRejected)
    assert len(vendor.requests) == 4


async def test_a_server_that_is_down_is_not_asked_again_for_each_text() -> None:
    """It has said that it has too much to do."""
    vendor = Vendor()
    vendor.fault = DependencyUnavailable
    embedder = batching(vendor)
    found = await asyncio.gather(
        embedder.embed(["a"]), embedder.embed([POISON]), embedder.embed(["bb"]),
        return_exceptions=True,
    )  # fmt: skip
    assert all(isinstance(one, DependencyUnavailable) for one in found)
    assert len({id(one) for one in found}) == 3
    assert len(vendor.requests) == 1


async def test_one_that_gives_up_harms_no_other() -> None:
    """Before its request has gone out, and while it is on its way."""
    vendor = Vendor()
    embedder = batching(vendor)
    vendor.goes_on.clear()
    early, late, stays = (asyncio.create_task(embedder.embed([text])) for text in ("a", "b", "cc"))
    await asyncio.sleep(0)
    early.cancel()
    await vendor.arrived.acquire()
    late.cancel()
    vendor.goes_on.set()
    assert await stays == [(2.0,)]
    assert vendor.requests == [["b", "cc"]]
    assert early.cancelled()
    assert late.cancelled()


async def test_a_fault_of_the_embedder_lets_nobody_wait() -> None:
    """Whatever it raises."""

    class Faulty(Vendor):
        async def embed(self, texts: Sequence[str]) -> list[Vector]:
            raise asyncio.CancelledError

    embedder = batching(Faulty())
    found = await asyncio.gather(
        embedder.embed(["a"]), embedder.embed(["b"]), return_exceptions=True
    )
    assert all(isinstance(one, DependencyUnavailable) for one in found)
