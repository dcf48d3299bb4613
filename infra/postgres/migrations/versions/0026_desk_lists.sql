-- The views of the desk, each walked by its own order. Few handoffs are open at a time.
CREATE INDEX handoffs_by_urgency
    ON handoffs (tenant_id, (NOT escalated), priority, opened_at, handoff_id)
    WHERE ended_at IS NULL;
CREATE INDEX handoffs_by_age ON handoffs (tenant_id, opened_at DESC, handoff_id DESC);
CREATE INDEX handoffs_by_end ON handoffs (tenant_id, ended_at DESC, handoff_id DESC)
    WHERE ended_at IS NOT NULL;
