-- Definitions as an operator has read and approved them. What a server says of itself is no secret.
CREATE TABLE mcp_tool_pins (
    tenant_id text NOT NULL,
    server text NOT NULL,
    tool text NOT NULL,
    digest text NOT NULL,
    identity jsonb NOT NULL,
    definition jsonb NOT NULL,
    approved_by text NOT NULL,
    approved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, server, tool)
);
-- Apart from the pins: a tool that was never approved is to be seen, too.
CREATE TABLE mcp_tools_disabled (
    tenant_id text NOT NULL,
    server text NOT NULL,
    tool text NOT NULL,
    reason text NOT NULL,
    disabled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, server, tool)
);
-- Which tenants the two above have rows of: their names, and nothing that is theirs.
CREATE TABLE mcp_tenants (tenant text PRIMARY KEY);
-- How a tenant signs in to a server, and the tokens it has got, sealed with the tenant's own key.
CREATE TABLE mcp_sign_ins (
    tenant_id text NOT NULL,
    server text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, server)
);
