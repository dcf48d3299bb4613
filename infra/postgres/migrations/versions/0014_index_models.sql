-- An index names its model: a document was embedded with one, and is searched with the same one.
-- A tenant's documents are embedded anew with another model beside those that are read, and swapped
-- in at once; the rows say which is which.
CREATE TABLE knowledge_models (
    model text PRIMARY KEY,
    dimension integer NOT NULL CHECK (dimension BETWEEN 1 AND 2000)
);
INSERT INTO knowledge_models (model, dimension) VALUES ('all-MiniLM-L6-v2-int8', 384);

-- The default is what was there before, and what workers of the release before still stage.
ALTER TABLE knowledge_documents ADD COLUMN model text NOT NULL DEFAULT 'all-MiniLM-L6-v2-int8'
    REFERENCES knowledge_models;

-- find_passages stays for workers of the release before, until the last of them has gone; without
-- the index it reads all of a tenant's passages.
DROP INDEX knowledge_chunks_by_vector;
ALTER TABLE knowledge_chunks ALTER COLUMN vector TYPE vector;
ALTER TABLE knowledge_sentences ALTER COLUMN vector TYPE vector;

-- For vectors of one dimension: the index, and a search like find_passages that uses it and keeps
-- its plan. A model of another dimension needs a migration that calls this once.
CREATE FUNCTION make_knowledge_index(p_dimension integer) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
    v_search text := $search$
CREATE OR REPLACE FUNCTION find_passages_{dimension}(
    p_tenant text, p_model text, p_query text, p_vector vector, p_today date, p_limit integer,
    p_words double precision
) RETURNS TABLE (
    chunk_id text, content_hash text, score double precision, lexical_rank bigint,
    similarity double precision
)
LANGUAGE plpgsql
SET hnsw.iterative_scan = 'relaxed_order'
AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    RETURN QUERY
    WITH words AS (
        -- Any of the words will do; the ranking says how many, how rare a title they stand in.
        SELECT nullif(
            replace(plainto_tsquery('english', p_query)::text, ' & ', ' | '), ''
        )::tsquery AS q
    ),
    shown AS (
        SELECT d.document_id, d.sync_id, d.content_hash FROM knowledge_documents d
        WHERE d.tenant_id = p_tenant AND d.active AND d.audience = 'public' AND d.model = p_model
        AND (d.valid_until IS NULL OR d.valid_until >= p_today)
    ),
    by_meaning AS (
        SELECT c.chunk_id, d.content_hash,
            c.vector::vector({dimension}) <=> p_vector::vector({dimension}) AS distance
        FROM knowledge_chunks c
        JOIN shown d USING (document_id, sync_id)
        WHERE c.tenant_id = p_tenant AND c.active AND vector_dims(c.vector) = {dimension}
        ORDER BY c.vector::vector({dimension}) <=> p_vector::vector({dimension}) LIMIT 4 * p_limit
    ),
    by_words AS (
        SELECT c.chunk_id, d.content_hash, c.vector,
            ts_rank('{0.1, 0.4, 0.7, 1.0}', c.tsv, w.q, 1) AS worth
        FROM words w
        JOIN knowledge_chunks c ON c.tsv @@ w.q
        JOIN shown d USING (document_id, sync_id)
        WHERE c.tenant_id = p_tenant AND c.active
        ORDER BY worth DESC, c.chunk_id LIMIT 4 * p_limit
    ),
    found AS (
        SELECT m.chunk_id, m.content_hash, m.distance, NULL::double precision AS share,
            NULL::bigint AS place
        FROM by_meaning m
        UNION ALL
        SELECT w.chunk_id, w.content_hash, w.vector <=> p_vector,
            w.worth / max(w.worth) OVER (), rank() OVER (ORDER BY w.worth DESC)
        FROM by_words w
    ),
    joined AS (
        SELECT f.chunk_id, f.content_hash, 1 - min(f.distance) AS likeness, max(f.share) AS share,
            max(f.place) AS place
        FROM found f GROUP BY f.chunk_id, f.content_hash
    )
    SELECT j.chunk_id, j.content_hash, j.likeness + p_words * coalesce(j.share, 0) AS worth,
        j.place, j.likeness
    FROM joined j ORDER BY worth DESC, j.chunk_id LIMIT p_limit;
END $$
$search$;
BEGIN
    EXECUTE replace($index$
        CREATE INDEX knowledge_chunks_by_vector_{dimension} ON knowledge_chunks
        USING hnsw ((vector::vector({dimension})) vector_cosine_ops)
        WHERE vector_dims(vector) = {dimension}
    $index$, '{dimension}', p_dimension::text);
    EXECUTE replace(v_search, '{dimension}', p_dimension::text);
END $make$;

SELECT make_knowledge_index(384);
