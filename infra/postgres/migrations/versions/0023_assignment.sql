-- To whom a handoff was offered, and what became of it. The open one is also shown in the handoff.
CREATE TABLE handoff_offers (
    tenant_id text NOT NULL,
    handoff_id text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    agent text NOT NULL,
    offered_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text CHECK (outcome IN ('accepted', 'declined', 'expired', 'withdrawn')),
    PRIMARY KEY (tenant_id, handoff_id, number),
    CONSTRAINT offer_ends CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX offers_ended_of_agent ON handoff_offers (tenant_id, agent, ended_at DESC)
    WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX one_open_offer ON handoff_offers (tenant_id, handoff_id)
    WHERE ended_at IS NULL;
CREATE INDEX handoff_offers_of_agent ON handoff_offers (tenant_id, agent, number DESC);
CREATE INDEX handoff_offers_by_end ON handoff_offers (tenant_id, ended_at)
    WHERE ended_at IS NOT NULL;

-- Room that an agent is about to fill: between two claims at once, and until the first is recorded.
CREATE TABLE claim_reservations (
    tenant_id text NOT NULL,
    agent text NOT NULL,
    conversation_id text NOT NULL,
    channel text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, agent, conversation_id)
);

-- Who is the longest idle, who had a conversation last, and how fast a queue moves.
CREATE INDEX handoffs_ended_of_agent ON handoffs (tenant_id, assigned_agent, ended_at DESC)
    WHERE ended_at IS NOT NULL;
CREATE INDEX handoffs_by_claim ON handoffs (tenant_id, queue, claimed_at)
    WHERE claimed_at IS NOT NULL;

-- What an agent is by now, as the desks were last told. Silence changes it, and no choice.
ALTER TABLE agent_presence ADD COLUMN effective text NOT NULL DEFAULT 'offline';
CREATE CONSTRAINT TRIGGER presence_lapsed AFTER UPDATE ON agent_presence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.chosen = NEW.chosen AND OLD.effective <> NEW.effective)
    EXECUTE FUNCTION tell_desk_of_presence();

-- Whoever had the customer before is asked first, unless the customer has gone on to another team.
CREATE FUNCTION prefer_former_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT h.assigned_agent INTO NEW.preferred_agent FROM handoffs h
    WHERE h.tenant_id = NEW.tenant_id AND h.conversation_id = NEW.conversation_id
    AND h.ended_at IS NOT NULL AND h.assigned_agent IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM agent_profiles p WHERE p.tenant_id = h.tenant_id AND p.agent = h.assigned_agent
        AND p.queues <> '{}' AND NEW.queue <> ALL (p.queues)
    )
    ORDER BY h.opened_at DESC LIMIT 1;
    RETURN NEW;
END $$;
CREATE TRIGGER handoff_prefers BEFORE INSERT ON handoffs
    FOR EACH ROW WHEN (NEW.preferred_agent IS NULL) EXECUTE FUNCTION prefer_former_agent();

-- However a handoff stops waiting, its offer ends with it. Locks: the handoff, then its offers.
CREATE FUNCTION end_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE handoff_offers SET
        ended_at = clock_timestamp(),
        outcome = CASE WHEN agent = NEW.assigned_agent THEN 'accepted' ELSE 'withdrawn' END
    WHERE tenant_id = NEW.tenant_id AND handoff_id = NEW.handoff_id AND ended_at IS NULL;
    NEW.offered_to := NULL;
    NEW.offer_expires_at := NULL;
    RETURN NEW;
END $$;
-- Also where it waits anew. A round of the clock, which says itself how offers end, sets no status.
CREATE TRIGGER handoff_waits_no_more BEFORE UPDATE OF status ON handoffs
    FOR EACH ROW WHEN (
        OLD.offered_to IS NOT NULL AND (NEW.status <> 'waiting' OR NEW.offered_to IS NULL)
    )
    EXECUTE FUNCTION end_offer();

-- As in migration 0012, and the language in which a handoff waits.
CREATE OR REPLACE FUNCTION commit_staff_effects(
    p_tenant text, p_conversation text, p_at timestamptz, p jsonb
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO approvals (
        tenant_id, approval_id, conversation_id, name, by_role, shown, digest, status,
        requested_at, remind_at, expires_at
    )
    SELECT p_tenant, a.approval_id, p_conversation, a.name, a.by_role, a.shown::json, a.digest,
        a.status, a.requested_at, a.remind_at, a.expires_at
    FROM jsonb_to_recordset(p -> 'approvals') AS a (
        approval_id text, name text, by_role text, shown text, digest text, status text,
        requested_at timestamptz, remind_at timestamptz, expires_at timestamptz
    )
    WHERE NOT EXISTS (
        SELECT FROM approvals known WHERE known.tenant_id = p_tenant
        AND known.approval_id = a.approval_id AND known.conversation_id = p_conversation
    );
    INSERT INTO handoffs (
        tenant_id, handoff_id, conversation_id, queue, skills, priority, status, reason,
        opened_at, first_reply_due, locale
    )
    SELECT p_tenant, h.handoff_id, p_conversation, h.queue, h.skills, h.priority, h.status,
        h.reason, h.opened_at, h.first_reply_due, coalesce(h.locale, '')
    FROM jsonb_to_recordset(p -> 'handoffs') AS h (
        handoff_id text, queue text, skills text[], priority integer, status text, reason text,
        opened_at timestamptz, first_reply_due timestamptz, locale text
    )
    WHERE NOT EXISTS (
        SELECT FROM handoffs known WHERE known.tenant_id = p_tenant
        AND known.handoff_id = h.handoff_id AND known.conversation_id = p_conversation
    );
    UPDATE approvals SET status = 'cancelled', decided_at = p_at
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation AND status = 'waiting'
    AND approval_id IN (SELECT jsonb_array_elements_text(p -> 'cancelled_approvals'));
    UPDATE handoffs SET status = 'cancelled', ended_at = p_at
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation AND status = 'waiting'
    AND handoff_id IN (SELECT jsonb_array_elements_text(p -> 'cancelled_handoffs'));
    UPDATE conversations SET
        status = CASE WHEN (p ->> 'closes')::boolean THEN 'closed' ELSE status END,
        customer_ref = coalesce(p ->> 'customer_ref', customer_ref),
        updated_at = p_at
    WHERE tenant_id = p_tenant AND conversation_id = p_conversation
    AND ((p ->> 'closes')::boolean OR p ->> 'customer_ref' IS NOT NULL);
    IF p ->> 'address' IS NOT NULL THEN
        UPDATE conversations c SET
            address = decode(p #>> '{address,sealed}', 'base64'),
            address_key_id = p #>> '{address,key_id}'
        WHERE c.tenant_id = p_tenant AND c.conversation_id = p_conversation
        AND NOT EXISTS (
            SELECT FROM tenant_keys k
            WHERE k.tenant_id = p_tenant AND k.key_id = c.address_key_id
        );
    END IF;
END $$;
