-- Where a conversation's replies go, sealed with the tenant's own key; null on the web.
ALTER TABLE conversations
    ADD COLUMN address bytea,
    ADD COLUMN address_key_id text,
    ADD CONSTRAINT conversations_address CHECK ((address IS NULL) = (address_key_id IS NULL));

-- Finds out whether a change of a message was recorded before.
CREATE INDEX conversation_events_changes
    ON conversation_events (tenant_id, conversation_id, (data ->> 'event_id'))
    WHERE kind = 'message_changed';

-- As in migration 0001, and the address. The first one stays: the conversation's id is made of it.
-- Only where its key was shredded is it sealed anew, with the address of who has written again.
CREATE OR REPLACE FUNCTION commit_side_effects(
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
        opened_at, first_reply_due
    )
    SELECT p_tenant, h.handoff_id, p_conversation, h.queue, h.skills, h.priority, h.status,
        h.reason, h.opened_at, h.first_reply_due
    FROM jsonb_to_recordset(p -> 'handoffs') AS h (
        handoff_id text, queue text, skills text[], priority integer, status text, reason text,
        opened_at timestamptz, first_reply_due timestamptz
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
