-- For the search of the desk: contact is E.164; the query is normalised before it is compared.
CREATE INDEX IF NOT EXISTS handoffs_by_contact ON handoffs (tenant_id, contact, opened_at)
    WHERE contact IS NOT NULL;
