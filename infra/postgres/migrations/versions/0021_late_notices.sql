-- A turn's holding notice, of which nothing is stored once the step that it announces is, or the
-- turn has ended: whoever is answered is not told to wait. An attempt that was believed to have
-- failed may come as late as it likes.
CREATE FUNCTION commit_notice(
    p jsonb, p_result json,
    OUT adopted json, OUT duplicates text[], OUT to_send text[], OUT void text[]
) LANGUAGE plpgsql AS $$
DECLARE
    v_tenant text := p ->> 'tenant_id';
    v_conversation text := p ->> 'conversation_id';
    v_turn text := p ->> 'turn';
    v_announced integer := (p ->> 'announces')::integer;
BEGIN
    PERFORM set_config('duralogue.tenant_id', v_tenant, true);
    PERFORM FROM conversations
    WHERE tenant_id = v_tenant AND conversation_id = v_conversation FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT FROM turn_steps s
        WHERE s.tenant_id = v_tenant AND s.conversation_id = v_conversation
        AND s.turn = v_turn AND s.step = (p ->> 'step')::integer
    ) AND (
        EXISTS (
            SELECT FROM turn_steps s
            WHERE s.tenant_id = v_tenant AND s.conversation_id = v_conversation
            AND s.turn = v_turn AND s.step = v_announced
        ) OR EXISTS (
            SELECT FROM turns t
            WHERE t.tenant_id = v_tenant AND t.conversation_id = v_conversation
            AND t.turn = v_turn AND t.outcome IS NOT NULL
        )
    ) THEN
        duplicates := '{}';
        to_send := '{}';
        void := '{}';
        RETURN;
    END IF;
    SELECT c.adopted, c.duplicates, c.to_send, c.void INTO adopted, duplicates, to_send, void
    FROM commit_unchecked_turn(jsonb_build_object('unchecked', '[]'::jsonb) || p, p_result) AS c;
END $$;
