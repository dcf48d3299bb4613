-- Keys of tenants' servers. A row stays for good: it says who made, replaced and revoked the key,
-- and how often its use was refused.
CREATE TABLE api_keys (
    tenant_id text NOT NULL,
    key_id text NOT NULL,
    name text NOT NULL,
    secret_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    plan text NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    replaces text,
    revoked_at timestamptz,
    revoked_by text,
    last_used_at timestamptz,
    refused bigint NOT NULL DEFAULT 0,
    last_refused_at timestamptz,
    last_refusal text,
    PRIMARY KEY (tenant_id, key_id)
);

-- Requests that came with an Idempotency-Key: being carried out while there is no answer, then what
-- was answered, sealed with the tenant's key. `expires_at` ends the lease, and later the answer.
CREATE TABLE idempotency_records (
    tenant_id text NOT NULL,
    digest bytea NOT NULL,
    fingerprint bytea NOT NULL,
    lease_id text NOT NULL,
    key_id text,
    answer bytea,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    CHECK ((answer IS NULL) = (key_id IS NULL))
);
CREATE INDEX idempotency_records_over ON idempotency_records (tenant_id, expires_at);

-- As `admit_session_message`, and how far the first limit's bucket is from being full again. The
-- older form stays for gateways of the release before.
CREATE FUNCTION admit_counted_message(
    p_tenant text, p_conversation text, p_customer text, p_keys text[], p_intervals interval[],
    p_tolerances interval[], p_kept interval[],
    OUT void boolean, OUT refused integer, OUT wait interval, OUT spooled boolean,
    OUT ahead interval
) LANGUAGE plpgsql AS $$
BEGIN
    SELECT a.void, a.refused, a.wait, a.spooled INTO void, refused, wait, spooled
    FROM admit_session_message(
        p_tenant, p_conversation, p_customer, p_keys, p_intervals, p_tolerances, p_kept
    ) AS a;
    SELECT greatest(tat - clock_timestamp(), '0') INTO ahead
    FROM rate_limits WHERE tenant_id = p_tenant AND key = p_keys[1];
    ahead := coalesce(ahead, '0');
END $$;

-- How much waits, counted up to a bound.
CREATE FUNCTION count_spooled(
    p_tenant text, p_conversation text, p_most integer,
    OUT of_tenant integer, OUT of_conversation integer
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    SELECT count(*) INTO of_tenant
    FROM (SELECT FROM inbound_spool WHERE tenant_id = p_tenant LIMIT p_most) AS waiting;
    SELECT count(*) INTO of_conversation FROM (
        SELECT FROM inbound_spool
        WHERE tenant_id = p_tenant AND conversation_id = p_conversation LIMIT p_most
    ) AS waiting;
END $$;
