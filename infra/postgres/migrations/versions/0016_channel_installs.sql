-- Installs that have begun on a page of ours and continue on the provider's. Only hashes are kept
-- of what proves that the browser which comes back is the one that left.
CREATE TABLE channel_installs (
    tenant_id text NOT NULL,
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, state_hash)
);
CREATE INDEX channel_installs_begun ON channel_installs (tenant_id, begun_at);

-- Who exchanges an account's token just now: two at once would spend the same refresh token.
CREATE TABLE channel_token_refreshes (
    tenant_id text NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    claimed_until timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, channel, account)
);
