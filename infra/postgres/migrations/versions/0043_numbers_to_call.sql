-- The search of the desk looks for the number, whichever way it is written there.
CREATE INDEX handoffs_by_contact ON handoffs (tenant_id, contact, opened_at)
    WHERE contact IS NOT NULL;
