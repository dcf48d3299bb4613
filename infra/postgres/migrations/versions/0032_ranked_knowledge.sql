-- Whatever was not public was shown to nobody; agents may see it from now on.
ALTER TABLE knowledge_sources NO FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_documents NO FORCE ROW LEVEL SECURITY;
UPDATE knowledge_sources SET audience = 'agents'
WHERE audience NOT IN ('public', 'signed_in', 'agents');
UPDATE knowledge_documents SET audience = 'agents'
WHERE audience NOT IN ('public', 'signed_in', 'agents');
ALTER TABLE knowledge_sources FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge_documents FORCE ROW LEVEL SECURITY;

-- The same search, for those who may see more than what is public.
DO $do$ BEGIN
    EXECUTE replace(replace(replace(
        pg_get_functiondef('find_passages_384'::regproc), 'find_passages_', 'match_passages_'),
        'p_words double precision)', 'p_words double precision, p_audiences text[])'
    ), $$d.audience = 'public'$$, 'd.audience = ANY (p_audiences)');
END $do$;
