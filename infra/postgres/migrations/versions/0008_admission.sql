-- As `take_all` in domain/rate_limits.py: of each limit but the first a share is kept for
-- conversations that go on and have not just used up half of the first limit, their own. The older
-- form stays, without the share, for gateways of the release before.
CREATE FUNCTION admit_message(
    p_tenant text, p_conversation text, p_keys text[], p_intervals interval[],
    p_tolerances interval[], p_kept interval[],
    OUT refused integer, OUT wait interval, OUT spooled boolean
) LANGUAGE plpgsql AS $$
DECLARE
    v_is_favoured boolean;
    v_half interval := (p_tolerances[1] + p_intervals[1]) / 2 - p_intervals[1];
BEGIN
    spooled := has_spooled(p_tenant, p_conversation);
    v_is_favoured := EXISTS (
        SELECT FROM conversations
        WHERE tenant_id = p_tenant AND conversation_id = p_conversation
    );
    IF v_is_favoured THEN
        v_half := greatest(v_half, '0');
        v_is_favoured := take_rate(p_tenant, p_keys[1], p_intervals[1], v_half) IS NULL;
    END IF;
    FOR place IN 1 .. cardinality(p_keys) LOOP
        IF place = 1 AND v_is_favoured THEN
            CONTINUE;
        END IF;
        wait := take_rate(
            p_tenant, p_keys[place], p_intervals[place],
            CASE WHEN place = 1 OR v_is_favoured THEN p_tolerances[place]
            ELSE p_tolerances[place] - p_kept[place] END
        );
        IF wait IS NOT NULL THEN
            refused := place;
            RETURN;
        END IF;
    END LOOP;
END $$;
