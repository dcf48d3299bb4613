-- Whatever was not public was shown to nobody; agents may see it from now on.
ALTER TABLE knowledge_sources NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_documents NO FORCE ROW LEVEL SECURITY;
UPDATE knowledge_sources SET audience = 'agents'
WHERE audience NOT IN ('public', 'signed_in', 'agents');
UPDATE knowledge_documents SET audience = 'agents'
WHERE audience NOT IN ('public', 'signed_in', 'agents');

-- Readers see one generation of a tenant's documents: a swap and a roll-back change one row,
-- however many documents there are. A document that stays the same is in both generations.
CREATE TABLE knowledge_generations (
    tenant_id text PRIMARY KEY,
    generation integer NOT NULL,
    sync_id text NOT NULL,
    swapped_at timestamptz NOT NULL DEFAULT now(),
    is_rolled_back boolean NOT NULL DEFAULT false
);
ALTER TABLE knowledge_documents
    ADD COLUMN shown_from integer,
    ADD COLUMN shown_until integer;
UPDATE knowledge_documents SET shown_from = 1 WHERE active;
INSERT INTO knowledge_generations (tenant_id, generation, sync_id)
SELECT tenant_id, 1, max(sync_id) FROM knowledge_documents WHERE active GROUP BY tenant_id;
ALTER TABLE knowledge_sources FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_documents FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_documents DROP COLUMN active;
CREATE INDEX knowledge_documents_past ON knowledge_documents (tenant_id, shown_until)
    WHERE shown_until IS NOT NULL;

-- `pieces` are the vectors of a passage's tokens, as the model that made them packs them.
ALTER TABLE knowledge_chunks
    DROP COLUMN active,
    DROP COLUMN tsv,
    ADD COLUMN language regconfig NOT NULL DEFAULT 'english',
    ADD COLUMN pieces bytea NOT NULL DEFAULT '';
ALTER TABLE knowledge_chunks ALTER COLUMN pieces SET STORAGE EXTERNAL;
-- Beside the text, not apart from it: a search compares both with each of a query's sentences.
ALTER TABLE knowledge_chunks ALTER COLUMN vector SET STORAGE PLAIN;
ALTER TABLE knowledge_chunks SET (toast_tuple_target = 4080);
ALTER TABLE knowledge_chunks ADD COLUMN tsv tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector(language, title), 'A')
    || setweight(to_tsvector(language, heading), 'B')
    || setweight(to_tsvector(language, text), 'C')
) STORED;
-- Without a list of pending entries: each search would read it from end to end for each word.
CREATE INDEX knowledge_chunks_by_words ON knowledge_chunks USING gin (tsv)
    WITH (fastupdate = off);

-- In how many of a tenant's passages each word stands, for BM25: those of the generation before
-- and those that are staged are counted too, so that the figures need no swap.
CREATE TABLE knowledge_terms (
    tenant_id text NOT NULL,
    term text NOT NULL,
    chunks integer NOT NULL,
    PRIMARY KEY (tenant_id, term)
) WITH (fillfactor = 80);
CREATE TABLE knowledge_sizes (
    tenant_id text PRIMARY KEY,
    chunks bigint NOT NULL,
    terms bigint NOT NULL
);

-- In the order of the words, so that a sync and a removal of old documents never wait for each
-- other in a circle.
CREATE FUNCTION count_knowledge_terms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    INSERT INTO knowledge_sizes AS s (tenant_id, chunks, terms)
    SELECT c.tenant_id, v_sign * count(*), v_sign * sum(length(c.tsv)) FROM changed c
    GROUP BY c.tenant_id ORDER BY c.tenant_id
    ON CONFLICT (tenant_id) DO UPDATE SET
        chunks = s.chunks + excluded.chunks, terms = s.terms + excluded.terms;
    INSERT INTO knowledge_terms AS t (tenant_id, term, chunks)
    SELECT c.tenant_id, l.lexeme, v_sign * count(*) FROM changed c, unnest(c.tsv) l
    GROUP BY c.tenant_id, l.lexeme ORDER BY c.tenant_id, l.lexeme
    ON CONFLICT (tenant_id, term) DO UPDATE SET chunks = t.chunks + excluded.chunks;
    RETURN NULL;
END $$;
CREATE TRIGGER knowledge_chunks_counted AFTER INSERT ON knowledge_chunks
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_knowledge_terms();
CREATE TRIGGER knowledge_chunks_discounted AFTER DELETE ON knowledge_chunks
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_knowledge_terms();

ALTER TABLE knowledge_chunks NO FORCE ROW LEVEL SECURITY;
INSERT INTO knowledge_sizes (tenant_id, chunks, terms)
SELECT tenant_id, count(*), sum(length(tsv)) FROM knowledge_chunks GROUP BY tenant_id;
INSERT INTO knowledge_terms (tenant_id, term, chunks)
SELECT c.tenant_id, l.lexeme, count(*) FROM knowledge_chunks c, unnest(c.tsv) l
GROUP BY c.tenant_id, l.lexeme;
ALTER TABLE knowledge_chunks FORCE ROW LEVEL SECURITY;

-- Until autovacuum comes by, the planner takes a table that was just filled for an empty one, and a
-- search that is planned so takes seconds. As the tables' owner, who alone may.
CREATE FUNCTION analyze_knowledge(p_tenant text) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    IF coalesce((SELECT s.chunks FROM knowledge_sizes s WHERE s.tenant_id = p_tenant), 0)
        <= 1.2 * (SELECT greatest(c.reltuples, 0) FROM pg_class c
            WHERE c.oid = 'knowledge_chunks'::regclass) THEN
        RETURN false;
    END IF;
    ANALYZE knowledge_chunks, knowledge_documents, knowledge_sentences, knowledge_terms;
    RETURN true;
END $$;

-- The words of each part of a query that stand in the tenant's documents, whichever language they
-- are in: as each language's own search would cut them.
CREATE FUNCTION knowledge_words(p_tenant text, p_parts text[]) RETURNS TABLE (
    part integer, term text, times integer, chunks integer, all_chunks bigint, all_terms bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    RETURN QUERY
    WITH said AS (
        SELECT p.place::integer AS part, l.lexeme AS term, max(cardinality(l.positions)) AS times
        FROM unnest(p_parts) WITH ORDINALITY p (said, place),
            unnest(ARRAY['english', 'german']::regconfig[]) language,
            unnest(to_tsvector(language, p.said)) l
        GROUP BY p.place, l.lexeme
    )
    SELECT s.part, s.term, s.times, t.chunks, z.chunks, z.terms
    FROM said s
    JOIN knowledge_terms t ON t.tenant_id = p_tenant AND t.term = s.term AND t.chunks > 0
    JOIN knowledge_sizes z ON z.tenant_id = p_tenant;
END $$;

-- What some references stand for; those that have been removed in between are left out.
DROP FUNCTION read_passages(text, text[]);
CREATE FUNCTION read_passages(p_tenant text, p_chunks text[]) RETURNS TABLE (
    chunk_id text, content_hash text, document_id text, title text, heading text, text text,
    url text, sentences text[], vectors bytea[], pieces bytea
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    RETURN QUERY
    SELECT c.chunk_id, d.content_hash, c.document_id, c.title, c.heading, c.text, d.url, s.texts,
        s.vectors, c.pieces
    FROM knowledge_chunks c
    JOIN knowledge_documents d USING (tenant_id, document_id, sync_id)
    LEFT JOIN LATERAL (
        SELECT array_agg(k.text ORDER BY k.position) AS texts,
            array_agg(vector_send(k.vector) ORDER BY k.position) AS vectors
        FROM knowledge_sentences k
        WHERE k.tenant_id = p_tenant AND k.chunk_id = c.chunk_id
    ) s ON true
    WHERE c.tenant_id = p_tenant AND c.chunk_id = ANY (p_chunks);
END $$;

-- For vectors of one dimension: the index, and a search that uses it and keeps its plan. A model
-- of another dimension needs a migration that calls this once.
--
-- The search gives candidates without an order: the nearest to the first vector, which is the
-- whole query's, and those in which p_terms stand, the rare ones counting most. Of each it says
-- how often p_known, all words of the query, stand in it, twice for its title, and how near it is
-- to each of the vectors. The planner is kept from reading the whole table: after a sync it does
-- not know yet how large it is. Planned anew each time, it looks up the words in a hash table. A filtered index scan goes on until it has enough rows (iterative_scan),
-- so that a small tenant among large ones finds its own.
CREATE OR REPLACE FUNCTION make_knowledge_index(p_dimension integer) RETURNS void
LANGUAGE plpgsql AS $make$
DECLARE
    v_search text := $search$
CREATE OR REPLACE FUNCTION find_candidates_{dimension}(
    p_tenant text, p_model text, p_vectors vector[], p_terms text[], p_worths double precision[],
    p_known text[], p_today date, p_audiences text[], p_limit integer
) RETURNS TABLE (
    chunk_id text, content_hash text, document_id text, length integer, terms text[],
    times double precision[], similarities double precision[]
)
LANGUAGE plpgsql
SET hnsw.iterative_scan = 'relaxed_order'
SET hnsw.ef_search = 100
SET enable_seqscan = off
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    v_generation integer;
    v_whole vector := p_vectors[1];
    v_near text[];
    v_worded text[];
    v_terms tsquery[] := p_terms::tsquery[];
    v_any tsquery := nullif(array_to_string(p_terms, ' | '), '')::tsquery;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    SELECT g.generation INTO v_generation FROM knowledge_generations g
    WHERE g.tenant_id = p_tenant;
    v_near := array(
        SELECT c.chunk_id FROM knowledge_chunks c
        JOIN knowledge_documents d USING (tenant_id, document_id, sync_id)
        WHERE c.tenant_id = p_tenant AND vector_dims(c.vector) = {dimension}
        AND d.shown_from <= v_generation
        AND (d.shown_until IS NULL OR d.shown_until > v_generation)
        AND d.audience = ANY (p_audiences) AND d.model = p_model
        AND (d.valid_until IS NULL OR d.valid_until >= p_today)
        ORDER BY c.vector::vector({dimension}) <=> v_whole::vector({dimension}) LIMIT p_limit
    );
    v_worded := array(
        WITH worded AS MATERIALIZED (
            SELECT c.chunk_id, c.document_id, c.sync_id, (
                SELECT sum(w.worth) FROM unnest(v_terms, p_worths) w (term, worth)
                WHERE c.tsv @@ w.term
            ) AS worth
            FROM knowledge_chunks c WHERE c.tenant_id = p_tenant AND c.tsv @@ v_any LIMIT 8000
        )
        -- Joined, the planner could look for all the passages once for each document.
        SELECT c.chunk_id FROM worded c WHERE (
            SELECT d.shown_from <= v_generation
                AND (d.shown_until IS NULL OR d.shown_until > v_generation)
                AND d.audience = ANY (p_audiences) AND d.model = p_model
                AND (d.valid_until IS NULL OR d.valid_until >= p_today)
            FROM knowledge_documents d WHERE d.tenant_id = p_tenant
            AND d.document_id = c.document_id AND d.sync_id = c.sync_id
        )
        ORDER BY c.worth DESC, c.chunk_id LIMIT p_limit
    );
    RETURN QUERY
    SELECT c.chunk_id, (
            SELECT d.content_hash FROM knowledge_documents d WHERE d.tenant_id = p_tenant
            AND d.document_id = c.document_id AND d.sync_id = c.sync_id
        ), c.document_id, length(c.tsv), said.terms, said.times,
        array(
            SELECT 1 - (c.vector <=> v.vector) FROM unnest(p_vectors) WITH ORDINALITY v
            (vector, place) ORDER BY v.place
        )
    FROM knowledge_chunks c
    CROSS JOIN LATERAL (
        SELECT array_agg(l.lexeme) AS terms, array_agg((
            SELECT sum(CASE s.weight WHEN 'A' THEN 2.0 ELSE 1.0 END)
            FROM unnest(l.weights) s (weight)
        )::double precision) AS times
        FROM unnest(c.tsv) l WHERE l.lexeme = ANY (p_known)
    ) said
    WHERE c.tenant_id = p_tenant AND c.chunk_id = ANY (v_near || v_worded);
END $$;
$search$;
BEGIN
    EXECUTE replace($index$
        CREATE INDEX IF NOT EXISTS knowledge_chunks_by_vector_{dimension} ON knowledge_chunks
        USING hnsw ((vector::vector({dimension})) vector_cosine_ops)
        WHERE vector_dims(vector) = {dimension}
    $index$, '{dimension}', p_dimension::text);
    EXECUTE replace(v_search, '{dimension}', p_dimension::text);
END $make$;

-- Workers of the release before try again until they are replaced.
DO $do$
DECLARE
    v_dimension integer;
BEGIN
    FOR v_dimension IN SELECT DISTINCT dimension FROM knowledge_models LOOP
        PERFORM make_knowledge_index(v_dimension);
        EXECUTE format(
            'DROP FUNCTION IF EXISTS find_passages_%s(text, text, text, vector, date, integer, '
            'double precision)', v_dimension
        );
    END LOOP;
END $do$;
DROP FUNCTION IF EXISTS find_passages(text, text, vector, date, integer, double precision);
