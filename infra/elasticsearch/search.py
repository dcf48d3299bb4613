"""Passages that may answer a question, by words (BM25) and by meaning (kNN), in one request."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from domain.errors import DependencyUnavailable
from domain.knowledge import Audience
from domain.search_index import Generation
from infra.elasticsearch import mappings
from infra.elasticsearch.client import LazyElasticsearch
from infra.elasticsearch.failures import elasticsearch_failures

_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 200
"""Of a question; times the analyzers it stays below the cluster's least bound of 1,024 clauses."""
_LONGEST_WORD: Final = 100
_DIGITS: Final = 7
"""Of a float of 32 bits; more would only be sent."""
_LONGEST_READ: Final = 20_000
_SEEN_FOR_EACH: Final = 1.5
_LEAST_SEEN: Final = 100
"""Neighbours looked at in the graph of vectors, for each one wanted, and at least."""
_MEANING_FIRST: Final = 1_000.0
"""The neighbours' scores are raised above any score of words, so that one list holds both: the
neighbours, then the best by words."""
_IDS: Final = [{"field": "chunk_id"}]


class ElasticsearchSearch:
    """Searches one generation of a tenant's passages."""

    def __init__(self, elasticsearch: LazyElasticsearch) -> None:
        self._elasticsearch = elasticsearch
        self._within_s = elasticsearch.cluster.search_within_s

    async def find(
        self,
        tenant_id: str,
        generation: Generation,
        query: str,
        vector: Sequence[float],
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> list[str]:
        """Ids of chunks, at most `limit` by words and as many by meaning; in no order, since they
        are ranked elsewhere.

        Raise NotFound where the generation is not (yet) held, DependencyUnavailable where no answer
        comes in time."""
        index = mappings.index_name(self._elasticsearch.cluster.prefix, tenant_id, generation.model)
        allowed = _allowed(tenant_id, today, audiences)
        words = _words(query)
        with elasticsearch_failures():
            client = self._elasticsearch.client.options(request_timeout=self._within_s)
            answer = await client.search(
                index=mappings.alias_name(index, generation),
                size=2 * limit,
                # Neither the documents nor their scores are read: that would take longer than to
                # find them.
                source=False,
                stored_fields="_none_",
                docvalue_fields=_IDS,
                track_total_hits=False,
                query=_by_words(words, allowed) if words else None,
                knn=_by_meaning(vector, limit, allowed),
            )
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise DependencyUnavailable("Elasticsearch has searched a part of the passages only")
        return [hit["fields"]["chunk_id"][0] for hit in answer["hits"]["hits"]]


def _allowed(tenant_id: str, today: date, audiences: frozenset[Audience]) -> list[dict[str, Any]]:
    """Within both searches, beside the alias's own filter: neither may rely on the other."""
    expired = {"range": {"valid_until": {"lt": today.isoformat()}}}
    return [
        {"term": {"tenant_id": tenant_id}},
        {"terms": {"audience": sorted(audience.value for audience in audiences)}},
        {"bool": {"must_not": [expired]}},
    ]


def _words(query: str) -> str:
    """The first different ones, without whatever cannot be sent as UTF-8."""
    readable = query[:_LONGEST_READ].encode(errors="ignore").decode()
    found = (word[:_LONGEST_WORD] for word in _WORD.findall(readable.lower()))
    return " ".join(list(dict.fromkeys(found))[:_MOST_WORDS])


def _by_words(words: str, allowed: list[dict[str, Any]]) -> dict[str, Any]:
    """Any of the words will do; the language whose analyzer finds most counts."""
    languages = [
        {"match": {f"{mappings.WORDS}.{language}": words}} for language in mappings.LANGUAGES
    ]
    return {"bool": {"must": [{"dis_max": {"queries": languages}}], "filter": allowed}}


def _by_meaning(
    vector: Sequence[float], limit: int, allowed: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "field": "vector",
        "query_vector": [round(value, _DIGITS) for value in vector],
        "k": limit,
        "num_candidates": max(int(_SEEN_FOR_EACH * limit), _LEAST_SEEN),
        "boost": _MEANING_FIRST,
        "filter": allowed,
    }
