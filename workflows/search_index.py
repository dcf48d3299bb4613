"""Keeps a search engine up with a tenant's knowledge, for as long as it takes."""

from pydantic import BaseModel
from temporalio import workflow

from activities.search_index import FeedSearchIndex, SearchIndexActivities
from domain.search_index import Fed
from workflows.options import FEED_SEARCH_INDEX


class SearchIndexInput(BaseModel):
    """Whose knowledge."""

    tenant_id: str


@workflow.defn
class SearchIndexWorkflow:
    """One per tenant, id `search-index/{tenant}`, started by signal-with-start after each swap.

    A workflow of its own, so that a sync ends, and the next begins, while the search engine is
    down; the database answers meanwhile. News that come during a feed cause another.
    """

    @workflow.init
    def __init__(self, fed: SearchIndexInput) -> None:
        self._tenant_id = fed.tenant_id
        self._has_news = False
        self._from_nothing = False

    @workflow.run
    async def run(self, fed: SearchIndexInput) -> Fed | None:  # noqa: ARG002 - see __init__
        """Feed until no news is left; returns what the last feed did."""
        done: Fed | None = None
        while self._has_news:
            feed = FeedSearchIndex(tenant_id=self._tenant_id, from_nothing=self._from_nothing)
            # Before the feed, not after it: news that come during it must cause another.
            self._has_news = self._from_nothing = False
            done = await workflow.execute_activity_method(
                SearchIndexActivities.feed_search_index, feed, **FEED_SEARCH_INDEX
            )
        return done

    @workflow.signal
    def generation_changed(self) -> None:
        """Another generation is active."""
        self._has_news = True

    @workflow.signal
    def rebuild(self) -> None:
        """Write everything anew, as after a loss or a change of the fields."""
        self._has_news = self._from_nothing = True
