-- A row for each tenant that demands a second factor of its staff.
CREATE TABLE second_factor_demands (
    tenant_id text PRIMARY KEY,
    demanded_by text NOT NULL,
    demanded_at timestamptz NOT NULL DEFAULT now()
);
-- Whether this browser has shown one. Sessions of before are asked once.
ALTER TABLE staff_sessions ADD COLUMN has_factor boolean NOT NULL DEFAULT false;
