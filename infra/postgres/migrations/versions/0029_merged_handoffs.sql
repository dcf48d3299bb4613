-- A merged handoff stays its conversation's own: it names the one with which it goes.
ALTER TABLE handoffs
    ADD COLUMN merged_into text,
    ADD COLUMN merged_at timestamptz,
    -- Whom a colleague has passed it on to, unlike who had the customer before.
    ADD COLUMN passed_to text;
CREATE INDEX handoffs_merged ON handoffs (tenant_id, merged_into) WHERE merged_into IS NOT NULL;

-- Who is answered on one channel waits on none of the others. All rows are locked in one order,
-- and before the trigger that notes messages locks its own: answers on two channels at once would
-- else wait for each other. What a bot alone serves has no agent, and asks nothing.
CREATE FUNCTION answer_merged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_at timestamptz;
    v_into text;
BEGIN
    SELECT max(m.at) INTO v_at FROM messages m
    WHERE m.tenant_id = NEW.tenant_id AND m.conversation_id = NEW.conversation_id
    AND m.seq > OLD.last_seq AND m.role = 'human_agent';
    IF v_at IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(merged_into, handoff_id) INTO v_into FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    AND ended_at IS NULL AND kind = 'chat' ORDER BY opened_at DESC, handoff_id DESC LIMIT 1;
    PERFORM FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND (handoff_id = v_into OR merged_into = v_into)
    AND ended_at IS NULL ORDER BY handoff_id FOR NO KEY UPDATE;
    UPDATE handoffs SET
        awaiting_since = NULL, first_replied_at = coalesce(first_replied_at, v_at)
    WHERE tenant_id = NEW.tenant_id AND (handoff_id = v_into OR merged_into = v_into)
    AND ended_at IS NULL AND conversation_id <> NEW.conversation_id;
    RETURN NULL;
END $$;
CREATE TRIGGER conversation_answered AFTER UPDATE OF last_seq ON conversations
    FOR EACH ROW WHEN (NEW.last_seq > OLD.last_seq AND NEW.agent IS NOT NULL)
    EXECUTE FUNCTION answer_merged();
