-- One row for each request to a language model: first what is reserved of the budgets, then what it
-- took. A process that dies in between leaves a reservation, which stops counting at `expires_at`.
CREATE TABLE model_calls (
    tenant_id text NOT NULL,
    call_id uuid NOT NULL,
    conversation_id text NOT NULL,
    turn text NOT NULL DEFAULT '',
    purpose text NOT NULL,
    connection text NOT NULL,
    model text NOT NULL,
    outcome text NOT NULL DEFAULT 'reserved',
    reserved_tokens bigint NOT NULL,
    reserved_cost numeric(18, 9) NOT NULL,
    expires_at timestamptz NOT NULL,
    input_tokens bigint NOT NULL DEFAULT 0,
    output_tokens bigint NOT NULL DEFAULT 0,
    is_estimated boolean NOT NULL DEFAULT false,
    cost numeric(18, 9) NOT NULL DEFAULT 0,
    first_word_ms double precision,
    total_ms double precision,
    began_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, call_id)
);
CREATE INDEX model_calls_reserved ON model_calls (tenant_id) WHERE outcome = 'reserved';
CREATE INDEX model_calls_by_turn ON model_calls (tenant_id, conversation_id, turn);
CREATE INDEX model_calls_by_time ON model_calls (tenant_id, began_at);

-- Totals of what was settled, so that a reservation reads three rows. `scope` is conversation, day
-- or month; `key` is the conversation's id, 2026-11-30 or 2026-11, by the clock in UTC.
CREATE TABLE model_spending (
    tenant_id text NOT NULL,
    scope text NOT NULL,
    key text NOT NULL,
    tokens bigint NOT NULL DEFAULT 0,
    cost numeric(18, 9) NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, scope, key)
);

-- Whether a tenant's customers are served by its models or without them, as last seen.
CREATE TABLE model_service_levels (
    tenant_id text NOT NULL,
    purpose text NOT NULL,
    level text NOT NULL,
    reason text NOT NULL DEFAULT '',
    since timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, purpose)
);

CREATE FUNCTION model_budget_key(p_scope text, p_conversation text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE p_scope
        WHEN 'conversation' THEN p_conversation
        WHEN 'day' THEN to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')
        ELSE to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')
    END
$$;

-- Reserves, or says which limit would be passed: its scope and "tokens" or "dollars".
CREATE FUNCTION reserve_model_call(
    p jsonb, p_limits jsonb, p_lasts interval, OUT scope text, OUT unit text
) LANGUAGE plpgsql AS $$
DECLARE
    v_tenant text := p ->> 'tenant_id';
    v_conversation text := p ->> 'conversation_id';
    v_tokens bigint := (p ->> 'tokens')::bigint;
    v_cost numeric := (p ->> 'cost')::numeric;
BEGIN
    PERFORM set_config('duralogue.tenant_id', v_tenant, true);
    -- One at a time for each tenant: two that read the same rest would both take it.
    PERFORM pg_advisory_xact_lock(hashtextextended('models/' || v_tenant, 0));
    UPDATE model_calls c SET outcome = 'lost'
    WHERE c.tenant_id = v_tenant AND c.outcome = 'reserved' AND c.expires_at <= now();
    -- One statement, and so one snapshot: what is settled meanwhile is seen in one place or the
    -- other, never in neither.
    SELECT used.scope,
        CASE WHEN used.tokens + v_tokens > used.most_tokens THEN 'tokens' ELSE 'dollars' END
    INTO scope, unit
    FROM (
        SELECT l ->> 'scope' AS scope,
            (l ->> 'tokens')::bigint AS most_tokens,
            (l ->> 'dollars')::numeric AS most_cost,
            coalesce(s.tokens, 0) + coalesce(r.tokens, 0) AS tokens,
            coalesce(s.cost, 0) + coalesce(r.cost, 0) AS cost
        FROM jsonb_array_elements(p_limits) AS l
        LEFT JOIN model_spending s ON s.tenant_id = v_tenant AND s.scope = l ->> 'scope'
            AND s.key = model_budget_key(l ->> 'scope', v_conversation)
        LEFT JOIN LATERAL (
            SELECT sum(c.reserved_tokens) AS tokens, sum(c.reserved_cost) AS cost
            FROM model_calls c
            WHERE c.tenant_id = v_tenant AND c.outcome = 'reserved'
            AND (l ->> 'scope' <> 'conversation' OR c.conversation_id = v_conversation)
        ) AS r ON true
    ) AS used
    WHERE used.tokens + v_tokens > used.most_tokens OR used.cost + v_cost > used.most_cost
    LIMIT 1;
    IF scope IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO model_calls (
        tenant_id, call_id, conversation_id, turn, purpose, connection, model, reserved_tokens,
        reserved_cost, expires_at
    ) VALUES (
        v_tenant, (p ->> 'call_id')::uuid, v_conversation, p ->> 'turn', p ->> 'purpose',
        p ->> 'connection', p ->> 'model', v_tokens, v_cost, now() + p_lasts
    );
END $$;

-- Writes down what a reserved call took, once however often it is said.
CREATE FUNCTION settle_model_call(p jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_tenant text := p ->> 'tenant_id';
    v_conversation text;
BEGIN
    PERFORM set_config('duralogue.tenant_id', v_tenant, true);
    UPDATE model_calls c SET
        outcome = p ->> 'outcome',
        model = coalesce(nullif(p ->> 'model', ''), c.model),
        input_tokens = (p ->> 'input_tokens')::bigint,
        output_tokens = (p ->> 'output_tokens')::bigint,
        is_estimated = (p ->> 'is_estimated')::boolean,
        cost = (p ->> 'cost')::numeric,
        first_word_ms = (p ->> 'first_word_ms')::double precision,
        total_ms = (p ->> 'total_ms')::double precision
    WHERE c.tenant_id = v_tenant AND c.call_id = (p ->> 'call_id')::uuid
    AND c.outcome IN ('reserved', 'lost')
    RETURNING c.conversation_id INTO v_conversation;
    IF v_conversation IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO model_spending AS s (tenant_id, scope, key, tokens, cost)
    SELECT v_tenant, scope, model_budget_key(scope, v_conversation),
        (p ->> 'input_tokens')::bigint + (p ->> 'output_tokens')::bigint, (p ->> 'cost')::numeric
    FROM unnest(ARRAY['conversation', 'day', 'month']) AS scope
    ORDER BY scope
    ON CONFLICT (tenant_id, scope, key) DO UPDATE
    SET tokens = s.tokens + excluded.tokens, cost = s.cost + excluded.cost;
    RETURN true;
END $$;
