-- The views of the desk, each walked by its own order. Few handoffs are open at a time.
CREATE INDEX handoffs_by_urgency
    ON handoffs (tenant_id, (NOT escalated), priority, opened_at, handoff_id)
    WHERE ended_at IS NULL;
CREATE INDEX handoffs_by_age ON handoffs (tenant_id, opened_at DESC, handoff_id DESC);
CREATE INDEX handoffs_by_end ON handoffs (tenant_id, ended_at DESC, handoff_id DESC)
    WHERE ended_at IS NOT NULL;
CREATE INDEX approvals_of_conversation ON approvals (tenant_id, conversation_id, requested_at);

-- What the bot's engine suggested, and how much of it was changed before it was sent: 0 nothing,
-- 1 everything.
CREATE TABLE desk_suggestions (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    suggestion_id text NOT NULL,
    agent text NOT NULL,
    query text NOT NULL,
    text text NOT NULL,
    citations jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    sent_as text,
    edited double precision,
    PRIMARY KEY (tenant_id, conversation_id, suggestion_id)
);

-- As before, and every thousandth number clears away what is older than a week. Only the holder of
-- the counter's lock does so: two never meet.
CREATE OR REPLACE FUNCTION tell_desk(
    p_tenant text, p_kind text, p_queue text, p_agent text, p_conversation text, p_data jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_seq bigint;
BEGIN
    INSERT INTO desk_streams AS s (tenant_id, last_seq) VALUES (p_tenant, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET last_seq = s.last_seq + 1
    RETURNING s.last_seq INTO v_seq;
    INSERT INTO desk_events (tenant_id, seq, kind, queue, agent, conversation_id, data, at)
    VALUES (p_tenant, v_seq, p_kind, p_queue, p_agent, p_conversation, p_data, clock_timestamp());
    PERFORM pg_notify('desk_events', p_tenant);
    IF v_seq % 1000 = 0 THEN
        DELETE FROM desk_events WHERE tenant_id = p_tenant AND seq IN (
            SELECT seq FROM desk_events
            WHERE tenant_id = p_tenant AND at < clock_timestamp() - interval '7 days'
            ORDER BY seq LIMIT 2000
        );
        -- Whoever locks a watch may come for the counter next: none is waited for here.
        DELETE FROM desk_watches WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM desk_watches
            WHERE tenant_id = p_tenant AND until < clock_timestamp() - interval '1 day'
            LIMIT 1000 FOR UPDATE SKIP LOCKED
        ));
    END IF;
END $$;
