-- Words of messages that wait in a conversation's inbox while it continues as new.
CREATE TABLE stashed_messages (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    chain text NOT NULL,
    place bigint NOT NULL,
    message_id text NOT NULL,
    payload jsonb NOT NULL,
    stashed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, conversation_id, chain, place)
);
