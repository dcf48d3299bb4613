-- What is known of a file, sealed with the tenant's own key but for what is searched by. It is
-- whole once all its bytes are stored; what never becomes whole expires within minutes.
CREATE TABLE files (
    tenant_id text NOT NULL,
    file_id text NOT NULL,
    conversation_id text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    is_whole boolean NOT NULL DEFAULT false,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, file_id)
);

CREATE INDEX files_by_conversation ON files (tenant_id, conversation_id);
CREATE INDEX files_by_expiry ON files (tenant_id, expires_at);

-- The bytes, where they are not in an object storage: already compressed or random, so that
-- PostgreSQL need not try to compress them.
CREATE TABLE file_blocks (
    tenant_id text NOT NULL,
    file_id text NOT NULL,
    number integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (tenant_id, file_id, number)
);

ALTER TABLE file_blocks ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Whose files there are: names of tenants only, so that what expires is found without seeing any
-- tenant's rows. A name stays once it is there.
CREATE TABLE file_tenants (
    tenant text PRIMARY KEY
);
