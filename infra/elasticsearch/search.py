"""Passages that may answer a question, by words (BM25) and by meaning (kNN), in one request."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from domain.errors import DependencyUnavailable
from domain.knowledge import Audience
from domain.search_index import Generation
from infra.elasticsearch import mappings
from infra.elasticsearch.client import LazyElasticsearch
from infra.elasticsearch.failures import elasticsearch_failures

_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 64
"""Of a question; times the fields and analyzers this stays below the cluster's least bound of 1,024
clauses."""
_LONGEST_WORD: Final = 100
_DIGITS: Final = 7
"""Of a float of 32 bits; more would only be sent."""
_LONGEST_READ: Final = 20_000
_SEEN_FOR_EACH: Final = 4
_LEAST_SEEN: Final = 100
"""Neighbours looked at in the graph of vectors, for each one wanted, and at least."""
_MEANING_FIRST: Final = 1_000.0
"""The neighbours' scores are raised above any score of words, so that one list holds both: the
neighbours, then the best by words."""

_IDS: Final = [{"field": "chunk_id"}, {"field": "content_hash"}]


class Hit(NamedTuple):
    """A passage by its ids, with what each way of searching gave for it."""

    chunk_id: str
    content_hash: str
    words: float | None
    """Its BM25 score, comparable within one search only."""
    similarity: float | None
    """The cosine; None where others are nearer."""


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
        vectors: Sequence[Sequence[float]],
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> list[Hit]:
        """At most `limit` by words, as many by the first vector and a fifth by each other.

        Raise NotFound where the generation is not (yet) held, DependencyUnavailable where no answer
        comes in time."""
        index = mappings.index_name(self._elasticsearch.cluster.prefix, tenant_id, generation.model)
        allowed = _allowed(tenant_id, today, audiences)
        words = _words(query)
        near = [
            _by_meaning(vector, limit if first else max(1, limit // 5), allowed, first=first)
            for first, vector in zip((True, *[False] * len(vectors)), vectors, strict=False)
        ]
        with elasticsearch_failures():
            client = self._elasticsearch.client.options(request_timeout=self._within_s)
            answer = await client.search(
                index=mappings.alias_name(index, generation),
                size=limit + sum(one["k"] for one in near),
                source=False,
                fields=_IDS,
                track_total_hits=False,
                include_named_queries_score=True,
                query=_by_words(words, allowed) if words else None,
                knn=near,
            )
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise DependencyUnavailable("Elasticsearch has searched a part of the passages only")
        return [_hit(hit) for hit in answer["hits"]["hits"]]


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
        {"combined_fields": {"query": words, "fields": mappings.language_fields(language)}}
        for language in mappings.LANGUAGES
    ]
    best = {"dis_max": {"_name": "words", "queries": languages}}
    return {"bool": {"must": [best], "filter": allowed}}


def _by_meaning(
    vector: Sequence[float], limit: int, allowed: list[dict[str, Any]], *, first: bool
) -> dict[str, Any]:
    return {
        "_name": "meaning" if first else "part",
        "field": "vector",
        "query_vector": [round(value, _DIGITS) for value in vector],
        "k": limit,
        "num_candidates": max(_SEEN_FOR_EACH * limit, _LEAST_SEEN),
        "boost": _MEANING_FIRST,
        "filter": allowed,
    }


def _hit(hit: dict[str, Any]) -> Hit:
    scores = hit["matched_queries"]
    nearness = scores.get("meaning")
    return Hit(
        chunk_id=hit["fields"]["chunk_id"][0],
        content_hash=hit["fields"]["content_hash"][0],
        words=scores.get("words"),
        # A cosine is given as (1 + cosine) / 2.
        similarity=None if nearness is None else 2 * nearness / _MEANING_FIRST - 1,
    )
