-- What a list of handoffs shows, and what the clocks of service levels read. The workflows decide;
-- these columns are what they, and the triggers below, last said.
ALTER TABLE handoffs
    ADD COLUMN channel text NOT NULL DEFAULT '',
    ADD COLUMN locale text NOT NULL DEFAULT '',
    ADD COLUMN customer_ref text,
    ADD COLUMN preview text NOT NULL DEFAULT '',
    ADD COLUMN last_message_at timestamptz,
    ADD COLUMN last_message_by text,
    ADD COLUMN awaiting_since timestamptz,
    ADD COLUMN first_replied_at timestamptz,
    ADD COLUMN preferred_agent text,
    ADD COLUMN offered_to text,
    ADD COLUMN offer_expires_at timestamptz,
    ADD COLUMN on_hold_since timestamptz,
    ADD COLUMN snoozed_until timestamptz,
    ADD COLUMN due_at timestamptz,
    ADD COLUMN due_for text,
    ADD COLUMN warned_at timestamptz,
    ADD COLUMN breached_at timestamptz,
    ADD COLUMN disposition text NOT NULL DEFAULT '',
    ADD COLUMN kind text NOT NULL DEFAULT 'chat';
CREATE INDEX handoffs_of_conversation ON handoffs (tenant_id, conversation_id, opened_at DESC);
CREATE INDEX handoffs_open ON handoffs (tenant_id, conversation_id) WHERE ended_at IS NULL;
CREATE INDEX handoffs_of_agent ON handoffs (tenant_id, assigned_agent) WHERE ended_at IS NULL;

-- What an agent can do, as an administrator or supervisor says it. No queues: all of them.
CREATE TABLE agent_profiles (
    tenant_id text NOT NULL,
    agent text NOT NULL,
    queues text[] NOT NULL DEFAULT '{}',
    skills text[] NOT NULL DEFAULT '{}',
    languages text[] NOT NULL DEFAULT '{}',
    capacity integer,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, agent)
);

-- What an agent has chosen, and until when their browser, or whatever stands for them, was heard.
CREATE TABLE agent_presence (
    tenant_id text NOT NULL,
    agent text NOT NULL,
    chosen text NOT NULL,
    since timestamptz NOT NULL,
    heard_until timestamptz NOT NULL,
    idle_since timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, agent)
) WITH (fillfactor = 70);

-- Who has a conversation open on their desk: it then hears of everything said in it.
CREATE TABLE desk_watches (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    agent text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, agent)
) WITH (fillfactor = 70);

-- One numbered stream for all desks of a tenant. `queue` and `agent` say who may see an event:
-- null is everybody.
CREATE TABLE desk_streams (
    tenant_id text PRIMARY KEY,
    last_seq bigint NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE desk_events (
    tenant_id text NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    queue text,
    agent text,
    conversation_id text,
    data jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX desk_events_by_age ON desk_events (tenant_id, at);

-- Numbers are given in the order of commit, gapless: the counter's row stays locked until then, so
-- it must be the last lock that a transaction takes. Everything that calls this is a deferred
-- trigger, or the end of a transaction.
CREATE FUNCTION tell_desk(
    p_tenant text, p_kind text, p_queue text, p_agent text, p_conversation text, p_data jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_seq bigint;
BEGIN
    INSERT INTO desk_streams AS s (tenant_id, last_seq) VALUES (p_tenant, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET last_seq = s.last_seq + 1
    RETURNING s.last_seq INTO v_seq;
    INSERT INTO desk_events (tenant_id, seq, kind, queue, agent, conversation_id, data, at)
    VALUES (p_tenant, v_seq, p_kind, p_queue, p_agent, p_conversation, p_data, clock_timestamp());
    PERFORM pg_notify('desk_events', p_tenant);
END $$;

CREATE FUNCTION tell_desk_of_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Of several changes in one transaction only the last is told: nobody ever saw the others.
    IF EXISTS (
        SELECT FROM handoffs h WHERE h.tenant_id = NEW.tenant_id AND h.handoff_id = NEW.handoff_id
        AND h.* IS NOT DISTINCT FROM NEW.*
    ) THEN
        PERFORM tell_desk(
            NEW.tenant_id, 'handoff', NEW.queue, NULL, NEW.conversation_id,
            to_jsonb(NEW)
        );
    END IF;
    -- Whoever may see only the queue that it has left must hear that it is gone.
    IF TG_OP = 'UPDATE' AND OLD.queue <> NEW.queue THEN
        PERFORM tell_desk(
            NEW.tenant_id, 'handoff', OLD.queue, NULL, NEW.conversation_id,
            jsonb_build_object('handoff_id', NEW.handoff_id, 'moved_to', NEW.queue)
        );
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER handoff_added AFTER INSERT ON handoffs
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_desk_of_handoff();
CREATE CONSTRAINT TRIGGER handoff_changed AFTER UPDATE ON handoffs
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION tell_desk_of_handoff();

-- To those who serve the conversation's queue; to everybody where it was never handed off. Whom it
-- was escalated to by name hears of it besides.
CREATE FUNCTION tell_desk_of_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_queue text;
    v_name text := to_jsonb(NEW) ->> 'escalated_to';
BEGIN
    SELECT queue INTO v_queue FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    ORDER BY ended_at IS NULL DESC, opened_at DESC, handoff_id DESC LIMIT 1;
    PERFORM tell_desk(
        NEW.tenant_id, 'approval', v_queue, NULL, NEW.conversation_id, to_jsonb(NEW)
    );
    IF v_queue IS NOT NULL AND v_name NOT LIKE 'role:%' THEN
        PERFORM tell_desk(
            NEW.tenant_id, 'approval', NULL, v_name, NEW.conversation_id, to_jsonb(NEW)
        );
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approval_added AFTER INSERT ON approvals
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_desk_of_approval();
CREATE CONSTRAINT TRIGGER approval_changed AFTER UPDATE ON approvals
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.status, OLD.note, OLD.remind_at, OLD.expires_at)
        IS DISTINCT FROM (NEW.status, NEW.note, NEW.remind_at, NEW.expires_at))
    EXECUTE FUNCTION tell_desk_of_approval();

-- Heartbeats alone are no news.
CREATE FUNCTION tell_desk_of_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_desk(
        NEW.tenant_id, 'presence', NULL, NULL, NULL,
        to_jsonb(NEW) - 'heard_until'
    );
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER presence_added AFTER INSERT ON agent_presence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_desk_of_presence();
CREATE CONSTRAINT TRIGGER presence_changed AFTER UPDATE ON agent_presence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.chosen <> NEW.chosen) EXECUTE FUNCTION tell_desk_of_presence();

-- What the list shows of a handoff that has just begun.
CREATE FUNCTION begin_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT c.channel, c.customer_ref INTO NEW.channel, NEW.customer_ref FROM conversations c
    WHERE c.tenant_id = NEW.tenant_id AND c.conversation_id = NEW.conversation_id;
    NEW.channel := coalesce(NEW.channel, '');
    SELECT left(m.text, 140), m.at, m.role, m.at
    INTO NEW.preview, NEW.last_message_at, NEW.last_message_by, NEW.awaiting_since
    FROM messages m
    WHERE m.tenant_id = NEW.tenant_id AND m.conversation_id = NEW.conversation_id
    AND m.role = 'customer' ORDER BY m.seq DESC LIMIT 1;
    NEW.preview := coalesce(NEW.preview, '');
    RETURN NEW;
END $$;
CREATE TRIGGER handoff_begins BEFORE INSERT ON handoffs
    FOR EACH ROW EXECUTE FUNCTION begin_handoff();

-- At once, not deferred: locks are taken in the order conversation, handoff, and the counter last.
CREATE FUNCTION note_messages_in_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
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
        AND m.seq > OLD.last_seq AND m.role <> 'system'
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
-- Words that the customer has corrected or taken back stand in no list any more.
CREATE FUNCTION note_changed_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE handoffs SET preview = left(coalesce(NEW.data ->> 'text', ''), 140)
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    AND ended_at IS NULL AND last_message_by = 'customer'
    AND last_message_at = (
        SELECT m.at FROM messages m
        WHERE m.tenant_id = NEW.tenant_id AND m.conversation_id = NEW.conversation_id
        AND m.role = 'customer' AND m.message_id = NEW.data ->> 'message_id'
    );
    RETURN NULL;
END $$;
CREATE TRIGGER message_changes AFTER INSERT ON conversation_events
    FOR EACH ROW WHEN (NEW.kind = 'message_changed') EXECUTE FUNCTION note_changed_message();

-- Whoever signs in while they wait is known by their name in the list.
CREATE FUNCTION note_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE handoffs SET customer_ref = NEW.customer_ref
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    AND ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER customer_known AFTER UPDATE OF customer_ref ON conversations
    FOR EACH ROW WHEN (NEW.customer_ref IS DISTINCT FROM OLD.customer_ref)
    EXECUTE FUNCTION note_customer();

CREATE TRIGGER conversation_said AFTER UPDATE OF last_seq ON conversations
    FOR EACH ROW WHEN (NEW.last_seq > OLD.last_seq)
    EXECUTE FUNCTION note_messages_in_handoff();

CREATE FUNCTION tell_desk_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_queue text;
    v_event record;
BEGIN
    PERFORM FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    AND ended_at IS NULL LIMIT 1;
    IF NOT FOUND THEN
        PERFORM FROM desk_watches WHERE tenant_id = NEW.tenant_id
        AND conversation_id = NEW.conversation_id AND until > clock_timestamp() LIMIT 1;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    -- The last one's, where none is open: what was said to one team is not everybody's to read.
    SELECT queue INTO v_queue FROM handoffs
    WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
    ORDER BY ended_at IS NULL DESC, opened_at DESC, handoff_id DESC LIMIT 1;
    FOR v_event IN
        SELECT seq, kind, data, at FROM conversation_events
        WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.conversation_id
        AND seq > OLD.last_seq AND seq <= NEW.last_seq ORDER BY seq
    LOOP
        PERFORM tell_desk(
            NEW.tenant_id, 'conversation', v_queue, NULL, NEW.conversation_id,
            to_jsonb(v_event)
        );
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER conversation_told AFTER UPDATE OF last_seq ON conversations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.last_seq > OLD.last_seq)
    EXECUTE FUNCTION tell_desk_of_conversation();
