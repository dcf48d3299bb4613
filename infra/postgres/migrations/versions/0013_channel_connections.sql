-- Settings and secrets of an account, sealed together with the tenant's own key. An account whose
-- provider has ended it stays listed, with the reason, until somebody connects it anew or removes it.
CREATE TABLE channel_connections (
    tenant_id text NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    connected_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    end_reason text,
    PRIMARY KEY (tenant_id, channel, account)
);
