"""Back-pressure while writing: what a cluster refuses, and how fast it is asked again."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from domain.errors import DependencyUnavailable
from infra.elasticsearch.bulk_writer import Action, BulkWriter
from infra.elasticsearch.client import Cluster, LazyElasticsearch

Answer = Callable[[list[str]], Awaitable[web.Response]]
"""Takes the ids that were sent."""

_PRODUCT = {"X-Elastic-Product": "Elasticsearch"}


def answer(
    ids: list[str], refused: dict[str, int] | None = None, *, error: str = "es_rejected"
) -> web.Response:
    """As a cluster answers a bulk: each action has a status of its own."""
    statuses = {one: (refused or {}).get(one, 201) for one in ids}
    items = [
        {
            "index": {
                "_id": one,
                "status": status,
                **({"error": {"reason": error}} if status > 299 else {}),
            }
        }
        for one, status in statuses.items()
    ]
    return web.json_response({"errors": bool(refused), "items": items}, headers=_PRODUCT)


def too_many(**headers: str) -> web.Response:
    return web.json_response({"error": "busy"}, status=429, headers={**_PRODUCT, **headers})


class Waits(list[float]):
    """The seconds that were waited, without waiting."""

    async def sleep(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def writing(answering: Answer, waits: Waits) -> AsyncIterator[BulkWriter]:
    """A writer to a loopback server that answers as told."""

    async def bulk(request: web.Request) -> web.Response:
        lines = (await request.text()).splitlines()[::2]
        return await answering([json.loads(line)["index"]["_id"] for line in lines])

    app = web.Application()
    app.router.add_put("/i/_bulk", bulk)
    app.router.add_post("/i/_bulk", bulk)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [(host, port)] = runner.addresses
    elasticsearch = LazyElasticsearch(Cluster(urls=(f"http://{host}:{port}",)))
    try:
        yield BulkWriter(elasticsearch, sleep=waits.sleep)
    finally:
        await elasticsearch.close()
        await runner.cleanup()


async def actions(count: int, read: list[int] | None = None) -> AsyncIterator[Action]:
    for number in range(count):
        if read is not None:
            read.append(number)
        yield {"index": {"_id": str(number)}}, {"body": "text"}


async def test_only_what_was_refused_is_sent_again() -> None:
    """
    A cluster without room for a part must not be sent the rest a second time.
    """
    sent: list[list[str]] = []

    async def answering(ids: list[str]) -> web.Response:
        sent.append(ids)
        return answer(ids, {"1": 429} if len(sent) == 1 else None)

    waits = Waits()
    async with writing(answering, waits) as writer:
        assert await writer.write("i", actions(3)) == 3
    assert sent == [["0", "1", "2"], ["1"]]
    assert waits == [0.5]


async def test_a_cluster_that_is_busy_says_when_to_come_back() -> None:
    """
    Retry-After is kept; without it each wait is twice the one before.
    """
    answers = [too_many(**{"Retry-After": "3"}), too_many(), too_many()]

    async def answering(ids: list[str]) -> web.Response:
        return answers.pop(0) if answers else answer(ids)

    waits = Waits()
    async with writing(answering, waits) as writer:
        assert await writer.write("i", actions(2)) == 2
    assert waits == [3.0, 1.0, 2.0]


async def test_a_cluster_that_stays_busy_is_left_for_a_later_attempt() -> None:
    """
    The wait of one attempt is bounded; the workflow tries again, and repeats do no harm.
    """

    async def answering(ids: list[str]) -> web.Response:
        return too_many()

    waits = Waits()
    async with writing(answering, waits) as writer:
        with pytest.raises(DependencyUnavailable, match="no room for 2 passages"):
            await writer.write("i", actions(2))
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0]


async def test_no_more_is_read_than_is_under_way() -> None:
    """
    A hundred thousand passages must not lie in memory because a cluster is slow.
    """
    under_way, most, read = 0, 0, list[int]()
    ahead = 0

    async def answering(ids: list[str]) -> web.Response:
        nonlocal under_way, most, ahead
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        ahead = max(ahead, len(read) - int(ids[0]))
        under_way -= 1
        return answer(ids)

    async with writing(answering, Waits()) as writer:
        assert await writer.write("i", actions(3_000, read)) == 3_000
    assert most == 2
    assert ahead <= 750


async def test_what_is_refused_for_good_is_named() -> None:
    """
    A passage that does not fit the fields is a mistake of ours, to be seen and not to be dropped.
    """

    async def answering(ids: list[str]) -> web.Response:
        return answer(ids, {"0": 400}, error="failed to parse field [vector]")

    async with writing(answering, Waits()) as writer:
        with pytest.raises(DependencyUnavailable, match=r"refuses a passage \(400\).*vector"):
            await writer.write("i", actions(1))
