-- Where a tenant's tools call, and its secrets, sealed with the tenant's own key.
CREATE TABLE tenant_backends (
    tenant_id text NOT NULL,
    name text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    connected_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, name)
);
