-- One row for each attempt to answer with a hosted model: names, numbers and places in the answer,
-- and no word of anybody's. What was said stands in the transcript.
CREATE TABLE generated_answers (
    tenant_id text NOT NULL,
    conversation_id text NOT NULL,
    turn text NOT NULL,
    attempt integer NOT NULL,
    at timestamptz NOT NULL,
    ending text NOT NULL,
    prompt text NOT NULL,
    model text NOT NULL,
    connection text NOT NULL,
    chunks jsonb NOT NULL,
    citations jsonb NOT NULL,
    verdicts jsonb NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    is_estimated boolean NOT NULL,
    cost numeric(18, 9),
    requests integer NOT NULL,
    first_word_ms double precision,
    total_ms double precision NOT NULL,
    quoted_instead boolean NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, turn, attempt)
);
CREATE INDEX generated_answers_by_time ON generated_answers (tenant_id, conversation_id, at);
