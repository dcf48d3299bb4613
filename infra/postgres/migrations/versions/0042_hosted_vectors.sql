-- A tenant may have its passages embedded by a hosted model too. The local vectors stay: by these a
-- search goes on while the hosted model is down, and by these answers are judged. A document names
-- both of its models, so that a swap and a roll-back change both at once.
ALTER TABLE knowledge_documents ADD COLUMN hosted_model text REFERENCES knowledge_models;

-- In two bytes for each number: of 20 nearest neighbours 19.98 are the same as in eight.
CREATE TABLE knowledge_hosted_vectors (
    tenant_id text NOT NULL,
    chunk_id text NOT NULL,
    vector halfvec NOT NULL,
    PRIMARY KEY (tenant_id, chunk_id),
    FOREIGN KEY (tenant_id, chunk_id) REFERENCES knowledge_chunks ON DELETE CASCADE
);
ALTER TABLE knowledge_hosted_vectors ALTER COLUMN vector SET STORAGE PLAIN;

-- An index for each dimension that models usually have; with any other all vectors of the tenant
-- are compared, which for a few thousand passages takes no longer than the rest of a search.
DO $do$
DECLARE
    v_dimension integer;
BEGIN
    FOREACH v_dimension IN ARRAY ARRAY[256, 384, 512, 768, 1024, 1536] LOOP
        EXECUTE replace($index$
            CREATE INDEX knowledge_hosted_vectors_{dimension} ON knowledge_hosted_vectors
            USING hnsw ((vector::halfvec({dimension})) halfvec_cosine_ops)
            WHERE vector_dims(vector) = {dimension}
        $index$, '{dimension}', v_dimension::text);
    END LOOP;
END $do$;

-- As find_candidates_…, by the vectors of a hosted model; p_chunks are what a search engine has
-- found instead, which is only weighed. A passage without such a vector is found by its words: its
-- similarities are null. `judged` is the nearness of the local vectors, where p_local's model has
-- made the passage's.
CREATE FUNCTION find_hosted_candidates(
    p_tenant text, p_model text, p_dimension integer, p_vectors halfvec[],
    p_local vector, p_local_model text, p_terms text[], p_worths double precision[],
    p_known text[], p_today date, p_audiences text[], p_limit integer, p_chunks text[]
) RETURNS TABLE (
    chunk_id text, content_hash text, document_id text, length integer, terms text[],
    times double precision[], similarities double precision[], judged double precision
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
    v_found text[] := p_chunks;
    v_near text[];
    v_terms tsquery[] := p_terms::tsquery[];
    v_any tsquery := nullif(array_to_string(p_terms, ' | '), '')::tsquery;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    SELECT g.generation INTO v_generation FROM knowledge_generations g
    WHERE g.tenant_id = p_tenant;
    IF v_found IS NULL THEN
        -- Put together, since an index is used only where the dimension stands in the statement.
        EXECUTE format($near$
            SELECT array(
                SELECT h.chunk_id FROM knowledge_hosted_vectors h
                JOIN knowledge_chunks c USING (tenant_id, chunk_id)
                JOIN knowledge_documents d USING (tenant_id, document_id, sync_id)
                WHERE h.tenant_id = $1 AND vector_dims(h.vector) = %1$s
                AND d.shown_from <= $2 AND (d.shown_until IS NULL OR d.shown_until > $2)
                AND d.audience = ANY ($3) AND d.hosted_model = $4
                AND (d.valid_until IS NULL OR d.valid_until >= $5)
                ORDER BY h.vector::halfvec(%1$s) <=> $6::halfvec(%1$s) LIMIT $7
            )
        $near$, p_dimension) INTO v_near
        USING p_tenant, v_generation, p_audiences, p_model, p_today, p_vectors[1], p_limit;
        v_found := v_near || array(
            WITH worded AS MATERIALIZED (
                SELECT c.chunk_id, c.document_id, c.sync_id, (
                    SELECT sum(w.worth) FROM unnest(v_terms, p_worths) w (term, worth)
                    WHERE c.tsv @@ w.term
                ) AS worth
                FROM knowledge_chunks c WHERE c.tenant_id = p_tenant AND c.tsv @@ v_any LIMIT 8000
            )
            SELECT c.chunk_id FROM worded c WHERE (
                SELECT d.shown_from <= v_generation
                    AND (d.shown_until IS NULL OR d.shown_until > v_generation)
                    AND d.audience = ANY (p_audiences)
                    AND (d.valid_until IS NULL OR d.valid_until >= p_today)
                FROM knowledge_documents d WHERE d.tenant_id = p_tenant
                AND d.document_id = c.document_id AND d.sync_id = c.sync_id
            )
            ORDER BY c.worth DESC, c.chunk_id LIMIT p_limit
        );
    END IF;
    RETURN QUERY
    SELECT c.chunk_id, d.content_hash, c.document_id, length(c.tsv), said.terms, said.times,
        CASE WHEN h.vector IS NOT NULL AND d.hosted_model = p_model THEN array(
            SELECT 1 - (h.vector <=> v.vector) FROM unnest(p_vectors) WITH ORDINALITY v
            (vector, place) ORDER BY v.place
        ) END,
        CASE WHEN d.model = p_local_model THEN 1 - (c.vector <=> p_local) END
    FROM knowledge_chunks c
    JOIN knowledge_documents d USING (tenant_id, document_id, sync_id)
    LEFT JOIN knowledge_hosted_vectors h USING (tenant_id, chunk_id)
    CROSS JOIN LATERAL (
        SELECT array_agg(l.lexeme) AS terms, array_agg((
            SELECT sum(CASE s.weight WHEN 'A' THEN 2.0 ELSE 1.0 END)
            FROM unnest(l.weights) s (weight)
        )::double precision) AS times
        FROM unnest(c.tsv) l WHERE l.lexeme = ANY (p_known)
    ) said
    WHERE c.tenant_id = p_tenant AND c.chunk_id = ANY (v_found)
    AND d.shown_from <= v_generation
    AND (d.shown_until IS NULL OR d.shown_until > v_generation)
    AND d.audience = ANY (p_audiences)
    AND (d.valid_until IS NULL OR d.valid_until >= p_today);
END $$;
