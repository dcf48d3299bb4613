-- What must be one round trip: opening a session, committing a turn's step, taking a rate limit.
-- Each sets the tenant first, so that row-level security holds inside it as everywhere.

CREATE FUNCTION open_session(
    p_tenant text, p_conversation text, p_channel text, p_at timestamptz
) RETURNS TABLE (session integer, revision text) LANGUAGE plpgsql AS $$
DECLARE
    v_revision text;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    SELECT b.revision INTO v_revision FROM current_bots b WHERE b.tenant_id = p_tenant;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the tenant % has published no bot', p_tenant USING ERRCODE = 'P0002';
    END IF;
    RETURN QUERY
    INSERT INTO conversations AS c (
        tenant_id, conversation_id, channel, revision, opened_at, updated_at
    )
    VALUES (p_tenant, p_conversation, p_channel, v_revision, p_at, p_at)
    ON CONFLICT ON CONSTRAINT conversations_pkey DO UPDATE SET
        session = c.session + CASE c.status WHEN 'closed' THEN 1 ELSE 0 END,
        revision = CASE c.status WHEN 'closed' THEN excluded.revision ELSE c.revision END,
        channel = CASE c.status WHEN 'closed' THEN excluded.channel ELSE c.channel END,
        owner = CASE c.status WHEN 'closed' THEN 'bot' ELSE c.owner END,
        agent = CASE c.status WHEN 'closed' THEN NULL ELSE c.agent END,
        status = CASE c.status WHEN 'closed' THEN 'active' ELSE c.status END,
        updated_at = CASE c.status WHEN 'closed' THEN excluded.updated_at ELSE c.updated_at END
    RETURNING c.session, c.revision;
END $$;

-- Appends events, with their messages and ledger rows, to one conversation, numbers them, and
-- notifies once. A message that is there already is left out, with its event. The conversation's
-- row is locked until the transaction ends: numbers are given in the order of commit, gapless.
-- What is known is looked up entry by entry: as a join, of what the planner takes for a hundred
-- entries, it would read whole tables.
CREATE FUNCTION record_entries(
    p_tenant text, p_conversation text, p_reply_to text, p_entries jsonb,
    OUT duplicates text[], OUT to_send text[]
) LANGUAGE plpgsql AS $$
DECLARE
    v_last bigint;
    v_channel text;
    v_count bigint;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    SELECT last_seq, channel INTO v_last, v_channel FROM conversations
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no conversation %', p_conversation USING ERRCODE = 'P0002';
    END IF;

    WITH given AS MATERIALIZED (
        SELECT e.kind, e.data, e.at, e.message, e.delivery_id, e.ord, known.turn AS known_turn,
            known.message_id IS NOT NULL AS is_known
        FROM ROWS FROM (jsonb_to_recordset(p_entries) AS (
            kind text, data jsonb, at timestamptz, message jsonb, delivery_id text
        )) WITH ORDINALITY AS e (kind, data, at, message, delivery_id, ord)
        LEFT JOIN LATERAL (
            SELECT turn, message_id FROM messages
            WHERE tenant_id = p_tenant AND conversation_id = p_conversation
            AND role = e.message ->> 'role' AND message_id = e.message ->> 'message_id'
            LIMIT 1
        ) AS known ON true
    ), entry AS MATERIALIZED (
        SELECT *, v_last + row_number() OVER (ORDER BY ord) AS seq FROM given WHERE NOT is_known
    ), events AS (
        INSERT INTO conversation_events (tenant_id, conversation_id, seq, kind, data, at)
        SELECT p_tenant, p_conversation, seq, kind,
            CASE WHEN message ->> 'role' = 'bot'
                THEN data || jsonb_build_object('in_reply_to', p_reply_to) ELSE data END,
            at
        FROM entry ORDER BY seq
    ), spoken AS (
        INSERT INTO messages (
            tenant_id, conversation_id, role, message_id, seq, session, turn, text, sent_by, intent,
            confidence, quick_replies, citations, trace_id, at
        )
        SELECT p_tenant, p_conversation, m.role, m.message_id, entry.seq, m.session, m.turn, m.text,
            m.sent_by, m.intent, m.confidence, m.quick_replies, m.citations, m.trace_id, entry.at
        FROM entry, jsonb_to_record(entry.message) AS m (
            role text, message_id text, session integer, turn text, text text, sent_by text,
            intent text, confidence double precision, quick_replies json, citations json,
            trace_id text
        )
        WHERE jsonb_typeof(entry.message) = 'object'
    ), ledger AS (
        INSERT INTO deliveries (
            tenant_id, delivery_id, conversation_id, role, message_id, channel, status, created_at,
            ended_at
        )
        SELECT p_tenant, delivery_id, p_conversation, message ->> 'role', message ->> 'message_id',
            v_channel, CASE v_channel WHEN 'web' THEN 'sent' ELSE 'pending' END, at,
            CASE v_channel WHEN 'web' THEN at END
        FROM entry WHERE delivery_id IS NOT NULL
        RETURNING delivery_id, status
    )
    SELECT
        (SELECT count(*) FROM entry),
        ARRAY(SELECT message ->> 'message_id' FROM given
              WHERE is_known AND message ->> 'role' = 'customer'
              AND known_turn IS DISTINCT FROM message ->> 'turn' ORDER BY ord),
        ARRAY(SELECT given.delivery_id
              FROM given
              LEFT JOIN ledger USING (delivery_id)
              WHERE given.delivery_id IS NOT NULL AND coalesce(
                  ledger.status,
                  (SELECT known.status FROM deliveries known
                   WHERE known.tenant_id = p_tenant AND known.delivery_id = given.delivery_id)
              ) = 'pending' ORDER BY ord)
    INTO v_count, duplicates, to_send;

    IF v_count > 0 THEN
        UPDATE conversations SET last_seq = v_last + v_count
        WHERE tenant_id = p_tenant AND conversation_id = p_conversation;
        PERFORM pg_notify(
            'conversation_events', p_tenant || '/' || p_conversation || '/' || (v_last + v_count)
        );
    END IF;
END $$;

-- One step of a turn. Exactly one of three things happens: the step was stored before and is
-- returned as `adopted`; a message was handled by an earlier turn and nothing is stored; all is.
CREATE FUNCTION commit_turn(
    p jsonb, p_result json,
    OUT adopted json, OUT duplicates text[], OUT to_send text[]
) LANGUAGE plpgsql AS $$
DECLARE
    v_tenant text := p ->> 'tenant_id';
    v_conversation text := p ->> 'conversation_id';
    v_turn text := p ->> 'turn';
    v_step integer := (p ->> 'step')::integer;
    v_at timestamptz := (p ->> 'at')::timestamptz;
    v_inbound text[] := ARRAY(SELECT jsonb_array_elements_text(p -> 'inbound_ids'));
    v_told text[];
    v_pinned text;
BEGIN
    PERFORM set_config('duralogue.tenant_id', v_tenant, true);
    SELECT revision INTO v_pinned FROM conversations
    WHERE tenant_id = v_tenant AND conversation_id = v_conversation FOR NO KEY UPDATE;

    SELECT s.result, s.delivery_ids INTO adopted, to_send FROM turn_steps s
    WHERE s.tenant_id = v_tenant AND s.conversation_id = v_conversation
    AND s.turn = v_turn AND s.step = v_step;
    IF FOUND THEN
        SELECT t.message_ids INTO v_told FROM turns t
        WHERE t.tenant_id = v_tenant AND t.conversation_id = v_conversation AND t.turn = v_turn;
        PERFORM check_same_turn(v_turn, v_told, v_inbound);
        duplicates := '{}';
        to_send := ARRAY(
            SELECT id FROM unnest(to_send) WITH ORDINALITY AS stored (id, ord)
            WHERE 'pending' = (
                SELECT d.status FROM deliveries d WHERE d.tenant_id = v_tenant AND d.delivery_id = id
            ) ORDER BY ord
        );
        RETURN;
    END IF;

    IF v_inbound <> '{}' THEN
        duplicates := ARRAY(
            SELECT m.message_id FROM messages m
            WHERE m.tenant_id = v_tenant AND m.conversation_id = v_conversation
            AND m.role = 'customer' AND m.message_id = ANY (v_inbound)
            AND m.turn IS DISTINCT FROM v_turn
            ORDER BY array_position(v_inbound, m.message_id)
        );
        IF duplicates <> '{}' THEN
            to_send := '{}';
            RETURN;
        END IF;
    END IF;

    INSERT INTO turns AS t (
        tenant_id, conversation_id, turn, session, role, message_ids, intent, confidence, outcome,
        started_at, ended_at, latency_ms, trace_id
    )
    VALUES (
        v_tenant, v_conversation, v_turn, (p ->> 'session')::integer,
        CASE v_inbound WHEN '{}' THEN 'system' ELSE 'customer' END, v_inbound,
        p ->> 'intent', (p ->> 'confidence')::double precision, p ->> 'outcome',
        (p ->> 'started_at')::timestamptz,
        CASE WHEN p ->> 'outcome' IS NOT NULL THEN v_at END,
        CASE WHEN p ->> 'outcome' IS NOT NULL THEN (p ->> 'latency_ms')::double precision END,
        p ->> 'trace_id'
    )
    ON CONFLICT ON CONSTRAINT turns_pkey DO UPDATE SET
        intent = coalesce(excluded.intent, t.intent),
        confidence = coalesce(excluded.confidence, t.confidence),
        outcome = coalesce(t.outcome, excluded.outcome),
        ended_at = coalesce(t.ended_at, excluded.ended_at),
        latency_ms = coalesce(t.latency_ms, excluded.latency_ms)
    RETURNING t.message_ids INTO v_told;
    PERFORM check_same_turn(v_turn, v_told, v_inbound);

    SELECT r.duplicates, r.to_send INTO duplicates, to_send FROM record_entries(
        v_tenant, v_conversation, v_told[cardinality(v_told)], p -> 'entries'
    ) AS r;

    INSERT INTO turn_steps (tenant_id, conversation_id, turn, step, result, delivery_ids, at)
    VALUES (v_tenant, v_conversation, v_turn, v_step, p_result, to_send, v_at);

    IF p ->> 'intent' IS NOT NULL THEN
        UPDATE messages SET
            intent = p ->> 'intent', confidence = (p ->> 'confidence')::double precision
        WHERE tenant_id = v_tenant AND conversation_id = v_conversation
        AND role = 'customer' AND message_id = ANY (v_told) AND intent IS NULL;
    END IF;
    -- The conversation was moved to another revision of the bot; the session knows it from now on.
    IF v_pinned <> p ->> 'revision' THEN
        UPDATE conversations SET revision = p ->> 'revision'
        WHERE tenant_id = v_tenant AND conversation_id = v_conversation;
    END IF;
    IF p ? 'more' THEN
        PERFORM commit_side_effects(v_tenant, v_conversation, v_at, p -> 'more');
    END IF;
END $$;

-- A turn's name used again for other messages is no retry: adopting would lose those messages.
CREATE FUNCTION check_same_turn(p_turn text, p_stored text[], p_inbound text[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF p_inbound <> '{}' AND p_inbound IS DISTINCT FROM p_stored THEN
        RAISE EXCEPTION 'the turn % was stored with other messages', p_turn
        USING ERRCODE = 'DL409';
    END IF;
END $$;

-- The rarer part of a commit: approvals, handoffs, their withdrawal, who the customer is, the end.
CREATE FUNCTION commit_side_effects(
    p_tenant text, p_conversation text, p_at timestamptz, p jsonb
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO approvals (
        tenant_id, approval_id, conversation_id, name, by_role, shown, digest, status,
        requested_at, remind_at, expires_at
    )
    SELECT p_tenant, a.approval_id, p_conversation, a.name, a.by_role, a.shown::json, a.digest,
        a.status, a.requested_at, a.remind_at, a.expires_at
    FROM jsonb_to_recordset(p -> 'approvals') AS a (
        approval_id text, name text, by_role text, shown text, digest text, status text,
        requested_at timestamptz, remind_at timestamptz, expires_at timestamptz
    )
    WHERE NOT EXISTS (
        SELECT FROM approvals known WHERE known.tenant_id = p_tenant
        AND known.approval_id = a.approval_id AND known.conversation_id = p_conversation
    );
    INSERT INTO handoffs (
        tenant_id, handoff_id, conversation_id, queue, skills, priority, status, reason,
        opened_at, first_reply_due
    )
    SELECT p_tenant, h.handoff_id, p_conversation, h.queue, h.skills, h.priority, h.status,
        h.reason, h.opened_at, h.first_reply_due
    FROM jsonb_to_recordset(p -> 'handoffs') AS h (
        handoff_id text, queue text, skills text[], priority integer, status text, reason text,
        opened_at timestamptz, first_reply_due timestamptz
    )
    WHERE NOT EXISTS (
        SELECT FROM handoffs known WHERE known.tenant_id = p_tenant
        AND known.handoff_id = h.handoff_id AND known.conversation_id = p_conversation
    );
    UPDATE approvals SET status = 'cancelled', decided_at = p_at
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation AND status = 'waiting'
    AND approval_id IN (SELECT jsonb_array_elements_text(p -> 'cancelled_approvals'));
    UPDATE handoffs SET status = 'cancelled', ended_at = p_at
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation AND status = 'waiting'
    AND handoff_id IN (SELECT jsonb_array_elements_text(p -> 'cancelled_handoffs'));
    UPDATE conversations SET
        status = CASE WHEN (p ->> 'closes')::boolean THEN 'closed' ELSE status END,
        customer_ref = coalesce(p ->> 'customer_ref', customer_ref),
        updated_at = p_at
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation
    AND ((p ->> 'closes')::boolean OR p ->> 'customer_ref' IS NOT NULL);
END $$;

-- GCRA: NULL when allowed, else how long until the next one is. Now and then it clears away what
-- has run out.
CREATE FUNCTION take_rate(
    p_tenant text, p_key text, p_interval interval, p_tolerance interval
) RETURNS interval LANGUAGE plpgsql AS $$
DECLARE
    v_tat timestamptz;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    IF random() < 0.001 THEN
        DELETE FROM rate_limits WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM rate_limits WHERE tenant_id = p_tenant AND tat < clock_timestamp()
            LIMIT 1000 FOR UPDATE SKIP LOCKED
        ));
    END IF;
    INSERT INTO rate_limits AS r (tenant_id, key, tat)
    VALUES (p_tenant, p_key, clock_timestamp() + p_interval)
    ON CONFLICT (tenant_id, key) DO UPDATE
    SET tat = greatest(r.tat, clock_timestamp()) + p_interval
    WHERE greatest(r.tat, clock_timestamp()) - clock_timestamp() <= p_tolerance
    RETURNING r.tat INTO v_tat;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT tat INTO v_tat FROM rate_limits WHERE tenant_id = p_tenant AND key = p_key;
    RETURN greatest(coalesce(v_tat - p_tolerance - clock_timestamp(), '0'), '0');
END $$;
