-- A row is a proof of ownership that is under way or has failed; one that succeeded is taken away.
CREATE TABLE ownership_proofs (
    tenant_id text NOT NULL,
    subject text NOT NULL,
    call_id text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, subject, call_id)
);
CREATE INDEX ownership_proofs_at ON ownership_proofs (tenant_id, at);
CREATE INDEX ownership_proofs_call ON ownership_proofs (tenant_id, call_id);

-- Counts before it admits, under a lock for each subject, so that many at once count too.
-- A call that was admitted before is admitted again: it is one attempt, however often it is made.
CREATE FUNCTION begin_ownership_proof(
    p_tenant text, p_call text, p_subjects text[], p_most integer[], p_window interval,
    p_slower_from integer, p_pause interval,
    OUT refused boolean, OUT wait interval
) LANGUAGE plpgsql AS $$
DECLARE
    v_count integer;
    v_last timestamptz;
    v_left interval;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    refused := false;
    -- the caller sorts the subjects, so that two calls never wait for one another
    FOR place IN 1 .. cardinality(p_subjects) LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended(p_tenant || '/' || p_subjects[place], 7));
    END LOOP;
    IF EXISTS (SELECT FROM ownership_proofs WHERE tenant_id = p_tenant AND call_id = p_call) THEN
        RETURN;
    END IF;
    DELETE FROM ownership_proofs WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ownership_proofs
        WHERE tenant_id = p_tenant AND at < clock_timestamp() - p_window
        LIMIT 100 FOR UPDATE SKIP LOCKED
    ));
    FOR place IN 1 .. cardinality(p_subjects) LOOP
        SELECT count(*), max(at) INTO v_count, v_last FROM ownership_proofs
        WHERE tenant_id = p_tenant AND subject = p_subjects[place]
        AND at >= clock_timestamp() - p_window;
        IF v_count >= p_most[place] THEN
            refused := true;
            RETURN;
        END IF;
        IF v_count >= p_slower_from THEN
            v_left := v_last + p_pause * power(2, v_count - p_slower_from) - clock_timestamp();
            IF v_left > '0' AND v_left > coalesce(wait, '0') THEN
                wait := v_left;
            END IF;
        END IF;
    END LOOP;
    IF wait IS NULL THEN
        INSERT INTO ownership_proofs (tenant_id, subject, call_id, at)
        SELECT p_tenant, s, p_call, clock_timestamp() FROM unnest(p_subjects) AS s;
    END IF;
END $$;
