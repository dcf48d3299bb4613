-- A name in words, as names and searches are both read: without case and accents (a Mac writes "ä"
-- as two characters), apart at whatever is neither letter nor digit. A word is cut: one longer than
-- 2 kB is no lexeme, and would fail the commit of the message that brings it.
CREATE FUNCTION words_of_file_name(p_name text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(left(word, 100) ORDER BY place), '{}') FROM (
        SELECT word, place FROM regexp_split_to_table(
            replace(lower(regexp_replace(
                normalize(left(p_name, 255), NFKD), '[\u0300-\u036f]', '', 'g'
            )), 'ß', 'ss'),
            '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+'
        ) WITH ORDINALITY AS split (word, place)
        WHERE word <> '' ORDER BY place LIMIT 40
    ) AS first
$$;

-- "IMG20240131" is found by its digits, too.
CREATE FUNCTION file_name_vector(p_name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(
        SELECT word FROM unnest(words_of_file_name(p_name)) AS word
        UNION
        SELECT part[1] FROM unnest(words_of_file_name(p_name)) AS word,
            regexp_matches(word, '[0-9]+|[^0-9]+', 'g') AS part
    ))
$$;

-- The transcript's events hold the names already, as they hold the words; here they can be found.
CREATE TABLE message_files (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    role text NOT NULL,
    message_id text NOT NULL,
    position integer NOT NULL,
    name text NOT NULL,
    words tsvector NOT NULL,
    file_id text,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, role, message_id, position)
);

CREATE FUNCTION note_files_of_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'message_changed' THEN
        DELETE FROM message_files
        WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
        AND role = 'customer' AND message_id = NEW.data ->> 'message_id';
        RETURN NULL;
    END IF;
    INSERT INTO message_files
    SELECT NEW.tenant_id, NEW.conversation_id, NEW.data ->> 'role', NEW.data ->> 'message_id',
        file.position, file.value ->> 'name', file_name_vector(file.value ->> 'name'),
        substring(file.value ->> 'reference' from '^file/(.+)$'), NEW.at
    FROM jsonb_array_elements(NEW.data -> 'attachments') WITH ORDINALITY AS file (value, position)
    WHERE file.value ->> 'name' IS NOT NULL
    ORDER BY file.position LIMIT 10
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER files_of_message AFTER INSERT ON conversation_events FOR EACH ROW
WHEN (
    NEW.kind = 'message' AND NEW.data ? 'attachments'
    OR NEW.kind = 'message_changed' AND NEW.data ->> 'change' = 'deleted'
)
EXECUTE FUNCTION note_files_of_message();

ALTER TABLE conversation_events NO FORCE ROW LEVEL SECURITY;
INSERT INTO message_files
SELECT e.tenant_id, e.conversation_id, e.data ->> 'role', e.data ->> 'message_id', file.position,
    file.value ->> 'name', file_name_vector(file.value ->> 'name'),
    substring(file.value ->> 'reference' from '^file/(.+)$'), e.at
FROM conversation_events e,
    jsonb_array_elements(e.data -> 'attachments') WITH ORDINALITY AS file (value, position)
WHERE e.kind = 'message' AND e.data ? 'attachments' AND file.value ->> 'name' IS NOT NULL
AND file.position <= 10
AND NOT EXISTS (
    SELECT FROM conversation_events gone
    WHERE gone.tenant_id = e.tenant_id AND gone.conversation_id = e.conversation_id
    AND gone.kind = 'message_changed' AND gone.data ->> 'change' = 'deleted'
    AND gone.data ->> 'message_id' = e.data ->> 'message_id' AND e.data ->> 'role' = 'customer'
)
ON CONFLICT DO NOTHING;
ALTER TABLE conversation_events FORCE ROW LEVEL SECURITY;

CREATE INDEX message_files_by_words ON message_files USING gin (words);
CREATE INDEX message_files_by_time ON message_files (tenant_id, at);
CREATE INDEX message_files_by_file ON message_files (tenant_id, file_id)
    WHERE file_id IS NOT NULL;

-- As messages_with_words, and for its reasons: the one way past row-level security to the index of
-- words, for the tenant of the transaction alone. ".pdf" is in most names, so an index is chosen by
-- how many of the latest have it. What is past its end is not found before it is swept away, either.
CREATE FUNCTION files_with_words(p_tenant text, p_query text, p_most integer)
RETURNS TABLE (conversation_id text, name text, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET plan_cache_mode = force_custom_plan
SET jit = off
SET enable_seqscan = off
SET enable_sort = off
SET enable_indexscan = on
SET enable_bitmapscan = off
AS $$
DECLARE
    v_query tsquery;
    v_count integer;
BEGIN
    IF p_tenant IS DISTINCT FROM current_setting('duralogue.tenant_id', true) THEN
        RAISE EXCEPTION 'another tenant' USING ERRCODE = '42501';
    END IF;
    -- Every word, and what begins with the last one. Without words it is NULL and finds nothing.
    SELECT (string_agg(quote_literal(word), ' & ') || ':*')::tsquery INTO v_query
    FROM unnest(words_of_file_name(p_query)) AS word;
    SELECT count(*) INTO v_count FROM (
        SELECT FROM (
            SELECT l.words FROM message_files l WHERE l.tenant_id = p_tenant
            ORDER BY l.at DESC LIMIT 1000
        ) AS latest
        WHERE latest.words @@ v_query LIMIT p_most
    ) AS counted;
    IF v_count < p_most THEN
        PERFORM set_config('enable_bitmapscan', 'on', true);
        PERFORM set_config('enable_indexscan', 'off', true);
        PERFORM set_config('enable_sort', 'on', true);
    END IF;
    RETURN QUERY
    WITH found AS MATERIALIZED (
        SELECT f.conversation_id, f.name, f.file_id, f.at FROM message_files f
        WHERE f.tenant_id = p_tenant AND f.words @@ v_query
        ORDER BY f.at DESC LIMIT p_most
    )
    SELECT found.conversation_id, found.name, found.at FROM found
    WHERE found.file_id IS NULL OR EXISTS (
        SELECT FROM files
        WHERE files.tenant_id = p_tenant AND files.file_id = found.file_id
        AND files.expires_at > now()
    );
END $$;
DO $$
BEGIN
    EXECUTE format(
        'ALTER FUNCTION files_with_words(text, text, integer)'
        ' SET search_path = %I, pg_temp', current_schema());
    IF to_regrole('duralogue_app') IS NOT NULL
        AND pg_has_role(current_user, 'duralogue_app', 'SET')
    THEN
        EXECUTE 'CREATE POLICY search_reads ON message_files FOR SELECT TO CURRENT_USER USING (true)';
    END IF;
END $$;
