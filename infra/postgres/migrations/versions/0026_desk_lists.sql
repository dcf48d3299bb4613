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
