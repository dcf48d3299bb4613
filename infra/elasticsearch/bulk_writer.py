"""Bulk writing with back-pressure: the cluster says how fast, and what it refused comes again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Final

from elastic_transport import ApiError, ApiResponseMeta

from domain.errors import DependencyUnavailable
from infra.elasticsearch.client import LazyElasticsearch
from infra.elasticsearch.failures import elasticsearch_failures

_MOST_ACTIONS: Final = 250
"""In one request: one or two megabytes, with vectors of 384 numbers."""
_IN_FLIGHT: Final = 2
_MOST_ATTEMPTS: Final = 8
_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 15.0
_WITHIN_S: Final = 60
_TOO_MANY: Final = frozenset({429, 503})
_GONE: Final = 404

Action = tuple[dict[str, Any], dict[str, Any] | None]
"""What is to be done, such as `{"index": {"_id": "…"}}`, and the document where there is one."""


class BulkWriter:
    """Writes actions that may be repeated: their ids say what they are.

    At most two requests are under way, and the source of the actions is read no faster than they
    are written. What the cluster has no room for (429) waits and is sent again, alone.
    """

    def __init__(
        self,
        elasticsearch: LazyElasticsearch,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._elasticsearch = elasticsearch
        self._sleep = sleep

    async def write(self, index: str, actions: AsyncIterator[Action]) -> int:
        """How many were written. Raise DependencyUnavailable where some could not be."""
        written = 0
        running: set[asyncio.Task[int]] = set()
        try:
            async for portion in _portions(actions):
                if len(running) == _IN_FLIGHT:
                    done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                    written += sum(task.result() for task in done)
                running.add(asyncio.create_task(self._write(index, portion)))
            written += sum(await asyncio.gather(*running))
        finally:
            for task in running:
                task.cancel()
        return written

    async def _write(self, index: str, portion: Sequence[Action]) -> int:
        waiting = list(portion)
        wait = _FIRST_WAIT_S
        for _ in range(_MOST_ATTEMPTS):
            waiting, asked = await self._attempt(index, waiting)
            if not waiting:
                return len(portion)
            await self._sleep(min(asked or wait, _LONGEST_WAIT_S))
            wait *= 2
        raise DependencyUnavailable(
            f"Elasticsearch has had no room for {len(waiting)} passages, {_MOST_ATTEMPTS} times"
        )

    async def _attempt(
        self, index: str, actions: Sequence[Action]
    ) -> tuple[list[Action], float | None]:
        """Those to be sent again, and after how many seconds where the cluster has said so."""
        operations = [line for action in actions for line in action if line is not None]
        with elasticsearch_failures():
            client = self._elasticsearch.client.options(request_timeout=_WITHIN_S)
            try:
                answer = await client.bulk(index=index, operations=operations)
            except ApiError as error:
                if error.meta.status not in _TOO_MANY:
                    raise
                return list(actions), _retry_after(error.meta)
        if not answer["errors"]:
            return [], None
        items = [next(iter(item.values())) for item in answer["items"]]
        return [
            action
            for action, item in zip(actions, items, strict=True)
            if _must_come_again(action, item)
        ], None


async def _portions(actions: AsyncIterator[Action]) -> AsyncIterator[list[Action]]:
    portion: list[Action] = []
    async for action in actions:
        portion.append(action)
        if len(portion) == _MOST_ACTIONS:
            yield portion
            portion = []
    if portion:
        yield portion


def _must_come_again(action: Action, item: dict[str, Any]) -> bool:
    """Raise DependencyUnavailable for what will be refused every time."""
    if "error" not in item or (item["status"] == _GONE and "index" not in action[0]):
        return False  # done, or to be changed and not there any more
    if item["status"] in _TOO_MANY:
        return True
    error = item["error"]
    raise DependencyUnavailable(
        f"Elasticsearch refuses a passage ({item['status']}): {error.get('reason', error)}"[:300]
    )


def _retry_after(meta: ApiResponseMeta) -> float | None:
    said = meta.headers.get("retry-after") or ""
    return float(said) if said.isascii() and said.isdigit() else None
