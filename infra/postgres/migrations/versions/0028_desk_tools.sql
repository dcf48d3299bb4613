-- What agents write for each other. A table of its own: nothing that reads a conversation for the
-- customer, or sends to a channel, knows of it.
CREATE TABLE desk_notes (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    note_id text NOT NULL,
    agent text NOT NULL,
    text text NOT NULL,
    mentions text[] NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, note_id)
);
CREATE INDEX desk_notes_in_order ON desk_notes (tenant_id, conversation_id, at);

-- To those who serve the conversation's queue. Where it was never handed off the queue is '': only
-- those who serve every queue, supervisors among them. Whoever is mentioned hears of it besides.
CREATE FUNCTION tell_desk_of_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_queue text;
    v_mentioned text;
BEGIN
    SELECT queue INTO v_queue FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    ORDER BY ended_at IS NULL DESC, opened_at DESC LIMIT 1;
    PERFORM tell_desk(
        NEW.tenant_id, 'note', coalesce(v_queue, ''), NULL, NEW.conversation_id, to_jsonb(NEW)
    );
    FOREACH v_mentioned IN ARRAY NEW.mentions LOOP
        PERFORM tell_desk(
            NEW.tenant_id, 'note', NULL, v_mentioned, NEW.conversation_id, to_jsonb(NEW)
        );
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER note_added AFTER INSERT ON desk_notes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_desk_of_note();

-- What an agent has begun to write; '' once it was sent or emptied, so that an older word that
-- comes late does not bring it back.
CREATE TABLE desk_drafts (
    tenant_id text NOT NULL,
    agent text NOT NULL,
    conversation_id text NOT NULL,
    text text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, agent, conversation_id)
) WITH (fillfactor = 70);

CREATE FUNCTION tell_desk_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_desk(
        NEW.tenant_id, 'draft', NULL, NEW.agent, NEW.conversation_id,
        jsonb_build_object(
            'conversation_id', NEW.conversation_id, 'text', NEW.text, 'updated_at', NEW.updated_at
        )
    );
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER draft_added AFTER INSERT ON desk_drafts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_desk_of_draft();
CREATE CONSTRAINT TRIGGER draft_changed AFTER UPDATE ON desk_drafts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.text <> NEW.text)
    EXECUTE FUNCTION tell_desk_of_draft();

CREATE TABLE canned_replies (
    tenant_id text NOT NULL,
    name text NOT NULL,
    locale text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    updated_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name, locale)
);

-- `owner` is '' of the team's.
CREATE TABLE desk_views (
    tenant_id text NOT NULL,
    owner text NOT NULL,
    name text NOT NULL,
    filters jsonb NOT NULL,
    updated_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, owner, name)
);

-- Senders of whom nothing is taken: by the key of a person, the id of a verified customer, or a
-- conversation where nothing else is known.
CREATE TABLE blocked_senders (
    tenant_id text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    conversation_id text NOT NULL,
    reason text NOT NULL,
    blocked_by text NOT NULL,
    blocked_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    refused bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, kind, subject)
) WITH (fillfactor = 70);
CREATE INDEX blocked_senders_by_end ON blocked_senders (tenant_id, until);

-- Search: a rare word is found by the first index, the latest of many by the second. On a large
-- installation build both beforehand, CONCURRENTLY and under these names, so that the migration
-- finds them and locks nothing: see the release notes.
CREATE INDEX IF NOT EXISTS messages_by_words
    ON messages USING gin (to_tsvector('simple', text));
CREATE INDEX IF NOT EXISTS messages_by_time ON messages (tenant_id, at);
CREATE INDEX conversations_of_customer ON conversations (tenant_id, customer_ref)
    WHERE customer_ref IS NOT NULL;
CREATE INDEX handoffs_by_disposition ON handoffs (tenant_id, disposition, opened_at)
    WHERE disposition <> '';
CREATE INDEX handoffs_by_agent ON handoffs (tenant_id, assigned_agent, opened_at)
    WHERE assigned_agent IS NOT NULL;

-- The match of a text is no leakproof operator, so that under row-level security PostgreSQL reads
-- every message instead of the index. This function is the one way past: it runs as the owner of
-- the tables, names the tenant itself, and only the tenant that the transaction belongs to.
-- How often a word is said, no statistics tell of a rare one: so that is counted first, up to a
-- bound, and the index chosen by it. What the function sets ends with it.
CREATE FUNCTION messages_with_words(p_tenant text, p_query text, p_most integer)
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
    -- An owner who is held by row-level security reads every message in that function alone: the
    -- product never works as the owner where it can become its own role.
    IF to_regrole('duralogue_app') IS NOT NULL
        AND pg_has_role(current_user, 'duralogue_app', 'SET')
    THEN
        EXECUTE 'CREATE POLICY search_reads ON messages FOR SELECT TO CURRENT_USER USING (true)';
    END IF;
END $$;

-- A desk within a messenger: which of its people is whom of the staff, which thread stands for
-- which handoff, and how far the desk's events were shown there. `doing` is the event whose
-- showing has begun and may have reached the provider.
CREATE TABLE staff_elsewhere (
    tenant_id text NOT NULL,
    person text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (tenant_id, person)
);
CREATE TABLE desk_threads (
    tenant_id text NOT NULL,
    handoff_id text NOT NULL,
    conversation_id text NOT NULL,
    account text NOT NULL,
    channel text NOT NULL,
    thread text NOT NULL,
    begun_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, handoff_id),
    UNIQUE (tenant_id, account, channel, thread)
);
CREATE INDEX desk_threads_of_conversation ON desk_threads (tenant_id, conversation_id, begun_at);
CREATE TABLE desk_followers (
    tenant_id text NOT NULL,
    follower text NOT NULL,
    seq bigint NOT NULL,
    doing bigint,
    doing_since timestamptz,
    held_by text,
    held_until timestamptz,
    PRIMARY KEY (tenant_id, follower)
) WITH (fillfactor = 50);

-- Whose desks there may be: names of tenants only, so that a follower finds them without seeing
-- any tenant's rows.
CREATE TABLE desk_tenants (
    tenant text PRIMARY KEY
);
CREATE FUNCTION name_desk_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO desk_tenants VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER bot_made_current AFTER INSERT OR UPDATE ON current_bots
    FOR EACH ROW EXECUTE FUNCTION name_desk_tenant();
ALTER TABLE current_bots NO FORCE ROW LEVEL SECURITY;
INSERT INTO desk_tenants SELECT tenant_id FROM current_bots;
ALTER TABLE current_bots FORCE ROW LEVEL SECURITY;
