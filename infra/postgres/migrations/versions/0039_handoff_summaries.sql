-- What a model has written of a conversation for the agent who takes it over: its words are of the
-- same kind as the transcript's, and go with the conversation.
CREATE TABLE handoff_summaries (
    tenant_id text NOT NULL,
    handoff_id text NOT NULL,
    text text NOT NULL,
    model text NOT NULL,
    prompt text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, handoff_id)
);
