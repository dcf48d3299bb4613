"""Settings of search in tenants' knowledge: which retriever, and where Elasticsearch is."""

import re
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

_SERVER: Final = re.compile(r"https?://[^\s/?#@]+/?")


def _entries(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(entry.strip() for entry in value.split(",") if entry.strip())


def _are_servers(urls: tuple[str, ...]) -> tuple[str, ...]:
    for url in urls:
        if not _SERVER.fullmatch(url):
            raise ValueError(
                "must be addresses like https://search.example.com:9200, separated by commas, "
                "without a path and without a password"
            )
    return urls


class SearchSettings(BaseModel):
    """Part of `Settings`; docs/how-to/search-with-elasticsearch.md says how they go together."""

    retriever: Literal["postgres", "elasticsearch"] = "postgres"
    """RETRIEVER: where passages are searched: `postgres`, or `elasticsearch` with PostgreSQL
    answering whenever Elasticsearch does not. Set it for all workers alike."""

    elasticsearch_url: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_entries), AfterValidator(_are_servers)
    ] = ()
    """ELASTICSEARCH_URL: the addresses of one Elasticsearch cluster (version 9), separated by
    commas, for example `https://search.example.com:9200`. RETRIEVER=elasticsearch needs it."""

    elasticsearch_api_key: SecretStr | None = None
    """ELASTICSEARCH_API_KEY: an API key, as Elasticsearch encodes it, that may manage, read and
    write the indexes that begin with ELASTICSEARCH_PREFIX, and manage index templates."""

    elasticsearch_user: str | None = None
    """ELASTICSEARCH_USER: the user of basic authentication, where there is no API key."""

    elasticsearch_password: SecretStr | None = None
    """ELASTICSEARCH_PASSWORD: that user's password."""

    elasticsearch_ca: Path | None = None
    """ELASTICSEARCH_CA: a file with the certificate of the authority that signed the cluster's,
    where the system does not know it."""

    elasticsearch_prefix: str = Field(default="duralogue", pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    """ELASTICSEARCH_PREFIX: what the names of all indexes and aliases begin with. Two installations
    in one cluster need two."""

    elasticsearch_replicas: int = Field(default=1, ge=0, le=10)
    """ELASTICSEARCH_REPLICAS: how many copies of each index the cluster keeps beside the first; 0
    where it is a single node. Counts for indexes made from then on."""

    elasticsearch_timeout_ms: int = Field(default=400, ge=20, le=1_500)
    """ELASTICSEARCH_TIMEOUT_MS: how long a search waits for Elasticsearch before PostgreSQL
    answers. A step of a turn has two seconds for everything."""
