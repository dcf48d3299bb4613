"""Names of indexes and aliases in Elasticsearch, their template, and the fields of a passage."""

from hashlib import sha256
from typing import Any

from domain.search_index import Generation

SCHEMA = "k1"
"""Part of every index's name: with other fields it becomes another, and indexes are built anew."""

LANGUAGES = ("english", "german")
"""Analyzers of Elasticsearch's own. Every text is indexed by each; a query counts by the best."""

WORDS = "words"
"""The one field searched by words: title (twice, as it counts twice), heading and text. A search in
one field skips what cannot be among the best; one that weighs several fields reads them all."""


def index_name(prefix: str, tenant_id: str, model: str) -> str:
    """One for each tenant and model, so that no tenant's words weigh in another's ranking.

    Tenants' ids may hold what a name of an index may not; a hash of both is neither shortened nor
    confused.
    """
    named = sha256(f"{tenant_id}\n{model}".encode()).hexdigest()[:24]
    return f"{prefix}-{SCHEMA}-{named}"


def alias_name(index: str, generation: Generation) -> str:
    """There is one exactly while the index holds all of this generation."""
    named = sha256(generation.name.encode()).hexdigest()[:16]
    return f"{index}-g{generation.number}-{named}"


def template(prefix: str, replicas: int) -> dict[str, Any]:
    """Of all our indexes; the vectors' size differs by model and comes with the index."""
    return {
        "index_patterns": [f"{prefix}-{SCHEMA}-*"],
        "template": {
            "settings": {
                "number_of_shards": 1,
                "number_of_replicas": replicas,
                # Generations are shown by aliases and after a refresh of our own.
                "refresh_interval": "30s",
            },
            "mappings": {"dynamic": "strict", "properties": _properties()},
        },
        "_meta": {"description": "passages of tenants' knowledge; PostgreSQL holds the truth"},
    }


def vector_mapping(dimension: int) -> dict[str, Any]:
    """Whole floats: the default of this size keeps one bit of each and finds half as much."""
    vector = {
        "type": "dense_vector",
        "dims": dimension,
        "similarity": "cosine",
        "index_options": {"type": "hnsw"},
    }
    return {"properties": {"vector": vector}}


def generation_filter(tenant_id: str, generation: int) -> dict[str, Any]:
    """What this generation shows: all that came with it or before, and was not yet replaced."""
    return {
        "bool": {
            "filter": [
                {"term": {"tenant_id": tenant_id}},
                {"range": {"since": {"lte": generation}}},
            ],
            "must_not": [{"range": {"until": {"lte": generation}}}],
        }
    }


def _properties() -> dict[str, Any]:
    kept = {"type": "keyword", "ignore_above": 8_000}
    analyzed = {language: {"type": "text", "analyzer": language} for language in LANGUAGES}
    # Only what the analyzers make of a text is searched; the text itself is PostgreSQL's.
    text = {"type": "keyword", "index": False, "doc_values": False, "fields": analyzed}
    return {
        "tenant_id": kept,
        "chunk_id": kept,
        "document_id": kept,
        "sync_id": kept,
        "content_hash": kept,
        "audience": kept,
        "valid_until": {"type": "date", "format": "strict_date"},
        "since": {"type": "long"},
        "until": {"type": "long"},
        WORDS: text,
    }
