"""Search by a hosted model's vectors in PostgreSQL: how long, and how many of the nearest it finds.

    python -m bench.evals.hosted_vectors [PASSAGES]

Vectors lie around random centres, in a dimension that has an index (1,024) and one that has none
(1,000, where all of the tenant's are compared). What is nearest is said by numpy in eight bytes.
"""

import asyncio
import sys
import time
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.evals.knowledge_base import database
from domain.knowledge import EVERYBODY
from domain.ports.knowledge_search import SearchQuery
from infra.local_models.embedder import MiniLMEmbedder
from infra.postgres.candidates import PostgresCandidates
from infra.postgres.hosted_candidates import PostgresHostedCandidates
from infra.postgres.hosted_index_source import PostgresHostedIndexSource
from infra.postgres.raw_queries import function_rows
from infra.postgres.vectors import to_text

PASSAGES, PER_DOCUMENT, QUESTIONS, NEAREST = 5_000, 10, 60, 20
_CENTRES = 100
_LOCAL = 384
_DOCUMENTS = """
SET duralogue.tenant_id = '{tenant}';
INSERT INTO knowledge_models (model, dimension)
VALUES ('all-MiniLM-L6-v2-int8', 384), ('{model}', {dimension}) ON CONFLICT DO NOTHING;
INSERT INTO knowledge_documents
    (tenant_id, document_id, sync_id, title, content_hash, hosted_model, shown_from)
SELECT '{tenant}', 'd' || n, 's', 'Document', 'h' || n, '{model}', 1
FROM generate_series(0, {last}) n;
INSERT INTO knowledge_generations (tenant_id, generation, sync_id) VALUES ('{tenant}', 1, 's')
"""
_CHUNK = """
INSERT INTO knowledge_chunks
    (tenant_id, chunk_id, document_id, sync_id, title, heading, position, text, vector)
VALUES (%s, %s, %s, 's', 'Document', '', 0, 'Passage ' || %s, %s::vector)
"""
_VECTOR = "INSERT INTO knowledge_hosted_vectors VALUES (%s, %s, %s::halfvec)"
_SIZE = """
SELECT pg_total_relation_size('knowledge_hosted_vectors') / 1048576 AS megabytes,
    (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS version
"""


async def main(passages: int) -> None:
    numbers = np.random.default_rng(3)
    async with database() as engine:
        for dimension in (1024, 1000):
            tenant = f"t{dimension}"
            centres = numbers.standard_normal((_CENTRES, dimension))
            rows = _around(centres, passages, numbers)
            began = time.perf_counter()
            await _fill(engine, tenant, rows)
            spent = 1000 * (time.perf_counter() - began) / passages
            sys.stdout.write(f"{dimension}: {spent:.2f} ms to store a passage\n")
            await _measure(engine, tenant, rows, _around(centres, QUESTIONS, numbers))
        [size] = await function_rows(engine, _SIZE, {})
        sys.stdout.write(
            f"pgvector {size['version']}; knowledge_hosted_vectors with its indexes: "
            f"{size['megabytes']} MB for {2 * passages} vectors\n"
        )


async def _fill(engine: AsyncEngine, tenant: str, rows: NDArray[np.float64]) -> None:
    passages, dimension = rows.shape
    documents = _DOCUMENTS.format(
        tenant=tenant,
        model=f"vendor/model@{dimension}",
        dimension=dimension,
        last=passages // PER_DOCUMENT - 1,
    )
    local = to_text((0.05,) * _LOCAL)
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("SET statement_timeout = 0")
        await driver.execute(documents)
        async with driver.cursor() as cursor:
            for start in range(0, passages, 500):
                names = [(n, f"s/d{n // PER_DOCUMENT}/{n}") for n in range(start, start + 500)]
                await cursor.executemany(
                    _CHUNK, [(tenant, c, f"d{n // PER_DOCUMENT}", n, local) for n, c in names]
                )
                await cursor.executemany(
                    _VECTOR, [(tenant, c, to_text(rows[n].tolist())) for n, c in names]
                )
                await driver.commit()
        await driver.execute("ANALYZE")


async def _measure(
    engine: AsyncEngine, tenant: str, rows: NDArray[np.float64], asked: NDArray[np.float64]
) -> None:
    dimension = rows.shape[1]
    local = PostgresCandidates(engine, MiniLMEmbedder(), cache_bytes=1_000_000)
    source = PostgresHostedCandidates(engine, local, PostgresHostedIndexSource(engine))
    spent, found = [], 0
    for vector in asked:
        query = SearchQuery(
            texts=("anything",),
            vectors=(tuple(vector.tolist()),),
            hosted_model=f"vendor/model@{dimension}",
        )
        began = time.perf_counter()
        candidates = await source.candidates(
            tenant, query, limit=100, today=date(2026, 3, 10), audiences=EVERYBODY
        )
        spent.append(1000 * (time.perf_counter() - began))
        nearest = {f"s/d{n // PER_DOCUMENT}/{n}" for n in np.argsort(-rows @ vector)[:NEAREST]}
        got = sorted(candidates.found, key=lambda one: -one.similarity[0])[:NEAREST]
        found += len(nearest & {one.reference.split("\n")[0] for one in got})
    ordered = sorted(spent[5:])
    sys.stdout.write(
        f"{dimension}: search p50 {ordered[len(ordered) // 2]:.1f} ms, "
        f"p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms; "
        f"of the {NEAREST} nearest {found / len(asked):.2f} are found\n"
    )


def _around(
    centres: NDArray[np.float64], count: int, numbers: np.random.Generator
) -> NDArray[np.float64]:
    places = numbers.integers(0, len(centres), count)
    rows = centres[places] + 0.8 * numbers.standard_normal((count, centres.shape[1]))
    scaled: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES))
