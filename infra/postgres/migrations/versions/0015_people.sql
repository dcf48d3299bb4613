-- Who has written in which conversation, by their keys: nobody can tell a number or a name from one.
CREATE TABLE conversation_people (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    person text NOT NULL,
    wrote_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, person)
);
CREATE INDEX conversation_people_by_person
    ON conversation_people (tenant_id, person, wrote_at DESC);

-- Every change, so that a repeat of an old one changes nothing; the latest of a person holds.
CREATE TABLE consents (
    tenant_id text NOT NULL,
    person text NOT NULL,
    event_id text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    is_opted_out boolean NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person, event_id)
);
CREATE INDEX consents_latest ON consents (tenant_id, person, at DESC, number DESC);

-- The latest word on each of the provider's messages; a long reply may have taken several.
CREATE TABLE delivery_reports (
    tenant_id text NOT NULL,
    delivery_id text NOT NULL,
    provider_message_id text NOT NULL,
    status text NOT NULL CHECK (
        status IN ('queued', 'sent', 'delivered', 'read', 'undelivered', 'failed')
    ),
    code text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, delivery_id, provider_message_id),
    FOREIGN KEY (tenant_id, delivery_id) REFERENCES deliveries ON DELETE CASCADE
);

-- As before, and who wrote. Workers of the release before name nobody.
ALTER FUNCTION commit_side_effects(text, text, timestamptz, jsonb) RENAME TO commit_staff_effects;
CREATE FUNCTION commit_side_effects(
    p_tenant text, p_conversation text, p_at timestamptz, p jsonb
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM commit_staff_effects(p_tenant, p_conversation, p_at, p);
    INSERT INTO conversation_people AS known (tenant_id, conversation_id, person, wrote_at)
    SELECT p_tenant, p_conversation, w.person, max(w.at)
    FROM jsonb_to_recordset(coalesce(p -> 'people', '[]')) AS w (person text, at timestamptz)
    GROUP BY w.person
    ON CONFLICT (tenant_id, conversation_id, person) DO UPDATE SET
        wrote_at = greatest(known.wrote_at, excluded.wrote_at);
END $$;
