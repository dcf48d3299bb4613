-- A customer's conversations are listed for them, on whichever device.
CREATE INDEX conversation_identities_of_customer
ON conversation_identities (tenant_id, customer_id)
WHERE customer_id IS NOT NULL AND ended_at IS NULL;
