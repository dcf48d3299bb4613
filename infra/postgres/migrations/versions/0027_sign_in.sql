-- Whoever comes by the tenant's identity provider has no token. A subject that was revoked stays
-- known, so that its next sign-in is refused and not taken for somebody new.
ALTER TABLE staff
    ALTER COLUMN token_hash DROP NOT NULL,
    ADD COLUMN issuer text,
    ADD COLUMN subject text;
CREATE UNIQUE INDEX staff_subjects ON staff (tenant_id, issuer, subject)
    WHERE subject IS NOT NULL;

ALTER TABLE staff_sessions
    ADD COLUMN session_id text NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''),
    ADD COLUMN method text NOT NULL DEFAULT 'token',
    ADD COLUMN provider_session text;
CREATE UNIQUE INDEX staff_sessions_ids ON staff_sessions (tenant_id, session_id);

-- The second factor's secret is sealed with the tenant's key; it counts once it is confirmed.
CREATE TABLE staff_credentials (
    tenant_id text NOT NULL,
    staff_id text NOT NULL,
    password_hash text,
    password_set_at timestamptz,
    totp_key_id text,
    totp_sealed bytea,
    totp_confirmed_at timestamptz,
    totp_last_step bigint NOT NULL DEFAULT 0,
    recovery_hashes bytea[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id) ON DELETE CASCADE
);

-- Wrong passwords and codes, by account and by address.
CREATE TABLE sign_in_failures (
    tenant_id text NOT NULL,
    who text NOT NULL,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, who)
) WITH (fillfactor = 70);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (tenant_id, last_at);

-- Sign-ins that are under way at an identity provider: each comes back once, to its own browser.
CREATE TABLE provider_sign_ins (
    tenant_id text NOT NULL,
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, state_hash)
);
CREATE INDEX provider_sign_ins_by_age ON provider_sign_ins (tenant_id, expires_at);

-- Logout tokens that were obeyed.
CREATE TABLE provider_logouts (
    tenant_id text NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
);

-- What staff did. Each entry's hash covers the one before it.
CREATE TABLE audit_log (
    tenant_id text NOT NULL,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    role text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail text NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

CREATE FUNCTION keep_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_is_kept BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION keep_audit_log();
CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_log();

-- One after the other for each tenant, until the transaction ends: call it last. Each part goes
-- into the hash with its length before it, so that no two entries are written alike.
CREATE FUNCTION write_audit(
    p_tenant text, p_actor text, p_role text, p_action text, p_subject text, p_detail text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_number bigint;
    v_previous bytea;
    v_at timestamptz;
    v_written bytea := ''::bytea;
    v_part text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit_log/' || p_tenant, 0));
    SELECT number, hash INTO v_number, v_previous FROM audit_log
    WHERE tenant_id = p_tenant ORDER BY number DESC LIMIT 1;
    v_number := coalesce(v_number, 0) + 1;
    v_previous := coalesce(v_previous, ''::bytea);
    v_at := clock_timestamp();
    FOREACH v_part IN ARRAY ARRAY[
        p_tenant, v_number::text,
        to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        p_actor, p_role, p_action, p_subject, p_detail, encode(v_previous, 'hex')
    ] LOOP
        v_written := v_written
            || convert_to(octet_length(convert_to(v_part, 'UTF8')) || ':' || v_part, 'UTF8');
    END LOOP;
    INSERT INTO audit_log
        (tenant_id, number, at, actor, role, action, subject, detail, previous_hash, hash)
    VALUES (p_tenant, v_number, v_at, p_actor, p_role, p_action, p_subject, p_detail, v_previous,
        sha256(v_written));
    RETURN v_number;
END $$;
