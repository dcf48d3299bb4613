-- "Nobody is free yet" stood in every row of a queue instead of what each customer wants: a bot that
-- holds their place changes nothing that a list shows. So an edit of the customer's last words is
-- seen there, too, and such a notice is no news to the desks.
CREATE OR REPLACE FUNCTION note_messages_in_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_message record;
BEGIN
    PERFORM FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    AND ended_at IS NULL LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    FOR v_message IN
        SELECT m.role, m.text, m.at FROM messages m
        WHERE m.tenant_id = NEW.tenant_id AND m.conversation_id = NEW.conversation_id
        AND m.seq > OLD.last_seq AND m.role NOT IN ('system', 'bot')
        ORDER BY m.seq
    LOOP
        UPDATE handoffs SET
            preview = left(v_message.text, 140),
            last_message_at = v_message.at,
            last_message_by = v_message.role,
            -- Who is to be called back is not answered by words in the chat.
            awaiting_since = CASE
                WHEN v_message.role = 'customer' THEN coalesce(awaiting_since, v_message.at)
                WHEN v_message.role = 'human_agent' AND kind = 'chat' THEN NULL
                ELSE awaiting_since END,
            first_replied_at = CASE
                WHEN v_message.role = 'human_agent' AND kind = 'chat'
                THEN coalesce(first_replied_at, v_message.at)
                ELSE first_replied_at END
        WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
        AND ended_at IS NULL;
    END LOOP;
    RETURN NULL;
END $$;
