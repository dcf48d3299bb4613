-- One row once a conversation has a customer or its sessions were ended; none while it is anybody's
-- who holds its anonymous session. It goes one way: anonymous, then one customer, then ended.
CREATE TABLE conversation_identities (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    customer_id text,
    bound_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, conversation_id),
    CHECK ((customer_id IS NULL) = (bound_at IS NULL))
);

-- Conversations of earlier releases belong to the customer who was last verified in them. The
-- owner of a table is held by its row-level security only while that is forced.
ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY;
INSERT INTO conversation_identities (tenant_id, conversation_id, customer_id, bound_at)
SELECT tenant_id, conversation_id, customer_ref, updated_at FROM conversations
WHERE customer_ref IS NOT NULL;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;

-- Whether a session that proved this customer (null: nobody) still opens the conversation.
CREATE FUNCTION session_holds(p_tenant text, p_conversation text, p_customer text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_row conversation_identities;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    SELECT * INTO v_row FROM conversation_identities
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation;
    IF NOT FOUND THEN
        RETURN p_customer IS NULL;
    END IF;
    RETURN v_row.ended_at IS NULL AND v_row.customer_id IS NOT DISTINCT FROM p_customer;
END $$;

-- Give the conversation to a customer: 'bound', also where it was theirs already; 'another' where
-- it is somebody else's; 'ended'. Of two at once the primary key lets one win. Followers are
-- woken, so that a stream of the session before ends.
CREATE FUNCTION bind_conversation(
    p_tenant text, p_conversation text, p_customer text, OUT outcome text
) LANGUAGE plpgsql AS $$
DECLARE
    v_row conversation_identities;
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    INSERT INTO conversation_identities (tenant_id, conversation_id, customer_id, bound_at)
    VALUES (p_tenant, p_conversation, p_customer, clock_timestamp())
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM pg_notify('conversation_events', p_tenant || '/' || p_conversation || '/0');
        outcome := 'bound';
        RETURN;
    END IF;
    SELECT * INTO v_row FROM conversation_identities
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation;
    outcome := CASE
        WHEN v_row.customer_id <> p_customer THEN 'another'
        WHEN v_row.ended_at IS NOT NULL THEN 'ended'
        ELSE 'bound'
    END;
END $$;

-- End every session of the conversation, if the one that asks for it still holds.
CREATE FUNCTION end_sessions(
    p_tenant text, p_conversation text, p_customer text, OUT ended boolean
) LANGUAGE plpgsql AS $$
BEGIN
    ended := session_holds(p_tenant, p_conversation, p_customer);
    IF ended AND p_customer IS NULL THEN
        -- Somebody may be signing in at this very moment: then theirs is the conversation.
        INSERT INTO conversation_identities (tenant_id, conversation_id, ended_at)
        VALUES (p_tenant, p_conversation, clock_timestamp())
        ON CONFLICT DO NOTHING;
        ended := FOUND;
    ELSIF ended THEN
        UPDATE conversation_identities SET ended_at = clock_timestamp()
        WHERE tenant_id = p_tenant AND conversation_id = p_conversation AND ended_at IS NULL;
    END IF;
    IF ended THEN
        PERFORM pg_notify('conversation_events', p_tenant || '/' || p_conversation || '/0');
    END IF;
END $$;

-- As the admit_message of migration 0008, and whether the message's session still opens the conversation. One that does
-- not takes nothing from any limit.
CREATE FUNCTION admit_session_message(
    p_tenant text, p_conversation text, p_customer text, p_keys text[], p_intervals interval[],
    p_tolerances interval[], p_kept interval[],
    OUT void boolean, OUT refused integer, OUT wait interval, OUT spooled boolean
) LANGUAGE plpgsql AS $$
BEGIN
    void := NOT session_holds(p_tenant, p_conversation, p_customer);
    IF NOT void THEN
        SELECT a.refused, a.wait, a.spooled INTO refused, wait, spooled FROM admit_message(
            p_tenant, p_conversation, p_keys, p_intervals, p_tolerances, p_kept
        ) AS a;
    END IF;
END $$;

-- A turn with messages that were accepted while nobody could look whether their sessions held.
-- Those sent with a session that was void by then are named, and nothing is stored.
CREATE FUNCTION commit_unchecked_turn(
    p jsonb, p_result json,
    OUT adopted json, OUT duplicates text[], OUT to_send text[], OUT void text[]
) LANGUAGE plpgsql AS $$
DECLARE
    v_tenant text := p ->> 'tenant_id';
    v_conversation text := p ->> 'conversation_id';
BEGIN
    PERFORM set_config('duralogue.tenant_id', v_tenant, true);
    void := ARRAY(
        SELECT m ->> 'id' FROM jsonb_array_elements(p -> 'unchecked') AS m
        LEFT JOIN conversation_identities i
        ON i.tenant_id = v_tenant AND i.conversation_id = v_conversation
        -- An anonymous session held until somebody signed in, a customer's holds until they leave.
        WHERE CASE
            WHEN m ->> 'customer' IS NULL
            THEN (m ->> 'at')::timestamptz >= coalesce(i.bound_at, i.ended_at)
            ELSE i.customer_id IS DISTINCT FROM m ->> 'customer'
                OR (m ->> 'at')::timestamptz >= i.ended_at
        END
    );
    IF void <> '{}' AND NOT EXISTS (
        SELECT FROM turn_steps s
        WHERE s.tenant_id = v_tenant AND s.conversation_id = v_conversation
        AND s.turn = p ->> 'turn' AND s.step = (p ->> 'step')::integer
    ) THEN
        duplicates := '{}';
        to_send := '{}';
        RETURN;
    END IF;
    void := '{}';
    SELECT c.adopted, c.duplicates, c.to_send INTO adopted, duplicates, to_send
    FROM commit_turn(p, p_result) AS c;
END $$;
