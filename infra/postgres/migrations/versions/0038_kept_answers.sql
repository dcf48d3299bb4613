-- One row for each answer that may be said again. `key_digest` stands for all it depends on beside
-- the question and the knowledge; it counts only while `generation` is shown and has not been
-- swapped since `made_at`, when the search for it began.
CREATE TABLE kept_answers (
    tenant_id text NOT NULL,
    entry_id text NOT NULL,
    key_digest text NOT NULL,
    locale text NOT NULL,
    generation integer NOT NULL,
    question text NOT NULL,
    vector vector NOT NULL,
    answer jsonb NOT NULL,
    chunk_ids text[] NOT NULL,
    document_ids text[] NOT NULL,
    made_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    hits bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, entry_id)
);
CREATE INDEX kept_answers_by_key ON kept_answers (tenant_id, key_digest);
CREATE INDEX kept_answers_by_use ON kept_answers (tenant_id, used_at);

ALTER TABLE generated_answers
    ADD COLUMN kept_entry text NOT NULL DEFAULT '',
    ADD COLUMN first_made_at timestamptz;
