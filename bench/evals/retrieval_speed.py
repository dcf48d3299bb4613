"""Duration of a search among 100,000 passages of one tenant, and of a swap.

    python -m bench.evals.retrieval_speed [PASSAGES [swap]]

With `swap` nothing is searched. Filling the index takes from five to twenty minutes.

Texts are made of invented words as often as words are in a language, vectors lie around random
centres; the questions have fifteen words. Apart from `make eval`: it takes minutes.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.evals.elasticsearch_speed import measure_elasticsearch
from bench.evals.knowledge_base import database
from domain.knowledge import Chunk, KnowledgeDocument
from domain.ports import Retriever
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.passage_pieces import NUMBERS
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_generations import KnowledgeGenerations
from infra.postgres.raw_queries import function_rows
from infra.postgres.retriever import PostgresRetriever

TENANT = "large"
NOW = datetime(2026, 3, 10, tzinfo=UTC)
PASSAGES, PER_DOCUMENT, WORDS, QUESTIONS = 100_000, 10, 60, 60
_VOCABULARY = 30_000
_AT_ONCE = 100
"""A statement that takes longer than a few seconds is given up, also here."""

_DOCUMENTS = """
SET duralogue.tenant_id = 'large';
INSERT INTO knowledge_models (model, dimension) VALUES ('all-MiniLM-L6-v2-int8', 384)
ON CONFLICT DO NOTHING;
INSERT INTO knowledge_documents (tenant_id, document_id, sync_id, title, content_hash)
SELECT 'large', 'd' || n, 'first', 'Document ' || n, 'h' || n FROM generate_series(0, {last}) n
"""
_FIELDS = """tenant_id, chunk_id, document_id, sync_id, title, heading, position, text, vector,
pieces"""
_LOADED = f"CREATE TEMP TABLE loaded AS SELECT {_FIELDS} FROM knowledge_chunks LIMIT 0"  # noqa: S608
_COPY = f"COPY loaded ({_FIELDS}) FROM STDIN"
_STORE = f"INSERT INTO knowledge_chunks ({_FIELDS}) SELECT * FROM loaded"  # noqa: S608
"""COPY itself does not go through row-level security."""

_SIZE = "SELECT pg_total_relation_size('knowledge_chunks') / 1048576 AS megabytes"


async def main(passages: int, *, swaps_only: bool = False) -> None:
    embedder = MiniLMEmbedder()
    async with database() as engine:
        words = np.random.default_rng(1)
        await _fill(engine, passages, words)
        generations = KnowledgeGenerations(engine)
        began = time.perf_counter()
        await generations.swap(TENANT, "first", [])
        _tell("first swap, all documents new", time.perf_counter() - began)
        store = PostgresKnowledge(engine, embedder)
        await store.stage(TENANT, "next", _document(), [_chunk()])
        began = time.perf_counter()
        await generations.swap(TENANT, "next", ["d1"])
        _tell("swap of one document", time.perf_counter() - began)
        began = time.perf_counter()
        await generations.roll_back(TENANT)
        _tell("roll-back", time.perf_counter() - began)
        if swaps_only:
            return
        await _search(PostgresRetriever(engine, embedder), embedder)
        [size] = await function_rows(engine, _SIZE, {})
        sys.stdout.write(f"knowledge_chunks with its indexes: {size['megabytes']} MB\n")

        async def measure(retriever: Retriever, label: str) -> None:
            await _search(retriever, embedder, label)

        await measure_elasticsearch(engine, embedder, TENANT, measure)


async def _fill(engine: AsyncEngine, passages: int, words: np.random.Generator) -> None:
    """By COPY into a table of our own, and from there."""
    centres = _unit(words.standard_normal((500, 384)))
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("SET statement_timeout = 0")
        await driver.execute(_DOCUMENTS.format(last=passages // PER_DOCUMENT - 1))
        async with driver.cursor() as cursor:
            await cursor.execute(_LOADED)
            for start in range(0, passages, _AT_ONCE):
                async with cursor.copy(_COPY) as copy:
                    for place in range(start, min(start + _AT_ONCE, passages)):
                        await copy.write_row(_row(place, centres, words))
                await cursor.execute(_STORE)
                await cursor.execute("TRUNCATE loaded")
                await driver.commit()
        await driver.execute("ANALYZE knowledge_chunks, knowledge_documents, knowledge_terms")


def _row(
    place: int, centres: NDArray[np.float64], words: np.random.Generator
) -> tuple[object, ...]:
    centre = centres[place % len(centres)] + 0.05 * words.standard_normal(384)
    vector = "[" + ",".join(f"{number:.5f}" for number in centre / np.linalg.norm(centre)) + "]"
    pieces = words.integers(-60, 60, WORDS * NUMBERS, dtype=np.int8).tobytes()
    document = f"d{place // PER_DOCUMENT}"
    text = _said(words, WORDS)
    return (
        *(TENANT, f"first/{document}/{place}", document, "first", f"Document {_said(words, 2)}"),
        *(_said(words, 3), place, text, vector, pieces),
    )


def _said(words: np.random.Generator, count: int) -> str:
    ranks = np.minimum(words.zipf(1.15, count), _VOCABULARY)
    return " ".join(f"w{rank}x" for rank in ranks)


async def _search(retriever: Retriever, embedder: MiniLMEmbedder, label: str = "") -> None:
    words = np.random.default_rng(2)
    found_s, cpu_s = [], []
    for _ in range(QUESTIONS):
        question = _said(words, 15)
        [vector] = await embedder.embed([question])
        began, cpu = time.perf_counter(), time.process_time()
        assert len(await retriever.search(TENANT, question, vector, today=NOW)) == 8
        found_s.append(time.perf_counter() - began)
        cpu_s.append(time.process_time() - cpu)
    ordered = sorted(found_s[5:])
    _tell(f"{label}search, p50", ordered[len(ordered) // 2])
    _tell(f"{label}search, p95", ordered[int(len(ordered) * 0.95)])
    _tell(f"{label}of these, our own CPU, mean", sum(cpu_s) / len(cpu_s))


def _document() -> KnowledgeDocument:
    return KnowledgeDocument(document_id="new", title="New", body="", content_hash="new")


def _chunk() -> Chunk:
    return Chunk(
        document_id="new", title="New", heading="", text="New.", position=0, vector=(0.05,) * 384
    )


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def _tell(what: str, seconds: float) -> None:
    sys.stdout.write(f"{what}: {1000 * seconds:.1f} ms\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    asyncio.run(main(given, swaps_only="swap" in sys.argv[2:]))
