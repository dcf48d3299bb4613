-- Where a tenant's language models are, with keys and prices, sealed with the tenant's own key.
CREATE TABLE tenant_models (
    tenant_id text NOT NULL,
    name text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    connected_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, name)
);
