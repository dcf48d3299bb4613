CREATE TABLE knowledge_sources (
    tenant_id text NOT NULL,
    document_id text NOT NULL,
    title text NOT NULL,
    audience text NOT NULL,
    valid_until date,
    url text,
    body text NOT NULL,
    content_hash text NOT NULL,
    PRIMARY KEY (tenant_id, document_id)
);

-- Loads pgvector, so that its setting below is known to the server.
SELECT '[1]'::vector;

-- Best passages first. A passage's score is the similarity of its vector to the question's, plus
-- what its words earn: the best match by words earns p_words, the others their share of that.
-- A filtered index scan goes on until it has enough rows (iterative_scan), so that a small tenant
-- among large ones finds its own.
CREATE FUNCTION search_knowledge(
    p_tenant text, p_query text, p_vector vector(384), p_today date, p_limit integer,
    p_words double precision
) RETURNS TABLE (
    document_id text, title text, heading text, text text, url text, score double precision,
    lexical_rank bigint, similarity double precision, sentences text[], vectors bytea[]
)
LANGUAGE sql STABLE
SET hnsw.iterative_scan = 'relaxed_order'
AS $$
WITH words AS (
    -- Any of the words will do; the ranking says how many, how rare a title they stand in.
    SELECT nullif(replace(plainto_tsquery('english', p_query)::text, ' & ', ' | '), '')::tsquery AS q
),
shown AS (
    SELECT d.tenant_id, d.document_id, d.sync_id, d.url FROM knowledge_documents d
    WHERE d.tenant_id = p_tenant AND d.active AND d.audience = 'public'
    AND (d.valid_until IS NULL OR d.valid_until >= p_today)
),
by_meaning AS (
    SELECT c.chunk_id FROM knowledge_chunks c
    JOIN shown d USING (tenant_id, document_id, sync_id)
    WHERE c.tenant_id = p_tenant AND c.active
    ORDER BY c.vector <=> p_vector LIMIT 4 * p_limit
),
by_words AS (
    SELECT c.chunk_id, ts_rank('{0.1, 0.4, 0.7, 1.0}', c.tsv, w.q, 1) AS worth
    FROM words w
    JOIN knowledge_chunks c ON c.tsv @@ w.q
    JOIN shown d USING (tenant_id, document_id, sync_id)
    WHERE c.tenant_id = p_tenant AND c.active
    ORDER BY worth DESC, c.chunk_id LIMIT 4 * p_limit
),
ranked AS (
    SELECT chunk_id, worth / max(worth) OVER () AS share, rank() OVER (ORDER BY worth DESC) AS place
    FROM by_words
),
best AS (
    SELECT c.*, d.url, r.place, 1 - (c.vector <=> p_vector) AS likeness,
        1 - (c.vector <=> p_vector) + p_words * coalesce(r.share, 0) AS worth
    FROM (SELECT chunk_id FROM by_meaning UNION SELECT chunk_id FROM ranked) found
    JOIN knowledge_chunks c ON c.tenant_id = p_tenant AND c.chunk_id = found.chunk_id
    JOIN shown d USING (tenant_id, document_id, sync_id)
    LEFT JOIN ranked r ON r.chunk_id = c.chunk_id
    ORDER BY worth DESC, c.chunk_id LIMIT p_limit
)
SELECT b.document_id, b.title, b.heading, b.text, b.url, b.worth, b.place, b.likeness,
    s.texts, s.vectors
FROM best b
LEFT JOIN LATERAL (
    SELECT array_agg(k.text ORDER BY k.position) AS texts,
        array_agg(vector_send(k.vector) ORDER BY k.position) AS vectors
    FROM knowledge_sentences k
    WHERE k.tenant_id = p_tenant AND k.chunk_id = b.chunk_id
) s ON true
ORDER BY b.worth DESC, b.chunk_id
$$;
