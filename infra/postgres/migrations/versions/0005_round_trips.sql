-- A search gives references, and what it refers to is read only by who does not have it yet.
DROP FUNCTION search_knowledge;

-- Best passages first, as references: a chunk's id and its document's hash name one content for
-- ever. The score is the similarity of the vectors, plus what the words earn: the best match by
-- words earns p_words, the others their share of that. Each side finds its own candidates, with
-- their similarity, so that nothing is looked up twice.
-- A filtered index scan goes on until it has enough rows (iterative_scan), so that a small tenant
-- among large ones finds its own. In plpgsql, because it keeps its plan on every version.
CREATE FUNCTION find_passages(
    p_tenant text, p_query text, p_vector vector(384), p_today date, p_limit integer,
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
        WHERE d.tenant_id = p_tenant AND d.active AND d.audience = 'public'
        AND (d.valid_until IS NULL OR d.valid_until >= p_today)
    ),
    by_meaning AS (
        SELECT c.chunk_id, d.content_hash, c.vector <=> p_vector AS distance
        FROM knowledge_chunks c
        JOIN shown d USING (document_id, sync_id)
        WHERE c.tenant_id = p_tenant AND c.active
        ORDER BY c.vector <=> p_vector LIMIT 4 * p_limit
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
END $$;

-- What some references stand for; those that a sync has taken away in between are left out.
CREATE FUNCTION read_passages(p_tenant text, p_chunks text[]) RETURNS TABLE (
    chunk_id text, content_hash text, document_id text, title text, heading text, text text,
    url text, sentences text[], vectors bytea[]
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    RETURN QUERY
    SELECT c.chunk_id, d.content_hash, c.document_id, c.title, c.heading, c.text, d.url, s.texts,
        s.vectors
    FROM knowledge_chunks c
    JOIN knowledge_documents d USING (tenant_id, document_id, sync_id)
    LEFT JOIN LATERAL (
        SELECT array_agg(k.text ORDER BY k.position) AS texts,
            array_agg(vector_send(k.vector) ORDER BY k.position) AS vectors
        FROM knowledge_sentences k
        WHERE k.tenant_id = p_tenant AND k.chunk_id = c.chunk_id
    ) s ON true
    WHERE c.tenant_id = p_tenant AND c.active AND c.chunk_id = ANY (p_chunks);
END $$;

-- Whether a message may come in, and whether messages of its conversation wait in the spool. The
-- limits are taken in order until one refuses; the busiest comes last, since its row stays locked
-- until all is done.
CREATE FUNCTION admit_message(
    p_tenant text, p_conversation text, p_keys text[], p_intervals interval[],
    p_tolerances interval[],
    OUT refused integer, OUT wait interval, OUT spooled boolean
) LANGUAGE plpgsql AS $$
BEGIN
    spooled := has_spooled(p_tenant, p_conversation);
    FOR place IN 1 .. cardinality(p_keys) LOOP
        wait := take_rate(p_tenant, p_keys[place], p_intervals[place], p_tolerances[place]);
        IF wait IS NOT NULL THEN
            refused := place;
            RETURN;
        END IF;
    END LOOP;
END $$;
