-- Why `due_at` is the moment it is, by language.
ALTER TABLE handoffs ADD COLUMN due_because jsonb NOT NULL DEFAULT '{}';

-- One of each open handoff: when to look at it next. `version` counts the changes of its facts.
CREATE TABLE handoff_clocks (
    tenant_id text NOT NULL,
    handoff_id text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    is_stale boolean NOT NULL DEFAULT true,
    look_at timestamptz,
    revision text,
    PRIMARY KEY (tenant_id, handoff_id)
) WITH (fillfactor = 70);
CREATE INDEX handoff_clocks_stale ON handoff_clocks (tenant_id) WHERE is_stale;
CREATE INDEX handoff_clocks_next ON handoff_clocks (tenant_id, look_at);

-- Spans in which a clock stood still: `customer` or `snoozed`.
CREATE TABLE handoff_pauses (
    tenant_id text NOT NULL,
    handoff_id text NOT NULL,
    kind text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, handoff_id, kind, started_at)
);

-- Promises that were not kept.
CREATE TABLE service_breaches (
    tenant_id text NOT NULL,
    handoff_id text NOT NULL,
    due_for text NOT NULL,
    since timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    explanation jsonb NOT NULL,
    PRIMARY KEY (tenant_id, handoff_id, due_for, since)
);

CREATE FUNCTION pause_handoff(
    p_handoff handoffs, p_kind text, p_was boolean, p_is boolean, p_start timestamptz,
    p_end timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_is AND NOT p_was THEN
        INSERT INTO handoff_pauses (tenant_id, handoff_id, kind, started_at)
        VALUES (p_handoff.tenant_id, p_handoff.handoff_id, p_kind, p_start)
        ON CONFLICT (tenant_id, handoff_id, kind, started_at) DO UPDATE SET ended_at = NULL;
    ELSIF p_was AND NOT p_is THEN
        UPDATE handoff_pauses SET ended_at = greatest(p_end, started_at)
        WHERE tenant_id = p_handoff.tenant_id AND handoff_id = p_handoff.handoff_id
        AND kind = p_kind AND ended_at IS NULL;
    END IF;
END $$;

-- At once, not deferred: the locks of a handoff's clock come after the handoff's own.
CREATE FUNCTION note_service_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        DELETE FROM handoff_clocks
        WHERE tenant_id = NEW.tenant_id AND handoff_id = NEW.handoff_id;
        DELETE FROM customer_sightings
        WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id;
    ELSE
        INSERT INTO handoff_clocks AS c (tenant_id, handoff_id)
        VALUES (NEW.tenant_id, NEW.handoff_id)
        ON CONFLICT (tenant_id, handoff_id)
        DO UPDATE SET version = c.version + 1, is_stale = true;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        PERFORM pause_handoff(
            NEW, 'customer',
            OLD.first_replied_at IS NOT NULL AND OLD.awaiting_since IS NULL,
            NEW.first_replied_at IS NOT NULL AND NEW.awaiting_since IS NULL
                AND NEW.ended_at IS NULL,
            coalesce(NEW.last_message_at, clock_timestamp()),
            coalesce(NEW.ended_at, NEW.awaiting_since, clock_timestamp())
        );
        PERFORM pause_handoff(
            NEW, 'snoozed', OLD.snoozed_until IS NOT NULL,
            NEW.snoozed_until IS NOT NULL AND NEW.ended_at IS NULL, clock_timestamp(),
            least(OLD.snoozed_until, coalesce(NEW.ended_at, clock_timestamp()))
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER service_facts_added AFTER INSERT ON handoffs
    FOR EACH ROW EXECUTE FUNCTION note_service_facts();
-- One that waits anew has lost what it showed, though every fact may be as before.
CREATE TRIGGER service_facts_changed AFTER UPDATE OF
    status, queue, first_reply_due, ended_at, awaiting_since, first_replied_at, snoozed_until
    ON handoffs
    FOR EACH ROW WHEN (
        (OLD.status <> 'waiting' AND NEW.status = 'waiting')
        OR (OLD.queue, OLD.first_reply_due, OLD.ended_at, OLD.awaiting_since, OLD.first_replied_at,
            OLD.snoozed_until)
        IS DISTINCT FROM
        (NEW.queue, NEW.first_reply_due, NEW.ended_at, NEW.awaiting_since, NEW.first_replied_at,
            NEW.snoozed_until)
    ) EXECUTE FUNCTION note_service_facts();

-- What has been answered is due no more, also before the next round of the clock says so.
CREATE FUNCTION settle_service() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.due_at := NULL;
    NEW.due_for := NULL;
    NEW.due_because := '{}';
    IF NEW.ended_at IS NULL THEN
        NEW.warned_at := NULL;
        NEW.breached_at := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER service_settled BEFORE UPDATE OF ended_at, awaiting_since ON handoffs
    FOR EACH ROW WHEN (
        (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
        OR (OLD.awaiting_since IS NOT NULL AND NEW.awaiting_since IS NULL
            AND NEW.due_for IN ('first_reply', 'next_reply'))
    ) EXECUTE FUNCTION settle_service();

INSERT INTO handoff_clocks (tenant_id, handoff_id)
SELECT tenant_id, handoff_id FROM handoffs WHERE ended_at IS NULL;

-- What an approver sees of it, and how it was pressed for.
ALTER TABLE approvals
    ADD COLUMN requested_by text[] NOT NULL DEFAULT '{}',
    ADD COLUMN customer_ref text,
    ADD COLUMN channel text NOT NULL DEFAULT '',
    ADD COLUMN last_seq bigint,
    ADD COLUMN flow text NOT NULL DEFAULT '',
    ADD COLUMN step text NOT NULL DEFAULT '',
    ADD COLUMN reminded_at timestamptz,
    ADD COLUMN escalated_at timestamptz,
    ADD COLUMN escalated_to text;

-- Whoever had the conversation within a day before has led it there.
CREATE FUNCTION begin_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT c.channel, c.customer_ref, c.last_seq
    INTO NEW.channel, NEW.customer_ref, NEW.last_seq FROM conversations c
    WHERE c.tenant_id = NEW.tenant_id AND c.conversation_id = NEW.conversation_id;
    NEW.channel := coalesce(NEW.channel, '');
    SELECT coalesce(array_agg(DISTINCT h.assigned_agent), '{}') INTO NEW.requested_by
    FROM handoffs h
    WHERE h.tenant_id = NEW.tenant_id AND h.conversation_id = NEW.conversation_id
    AND h.assigned_agent IS NOT NULL
    AND coalesce(h.ended_at, NEW.requested_at) >= NEW.requested_at - interval '1 day';
    RETURN NEW;
END $$;
CREATE TRIGGER approval_begins BEFORE INSERT ON approvals
    FOR EACH ROW EXECUTE FUNCTION begin_approval();

CREATE CONSTRAINT TRIGGER approval_pressed AFTER UPDATE ON approvals
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.reminded_at, OLD.escalated_at, OLD.flow)
        IS DISTINCT FROM (NEW.reminded_at, NEW.escalated_at, NEW.flow))
    EXECUTE FUNCTION tell_desk_of_approval();

-- A handoff may be a call that a customer asked for: `call_back`, with whom to call.
ALTER TABLE handoffs
    ADD COLUMN contact text;

-- Taking a call is the answer that was due. Statements that record a claim also set `ended_at`, so
-- that the triggers on it see this change.
CREATE FUNCTION take_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.first_replied_at := coalesce(NEW.first_replied_at, NEW.claimed_at);
    NEW.awaiting_since := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER call_taken BEFORE UPDATE ON handoffs
    FOR EACH ROW WHEN (NEW.kind = 'call_back' AND NEW.status = 'claimed' AND OLD.status = 'waiting')
    EXECUTE FUNCTION take_call();

-- Waiting customers whose stream was open, and who has left: since when.
ALTER TABLE handoffs ADD COLUMN abandoned_at timestamptz;
CREATE TABLE customer_sightings (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id)
) WITH (fillfactor = 70);

-- A chat that ends before anybody came was abandoned, if it was not before.
CREATE FUNCTION abandon_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.abandoned_at := coalesce(NEW.abandoned_at, NEW.ended_at);
    RETURN NEW;
END $$;
CREATE TRIGGER handoff_abandoned BEFORE UPDATE ON handoffs
    FOR EACH ROW WHEN (
        OLD.status = 'waiting' AND NEW.status = 'cancelled' AND NEW.kind = 'chat'
    ) EXECUTE FUNCTION abandon_handoff();
