-- Who has something in the spool: names of tenants only, so that a drain knows where to look
-- without seeing any tenant's rows. A name stays once it is there.
CREATE TABLE spool_tenants (
    tenant text PRIMARY KEY
);

CREATE FUNCTION spool_message(
    p_tenant text, p_conversation text, p_message text, p_payload jsonb
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    INSERT INTO spool_tenants VALUES (p_tenant) ON CONFLICT DO NOTHING;
    INSERT INTO inbound_spool (tenant_id, conversation_id, message_id, payload)
    VALUES (p_tenant, p_conversation, p_message, p_payload)
    ON CONFLICT (tenant_id, conversation_id, message_id) DO NOTHING;
END $$;

CREATE FUNCTION has_spooled(p_tenant text, p_conversation text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('duralogue.tenant_id', p_tenant, true);
    RETURN EXISTS (
        SELECT FROM inbound_spool
        WHERE tenant_id = p_tenant AND conversation_id = p_conversation
    );
END $$;
