-- One row for the whole database. Where tenants have keys already, the first process proves its
-- master key by one of theirs; their names only are kept here, and only until then.
CREATE TABLE master_key_check (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    sealed bytea,
    witnesses text[] NOT NULL DEFAULT '{}'
);

-- The tables' owner is held by row-level security too, and must see every tenant for a moment.
ALTER TABLE tenant_keys NO FORCE ROW LEVEL SECURITY;
INSERT INTO master_key_check (witnesses)
SELECT coalesce(array_agg(tenant_id ORDER BY began, tenant_id), '{}')
FROM (SELECT tenant_id, min(made_at) AS began FROM tenant_keys GROUP BY tenant_id) AS keyed;
ALTER TABLE tenant_keys FORCE ROW LEVEL SECURITY;
