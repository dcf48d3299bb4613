-- Nearly all conversations are the bot's alone, and nobody looks at them: for these each trigger
-- asks one question of an index, and is done.
CREATE OR REPLACE FUNCTION note_messages_in_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_message record;
BEGIN
    PERFORM FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    AND ended_at IS NULL LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    FOR v_message IN
        SELECT m.role, m.text, m.at FROM messages m
        WHERE m.tenant_id = NEW.tenant_id AND m.conversation_id = NEW.conversation_id
        AND m.seq > OLD.last_seq AND m.role <> 'system'
        ORDER BY m.seq
    LOOP
        UPDATE handoffs SET
            preview = left(v_message.text, 140),
            last_message_at = v_message.at,
            last_message_by = v_message.role,
            awaiting_since = CASE v_message.role
                WHEN 'customer' THEN coalesce(awaiting_since, v_message.at)
                WHEN 'human_agent' THEN NULL
                ELSE awaiting_since END,
            first_replied_at = CASE v_message.role
                WHEN 'human_agent' THEN coalesce(first_replied_at, v_message.at)
                ELSE first_replied_at END
        WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
        AND ended_at IS NULL;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tell_desk_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_queue text;
    v_event record;
BEGIN
    PERFORM FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    AND ended_at IS NULL LIMIT 1;
    IF NOT FOUND THEN
        PERFORM FROM desk_watches WHERE tenant_id = NEW.tenant_id
        AND conversation_id = NEW.conversation_id AND until > clock_timestamp() LIMIT 1;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    -- The last one's, where none is open: what was said to one team is not everybody's to read.
    SELECT queue INTO v_queue FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    ORDER BY ended_at IS NULL DESC, opened_at DESC, handoff_id DESC LIMIT 1;
    FOR v_event IN
        SELECT seq, kind, data, at FROM conversation_events
        WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
        AND seq > OLD.last_seq AND seq <= NEW.last_seq ORDER BY seq
    LOOP
        PERFORM tell_desk(
            NEW.tenant_id, 'conversation', v_queue, NULL, NEW.conversation_id,
            to_jsonb(v_event)
        );
    END LOOP;
    RETURN NULL;
END $$;

-- As before, with two things first. The latest messages alone often hold enough of a frequent word,
-- for which the index of words would count half the table. And where the owner of the tables is
-- held by row-level security, because its server has no role for the product, no index helps: then
-- only the latest messages are looked through. What the function sets ends with it, as long as it is
-- named in its head.
CREATE OR REPLACE FUNCTION messages_with_words(p_tenant text, p_query text, p_most integer)
RETURNS TABLE (conversation_id text, seq bigint, role text, text text, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET plan_cache_mode = force_custom_plan
SET jit = off
SET enable_seqscan = off
SET enable_sort = off
SET enable_indexscan = on
SET enable_bitmapscan = off
AS $$
DECLARE
    -- Every word, and what begins with the last one: read as texts are, so that an address or an
    -- order's number is one word here too.
    v_query tsquery := (nullif(plainto_tsquery('simple', p_query)::text, '') || ':*')::tsquery;
    v_reads_all boolean := EXISTS (
        SELECT FROM pg_policy WHERE polrelid = 'messages'::regclass AND polname = 'search_reads'
    );
    v_count integer;
BEGIN
    IF p_tenant IS DISTINCT FROM current_setting('duralogue.tenant_id', true) THEN
        RAISE EXCEPTION 'another tenant' USING ERRCODE = '42501';
    END IF;
    IF NOT v_reads_all THEN
        RETURN QUERY
        SELECT m.conversation_id, m.seq, m.role, m.text, m.at FROM (
            SELECT * FROM messages l WHERE l.tenant_id = p_tenant ORDER BY l.at DESC LIMIT 20000
        ) AS m
        WHERE to_tsvector('simple', m.text) @@ v_query
        ORDER BY m.at DESC LIMIT p_most;
        RETURN;
    END IF;
    SELECT count(*) INTO v_count FROM (
        SELECT FROM (
            SELECT l.text FROM messages l WHERE l.tenant_id = p_tenant
            ORDER BY l.at DESC LIMIT 1000
        ) AS m
        WHERE to_tsvector('simple', m.text) @@ v_query LIMIT p_most
    ) AS counted;
    IF v_count < p_most THEN
        PERFORM set_config('enable_bitmapscan', 'on', true);
        PERFORM set_config('enable_indexscan', 'off', true);
        SELECT count(*) INTO v_count FROM (
            SELECT FROM messages m
            WHERE m.tenant_id = p_tenant AND to_tsvector('simple', m.text) @@ v_query LIMIT 5000
        ) AS counted;
        IF v_count < 5000 THEN
            PERFORM set_config('enable_sort', 'on', true);
        ELSE
            PERFORM set_config('enable_bitmapscan', 'off', true);
            PERFORM set_config('enable_indexscan', 'on', true);
        END IF;
    END IF;
    RETURN QUERY
    SELECT m.conversation_id, m.seq, m.role, m.text, m.at FROM messages m
    WHERE m.tenant_id = p_tenant
    AND to_tsvector('simple', m.text) @@ v_query
    ORDER BY m.at DESC LIMIT p_most;
END $$;
DO $$
BEGIN
    EXECUTE format(
        'ALTER FUNCTION messages_with_words(text, text, integer)'
        ' SET search_path = %I, pg_temp', current_schema());
END $$;
