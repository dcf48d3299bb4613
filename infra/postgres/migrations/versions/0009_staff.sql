-- Staff tokens end: by their date, or because somebody revokes them.
ALTER TABLE staff
    ADD COLUMN staff_id text NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''),
    ADD COLUMN expires_at timestamptz NOT NULL DEFAULT now() + interval '90 days',
    ADD COLUMN revoked_at timestamptz,
    ADD COLUMN last_used_at timestamptz;
ALTER TABLE staff DROP CONSTRAINT staff_pkey;
ALTER TABLE staff ADD PRIMARY KEY (tenant_id, staff_id);
-- Somebody whose token was revoked may get a new one under the same name.
CREATE UNIQUE INDEX staff_names ON staff (tenant_id, name) WHERE revoked_at IS NULL;

-- What a signed-in browser holds instead of the token.
CREATE TABLE staff_sessions (
    tenant_id text NOT NULL,
    session_hash bytea NOT NULL,
    staff_id text NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, session_hash),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id) ON DELETE CASCADE
);
CREATE INDEX staff_sessions_of ON staff_sessions (tenant_id, staff_id);
