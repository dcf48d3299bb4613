"""The passages that an index of Elasticsearch holds, page by page."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from infra.elasticsearch.client import LazyElasticsearch
from infra.elasticsearch.failures import elasticsearch_failures

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

_PAGE: Final = 1_000
_DOCUMENTS_AT_ONCE: Final = 100
_KEEP_OPEN: Final = "2m"
_WITHIN_S: Final = 30

DocumentKey = tuple[str, str]
"""A document's id and the sync that indexed it: what has the same key is the same."""

_UNMARKED: Final = {"bool": {"must_not": [{"exists": {"field": "until"}}]}}


class HeldPassages:
    """Reads one index as it is when asked; `beat` is called with each page."""

    def __init__(
        self, elasticsearch: LazyElasticsearch, index: str, beat: Callable[[], None]
    ) -> None:
        self._elasticsearch = elasticsearch
        self._index = index
        self._beat = beat

    async def refresh(self) -> None:
        """See all that was written until now."""
        with elasticsearch_failures():
            await self._client.indices.refresh(index=self._index)

    async def documents(self) -> dict[DocumentKey, int]:
        """Those that no generation has replaced yet, with how many of their passages are here."""
        found: dict[DocumentKey, int] = {}
        after: dict[str, Any] | None = None
        await self.refresh()
        with elasticsearch_failures():
            while True:
                self._beat()
                answer = await self._client.search(
                    index=self._index, size=0, query=_UNMARKED, aggs={"held": _by_document(after)}
                )
                page = answer["aggregations"]["held"]
                for bucket in page["buckets"]:
                    key = bucket["key"]
                    found[key["document_id"], key["sync_id"]] = bucket["doc_count"]
                after = page.get("after_key")
                if after is None:
                    return found

    async def ids_of(self, keys: Sequence[DocumentKey]) -> AsyncIterator[str]:
        """Of these documents' passages that no generation has replaced yet."""
        for start in range(0, len(keys), _DOCUMENTS_AT_ONCE):
            portion = keys[start : start + _DOCUMENTS_AT_ONCE]
            either = [
                {"bool": {"filter": [{"term": {"document_id": one}}, {"term": {"sync_id": sync}}]}}
                for one, sync in portion
            ]
            query = {"bool": {"filter": [_UNMARKED, {"bool": {"should": either}}]}}
            async for found in self._ids(query):
                yield found

    def ids_until(self, generation: int) -> AsyncIterator[str]:
        """Of the passages that neither this generation nor a later one shows."""
        return self._ids({"range": {"until": {"lte": generation}}})

    def ids_until_after(self, generation: int) -> AsyncIterator[str]:
        """Of the passages that a later generation has replaced."""
        return self._ids({"range": {"until": {"gt": generation}}})

    def ids_since(self, generation: int) -> AsyncIterator[str]:
        """Of the passages that came with this generation or a later one."""
        return self._ids({"range": {"since": {"gte": generation}}})

    async def _ids(self, query: dict[str, Any]) -> AsyncIterator[str]:
        """Of one moment: what is written meanwhile is not seen."""
        with elasticsearch_failures():
            opened = await self._client.open_point_in_time(index=self._index, keep_alive=_KEEP_OPEN)
            point = {"id": opened["id"], "keep_alive": _KEEP_OPEN}
            after: list[Any] | None = None
            try:
                while True:
                    self._beat()
                    answer = await self._client.search(
                        size=_PAGE,
                        query=query,
                        pit=point,
                        sort=["_shard_doc"],
                        search_after=after,
                        source=False,
                        track_total_hits=False,
                    )
                    hits = answer["hits"]["hits"]
                    for hit in hits:
                        yield hit["_id"]
                    if len(hits) < _PAGE:
                        return
                    after = hits[-1]["sort"]
            finally:
                await self._client.close_point_in_time(id=opened["id"])

    @property
    def _client(self) -> "AsyncElasticsearch":
        return self._elasticsearch.client.options(request_timeout=_WITHIN_S)


def _by_document(after: dict[str, Any] | None) -> dict[str, Any]:
    sources = [{name: {"terms": {"field": name}}} for name in ("document_id", "sync_id")]
    composite: dict[str, Any] = {"size": _PAGE, "sources": sources}
    if after is not None:
        composite["after"] = after
    return {"composite": composite}
