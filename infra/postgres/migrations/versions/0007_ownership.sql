-- A row is a proof of ownership that is under way or has failed; one that succeeded is taken away.
CREATE TABLE ownership_proofs (
    tenant_id text NOT NULL,
    subject text NOT NULL,
    call_id text NOT NULL,
    at timestamptz NOT NULL,
    failed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, subject, call_id)
);
CREATE INDEX ownership_proofs_at ON ownership_proofs (tenant_id, at);

-- Only failures refuse; what is under way makes others wait for a moment. All of it under a lock
-- for each subject, so that many at once count too. The rules are those of domain/proofs_of_ownership.py.
-- A call that was admitted before is admitted again: it is one proof, however often it is begun.
CREATE FUNCTION begin_ownership_proof(
    p_tenant text, p_call text, p_subjects text[], p_most integer[], p_window interval,
    p_slower_from integer, p_pause interval, p_at_once integer, p_under_way interval,
    p_moment interval,
    OUT refused boolean, OUT wait interval
) LANGUAGE plpgsql AS $$
DECLARE
    v_now timestamptz;
    v_failed integer;
    v_under_way integer;
    v_last timestamptz;
    v_left interval;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    refused := false;
    -- the caller sorts the subjects, so that two calls never wait for one another
    FOR place IN 1 .. cardinality(p_subjects) LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended(p_tenant || '/' || p_subjects[place], 7));
    END LOOP;
    v_now := clock_timestamp();
    IF EXISTS (
        SELECT FROM ownership_proofs
        WHERE tenant_id = p_tenant AND subject = p_subjects[1] AND call_id = p_call
    ) THEN
        RETURN;
    END IF;
    IF random() < 0.01 THEN
        DELETE FROM ownership_proofs WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM ownership_proofs
            WHERE tenant_id = p_tenant AND at < v_now - p_window
            LIMIT 1000 FOR UPDATE SKIP LOCKED
        ));
    END IF;
    FOR place IN 1 .. cardinality(p_subjects) LOOP
        SELECT count(*) FILTER (WHERE failed), max(at) FILTER (WHERE failed),
            count(*) FILTER (WHERE NOT failed AND at >= v_now - p_under_way)
        INTO v_failed, v_last, v_under_way FROM ownership_proofs
        WHERE tenant_id = p_tenant AND subject = p_subjects[place] AND at >= v_now - p_window;
        IF v_failed >= p_most[place] THEN
            refused := true;
            RETURN;
        END IF;
        v_left := '0';
        IF v_under_way >= (CASE v_failed WHEN 0 THEN p_at_once ELSE p_most[place] - v_failed END) THEN
            v_left := p_moment;
        ELSIF v_failed >= p_slower_from THEN
            v_left := v_last + p_pause * power(2, v_failed - p_slower_from) - v_now;
        END IF;
        IF v_left > coalesce(wait, '0') THEN
            wait := v_left;
        END IF;
    END LOOP;
    IF wait IS NULL THEN
        INSERT INTO ownership_proofs (tenant_id, subject, call_id, at)
        SELECT p_tenant, s, p_call, v_now FROM unnest(p_subjects) AS s;
    END IF;
END $$;

-- Counts a failure or forgets a success, and says whether this proof is still believed.
CREATE FUNCTION end_ownership_proof(
    p_tenant text, p_call text, p_subjects text[], p_most integer[], p_window interval,
    p_failed boolean, OUT believed boolean
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    IF p_failed THEN
        INSERT INTO ownership_proofs (tenant_id, subject, call_id, at, failed)
        SELECT p_tenant, s, p_call, clock_timestamp(), true FROM unnest(p_subjects) AS s
        ON CONFLICT (tenant_id, subject, call_id) DO UPDATE
        SET failed = true, at = clock_timestamp();
    ELSE
        DELETE FROM ownership_proofs
        WHERE tenant_id = p_tenant AND subject = ANY (p_subjects) AND call_id = p_call;
    END IF;
    believed := NOT EXISTS (
        SELECT FROM unnest(p_subjects, p_most) AS s (subject, most)
        WHERE s.most <= (
            SELECT count(*) FROM ownership_proofs p
            WHERE p.tenant_id = p_tenant AND p.subject = s.subject AND p.failed
            AND p.at >= clock_timestamp() - p_window
        )
    );
END $$;
