"""Feeding a search engine beside the database with a tenant's active generation."""

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.ports.search_index import IndexSource, SearchIndex
from domain.search_index import Fed


class FeedSearchIndex(BaseModel):
    """Whose knowledge, and whether all of it is written anew."""

    tenant_id: str
    from_nothing: bool = False


class SearchIndexActivities:
    """What is active is read when an attempt begins: a later one feeds what is active then."""

    def __init__(
        self,
        source: IndexSource | None = None,
        index: SearchIndex | None = None,
        *,
        hosted: IndexSource | None = None,
    ) -> None:
        """Without a search engine there is nothing to do. `hosted` has what hosted models have
        embedded, which is an index of its own."""
        self._sources = [one for one in (hosted, source) if one is not None]
        self._index = index

    @activity.defn
    async def feed_search_index(self, feed: FeedSearchIndex) -> Fed | None:
        """Hold the active generation. Repeating it writes only what is missing."""
        if self._index is None:
            return None
        fed: Fed | None = None
        with as_application_errors():
            for source in self._sources:
                fed = await self._feed(feed, source, self._index) or fed
        return fed

    async def _feed(
        self, feed: FeedSearchIndex, source: IndexSource, index: SearchIndex
    ) -> Fed | None:
        generation = await source.active(feed.tenant_id)
        if generation is None:
            return None
        if feed.from_nothing and _attempt() == 1:
            await index.drop(feed.tenant_id, generation.model)
        documents = await source.documents(feed.tenant_id)
        return await index.feed(feed.tenant_id, generation, documents, source, beat=_beat)


def _attempt() -> int:
    return activity.info().attempt if activity.in_activity() else 1


def _beat() -> None:
    if activity.in_activity():
        activity.heartbeat()
