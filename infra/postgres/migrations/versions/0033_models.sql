-- Where a tenant's language models are, with keys and prices, sealed with the tenant's own key.
CREATE TABLE tenant_models (
    tenant_id text NOT NULL,
    name text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    connected_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, name)
);

-- Which tenants have, or had, any: `duralogue doctor` looks at all of them. Names, and nothing else.
CREATE TABLE model_tenants (tenant text PRIMARY KEY);
