-- One row for each edit of a queue, never changed: the latest holds. The queue '' stands for all of
-- them. Without content the bot's files hold again.
CREATE TABLE queue_overrides (
    tenant_id text NOT NULL,
    queue text NOT NULL,
    version integer NOT NULL,
    content jsonb,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, queue, version)
);

-- When the first reply was promised, where that is not when the handoff was opened; and whether an
-- edit of hours or targets has moved the promise since.
ALTER TABLE handoffs
    ADD COLUMN promised_at timestamptz,
    ADD COLUMN is_repromised boolean NOT NULL DEFAULT false;
