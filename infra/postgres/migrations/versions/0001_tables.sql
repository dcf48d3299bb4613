-- Every table belongs to tenants; 0001_tables.py puts row-level security on each of them.
-- `json` instead of `jsonb` stands where a value must be read back in the order it was written.

CREATE TABLE bot_revisions (
    tenant_id text NOT NULL,
    revision text NOT NULL,
    content json NOT NULL,
    published_by text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, revision)
);

CREATE TABLE current_bots (
    tenant_id text NOT NULL PRIMARY KEY,
    revision text NOT NULL,
    made_current_by text NOT NULL,
    made_current_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, revision) REFERENCES bot_revisions
);

CREATE TABLE conversations (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    channel text NOT NULL,
    status text NOT NULL DEFAULT 'active',
    owner text NOT NULL DEFAULT 'bot',
    agent text,
    session integer NOT NULL DEFAULT 1,
    revision text NOT NULL,
    last_seq bigint NOT NULL DEFAULT 0,
    customer_ref text,
    opened_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id)
) WITH (fillfactor = 70);

-- The role is part of the key: a customer chooses their ids, and may not take a reply's.
CREATE TABLE messages (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    role text NOT NULL,
    message_id text NOT NULL,
    seq bigint NOT NULL,
    session integer NOT NULL,
    turn text,
    text text NOT NULL,
    sent_by text,
    intent text,
    confidence double precision,
    quick_replies json NOT NULL,
    citations json NOT NULL,
    trace_id text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, role, message_id)
);
CREATE UNIQUE INDEX messages_in_order ON messages (tenant_id, conversation_id, seq);

CREATE TABLE turns (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    turn text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    session integer NOT NULL,
    role text NOT NULL,
    message_ids text[] NOT NULL,
    intent text,
    confidence double precision,
    outcome text,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    latency_ms double precision,
    trace_id text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, conversation_id, turn)
) WITH (fillfactor = 80);
CREATE INDEX turns_in_order ON turns (tenant_id, conversation_id, number);

CREATE TABLE turn_steps (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    turn text NOT NULL,
    step integer NOT NULL,
    result json NOT NULL,
    delivery_ids text[] NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, turn, step)
);

CREATE TABLE deliveries (
    tenant_id text NOT NULL,
    delivery_id text NOT NULL,
    conversation_id text NOT NULL,
    role text NOT NULL,
    message_id text NOT NULL,
    channel text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'failed', 'unknown')),
    attempts integer NOT NULL DEFAULT 0,
    provider_message_id text,
    error text,
    created_at timestamptz NOT NULL,
    sending_since timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, delivery_id),
    FOREIGN KEY (tenant_id, conversation_id, role, message_id) REFERENCES messages
);
CREATE INDEX deliveries_unfinished ON deliveries (tenant_id, created_at)
    WHERE status IN ('pending', 'sending', 'unknown');

CREATE TABLE conversation_events (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, seq)
);

CREATE TABLE tool_calls (
    tenant_id text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    conversation_id text NOT NULL,
    call_id text NOT NULL,
    tool text NOT NULL,
    effect text NOT NULL,
    revision text NOT NULL,
    arguments json NOT NULL,
    idempotency_key text,
    status text,
    code text,
    http_status integer,
    reconciled boolean NOT NULL DEFAULT false,
    result json,
    error text,
    attempt integer NOT NULL,
    started_at timestamptz NOT NULL,
    latency_ms double precision NOT NULL,
    trace_id text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, number)
);
CREATE INDEX tool_calls_of_conversation ON tool_calls (tenant_id, conversation_id, number);

CREATE TABLE approvals (
    tenant_id text NOT NULL,
    approval_id text NOT NULL,
    conversation_id text NOT NULL,
    name text NOT NULL,
    by_role text NOT NULL,
    shown json NOT NULL,
    digest text NOT NULL,
    status text NOT NULL,
    decided_by text,
    note text NOT NULL DEFAULT '',
    requested_at timestamptz NOT NULL,
    remind_at timestamptz,
    expires_at timestamptz,
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, approval_id)
);
CREATE INDEX approvals_by_status ON approvals (tenant_id, status, requested_at);

CREATE TABLE handoffs (
    tenant_id text NOT NULL,
    handoff_id text NOT NULL,
    conversation_id text NOT NULL,
    queue text NOT NULL,
    skills text[] NOT NULL DEFAULT '{}',
    priority integer NOT NULL,
    status text NOT NULL,
    reason text NOT NULL DEFAULT '',
    assigned_agent text,
    opened_at timestamptz NOT NULL,
    first_reply_due timestamptz,
    claimed_at timestamptz,
    ended_at timestamptz,
    escalated boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, handoff_id)
);
CREATE INDEX handoffs_by_status ON handoffs (tenant_id, status, opened_at);

CREATE TABLE tickets (
    tenant_id text NOT NULL,
    ticket_id text NOT NULL,
    key text NOT NULL,
    conversation_id text NOT NULL,
    kind text NOT NULL,
    contact text NOT NULL,
    about text NOT NULL,
    status text NOT NULL DEFAULT 'open',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, ticket_id),
    UNIQUE (tenant_id, key)
);

CREATE TABLE staff (
    tenant_id text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    token_hash bytea NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, name),
    UNIQUE (tenant_id, token_hash)
);

CREATE TABLE tenant_keys (
    tenant_id text NOT NULL,
    key_id text NOT NULL,
    wrapped bytea NOT NULL,
    is_current boolean NOT NULL DEFAULT true,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key_id)
);
CREATE UNIQUE INDEX tenant_keys_one_current ON tenant_keys (tenant_id) WHERE is_current;

-- May be lost in a crash: then everybody has their burst again.
CREATE UNLOGGED TABLE rate_limits (
    tenant_id text NOT NULL,
    key text NOT NULL,
    tat timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key)
) WITH (fillfactor = 50);

CREATE TABLE inbound_spool (
    tenant_id text NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    conversation_id text NOT NULL,
    message_id text NOT NULL,
    payload jsonb NOT NULL,
    accepted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, seq),
    UNIQUE (tenant_id, conversation_id, message_id)
);

-- A sync stages its documents beside those that are read, then swaps them by `active`.
CREATE TABLE knowledge_documents (
    tenant_id text NOT NULL,
    document_id text NOT NULL,
    sync_id text NOT NULL,
    title text NOT NULL,
    audience text NOT NULL DEFAULT 'public',
    valid_until date,
    url text,
    content_hash text NOT NULL,
    active boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, document_id, sync_id)
);
CREATE UNIQUE INDEX knowledge_documents_one_active
    ON knowledge_documents (tenant_id, document_id) WHERE active;

CREATE TABLE knowledge_chunks (
    tenant_id text NOT NULL,
    chunk_id text NOT NULL,
    document_id text NOT NULL,
    sync_id text NOT NULL,
    title text NOT NULL,
    heading text NOT NULL DEFAULT '',
    position integer NOT NULL,
    text text NOT NULL,
    vector vector(384) NOT NULL,
    tsv tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', heading), 'B')
        || setweight(to_tsvector('english', text), 'C')
    ) STORED,
    active boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, chunk_id),
    FOREIGN KEY (tenant_id, document_id, sync_id) REFERENCES knowledge_documents ON DELETE CASCADE
);
CREATE INDEX knowledge_chunks_of_document ON knowledge_chunks (tenant_id, document_id, sync_id);
CREATE INDEX knowledge_chunks_by_words ON knowledge_chunks USING gin (tsv);
CREATE INDEX knowledge_chunks_by_vector ON knowledge_chunks USING hnsw (vector vector_cosine_ops);

CREATE TABLE knowledge_sentences (
    tenant_id text NOT NULL,
    chunk_id text NOT NULL,
    position integer NOT NULL,
    text text NOT NULL,
    vector vector(384) NOT NULL,
    PRIMARY KEY (tenant_id, chunk_id, position),
    FOREIGN KEY (tenant_id, chunk_id) REFERENCES knowledge_chunks ON DELETE CASCADE
);
