-- What was given up, for operators to list: few rows of a large table.
CREATE INDEX deliveries_dead ON deliveries (tenant_id, created_at)
    WHERE status IN ('failed', 'unknown');
