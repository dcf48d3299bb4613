"""A tenant's knowledge as indexed: staged document by document, swapped in at once."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.errors import ConfigurationError
from domain.knowledge import Chunk, KnowledgeDocument, KnowledgeStatus, SyncReport
from domain.ports import Embedder
from domain.ports.hosted_embedding import HostedEmbedder
from infra.postgres.engine import tenant_transaction
from infra.postgres.knowledge_generations import KnowledgeGenerations
from infra.postgres.vectors import to_text

_SHOWN = """d.tenant_id = %(tenant)s AND d.shown_from <= g.generation
AND (d.shown_until IS NULL OR d.shown_until > g.generation)"""
_HASHES = f"""
SELECT d.document_id, CASE WHEN d.model = %(model)s
    AND d.hosted_model IS NOT DISTINCT FROM %(hosted)s::text
    THEN d.content_hash ELSE '' END AS content_hash
FROM knowledge_documents d JOIN knowledge_generations g USING (tenant_id) WHERE {_SHOWN}
"""  # noqa: S608 - put together from constants
_STAGED = """
SELECT document_id, CASE WHEN model = %(model)s
    AND hosted_model IS NOT DISTINCT FROM %(hosted)s::text
    THEN content_hash ELSE '' END AS content_hash
FROM knowledge_documents WHERE tenant_id = %(tenant)s AND sync_id = %(sync)s
"""
_NAME_MODEL = """
INSERT INTO knowledge_models (model, dimension) VALUES (%(model)s, %(dimension)s)
ON CONFLICT (model) DO NOTHING
"""
_IS_FIT = """
SELECT dimension, to_regproc('find_candidates_' || dimension) IS NOT NULL AS is_indexed
FROM knowledge_models WHERE model = %(model)s
"""
_READ_FOR_LANGUAGE = 20_000
_LANGUAGE = """
SELECT language FROM unnest(ARRAY['english', 'german']) WITH ORDINALITY l (language, place)
ORDER BY (
    SELECT sum(cardinality(positions)) FROM unnest(to_tsvector(language::regconfig, %(text)s))
), place LIMIT 1
"""
"""The one to which the most words are mere stop words."""
_UNSTAGE = """
DELETE FROM knowledge_documents
WHERE tenant_id = %(tenant)s AND sync_id = %(sync)s AND document_id = %(document_id)s
"""
_STAGE_DOCUMENT = """
INSERT INTO knowledge_documents
    (tenant_id, document_id, sync_id, title, audience, valid_until, url, content_hash, model,
    hosted_model)
VALUES (%(tenant)s, %(document_id)s, %(sync)s, %(title)s, %(audience)s, %(valid_until)s, %(url)s,
    %(content_hash)s, %(model)s, %(hosted)s)
"""
_STAGE_CHUNK = """
INSERT INTO knowledge_chunks
    (tenant_id, chunk_id, document_id, sync_id, title, heading, position, text, vector, pieces,
    language)
VALUES (%(tenant)s, %(chunk_id)s, %(document_id)s, %(sync)s, %(title)s, %(heading)s, %(position)s,
    %(text)s, %(vector)s::vector, %(pieces)s, %(language)s::regconfig)
"""
_STAGE_HOSTED = """
INSERT INTO knowledge_hosted_vectors (tenant_id, chunk_id, vector)
VALUES (%(tenant)s, %(chunk_id)s, %(hosted_vector)s::halfvec)
"""
_STAGE_SENTENCE = """
INSERT INTO knowledge_sentences (tenant_id, chunk_id, position, text, vector)
VALUES (%(tenant)s, %(chunk_id)s, %(position)s, %(text)s, %(vector)s::vector)
"""


class PostgresKnowledge:
    """Implements `domain.ports.KnowledgeStore`; every step may be repeated."""

    def __init__(
        self, engine: AsyncEngine, embedder: Embedder, hosted: HostedEmbedder | None = None
    ) -> None:
        """What is staged has this embedder's vectors, and the hosted one's beside them."""
        self._engine = engine
        self._hosted = hosted
        self._hosted_model = hosted.model if hosted is not None else None
        self._model = embedder.model
        self._dimension = embedder.dimension
        self._generations = KnowledgeGenerations(engine)

    async def hashes(self, tenant_id: str) -> dict[str, str]:
        return await self._read_hashes(_HASHES, {"tenant": tenant_id})

    async def staged(self, tenant_id: str, sync_id: str) -> dict[str, str]:
        return await self._read_hashes(_STAGED, {"tenant": tenant_id, "sync": sync_id})

    async def stage(
        self, tenant_id: str, sync_id: str, document: KnowledgeDocument, chunks: Sequence[Chunk]
    ) -> None:
        """Write a document beside what readers see; staging it again replaces it."""
        values = {
            "tenant": tenant_id,
            "sync": sync_id,
            "model": self._model,
            "hosted": self._hosted_model,
        }
        described = {**values, **document.model_dump(mode="json", exclude={"body"})}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            is_indexed = await _name_model(connection, self._model, self._dimension)
            if not is_indexed:
                raise ConfigurationError(
                    f"this database has no index for vectors of {self._dimension} dimensions: "
                    f"a migration has to call make_knowledge_index({self._dimension})"
                )
            if self._hosted is not None:  # without an index all of its vectors are compared
                await _name_model(connection, self._hosted.model, self._hosted.dimension)
            await connection.exec_driver_sql(_UNSTAGE, described)
            await connection.exec_driver_sql(_STAGE_DOCUMENT, described)
            await _stage_chunks(connection, values, chunks)

    async def swap(self, tenant_id: str, sync_id: str, removed: Sequence[str]) -> SyncReport:
        """Prepared in portions, done by one row, and the remains removed in portions again."""
        return await self._generations.swap(tenant_id, sync_id, removed)

    async def roll_back(self, tenant_id: str) -> KnowledgeStatus:
        return await self._generations.roll_back(tenant_id)

    async def status(self, tenant_id: str) -> KnowledgeStatus:
        return await self._generations.status(tenant_id)

    async def _read_hashes(self, statement: str, values: dict[str, str]) -> dict[str, str]:
        async with tenant_transaction(self._engine, values["tenant"]) as connection:
            asked = {**values, "model": self._model, "hosted": self._hosted_model}
            rows = await connection.exec_driver_sql(statement, asked)
            return {row.document_id: row.content_hash for row in rows}


async def _name_model(connection: AsyncConnection, model: str, dimension: int) -> bool:
    """Whether local vectors of this dimension have an index."""
    await connection.exec_driver_sql(_NAME_MODEL, {"model": model, "dimension": dimension})
    known = (await connection.exec_driver_sql(_IS_FIT, {"model": model})).one()
    if known.dimension != dimension:
        raise ConfigurationError(
            f"the model {model} is known here with {known.dimension} dimensions and not "
            f"{dimension}: give another version of a model another name"
        )
    return bool(known.is_indexed)


async def _stage_chunks(
    connection: AsyncConnection, values: Mapping[str, str | None], chunks: Sequence[Chunk]
) -> None:
    rows, sentences, hosted = [], [], []
    language = await _language(connection, chunks)
    for chunk in chunks:
        chunk_id = f"{values['sync']}/{chunk.document_id}/{chunk.position}"
        fields = chunk.model_dump(exclude={"vector", "hosted_vector", "sentences"})
        placed = {**values, **fields, "chunk_id": chunk_id, "language": language}
        rows.append({**placed, "vector": to_text(chunk.vector)})
        if values["hosted"] is not None:
            far = {"tenant": values["tenant"], "chunk_id": chunk_id}
            hosted.append({**far, "hosted_vector": to_text(chunk.hosted_vector)})
        for position, sentence in enumerate(chunk.sentences):
            placed = {"tenant": values["tenant"], "chunk_id": chunk_id, "position": position}
            vector = to_text(sentence.vector)
            sentences.append({**placed, "text": sentence.text, "vector": vector})
    if rows:
        await connection.exec_driver_sql(_STAGE_CHUNK, rows)
    if hosted:
        await connection.exec_driver_sql(_STAGE_HOSTED, hosted)
    if sentences:
        await connection.exec_driver_sql(_STAGE_SENTENCE, sentences)


async def _language(connection: AsyncConnection, chunks: Sequence[Chunk]) -> str:
    text = " ".join(chunk.text for chunk in chunks)[:_READ_FOR_LANGUAGE]
    found = await connection.exec_driver_sql(_LANGUAGE, {"text": text})
    return str(found.scalar_one())
