"""A client of one Elasticsearch cluster, made when it is first needed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

CONNECTIONS = 16
"""For each node of the cluster, and process."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Where Elasticsearch is, and who we are there."""

    urls: tuple[str, ...]
    prefix: str = "duralogue"
    replicas: int = 1
    search_within_s: float = 0.4
    api_key: str | None = field(default=None, repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: Path | None = None


class LazyElasticsearch:
    """One client for the whole process; `close` ends it."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._client: AsyncElasticsearch | None = None

    @property
    def client(self) -> "AsyncElasticsearch":
        """The first call takes most of a second of the processor. It retries nothing itself: a
        search has no time for it, and what is written is retried by whoever knows what it was."""
        if self._client is None:
            # The library alone takes longer to import than a worker may take to be ready.
            from elasticsearch import AsyncElasticsearch

            self._client = AsyncElasticsearch(
                list(self.cluster.urls),
                connections_per_node=CONNECTIONS,
                max_retries=0,
                **_credentials(self.cluster),
            )
        return self._client

    async def close(self) -> None:
        """End its connections."""
        if self._client is not None:
            await self._client.close()


def _credentials(cluster: Cluster) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if cluster.api_key is not None:
        given["api_key"] = cluster.api_key
    elif cluster.user is not None:
        given["basic_auth"] = (cluster.user, cluster.password or "")
    if cluster.ca is not None:
        given["ca_certs"] = str(cluster.ca)
    return given
