-- What was read out of a page, a PDF and the like; of markdown, `body` is kept as it is written.
-- `source` is '' for the tenant's files: publishing them leaves what came from the web alone.
ALTER TABLE knowledge_sources
    ADD COLUMN sections jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN source text NOT NULL DEFAULT '';

-- A tenant's sources.yaml as it was last stored.
CREATE TABLE knowledge_settings (
    tenant_id text PRIMARY KEY,
    settings jsonb NOT NULL
);

-- A source that was looked at to its end.
CREATE TABLE knowledge_checks (
    tenant_id text NOT NULL,
    source text NOT NULL,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, source)
);

-- Pages of sources: what the site said of them last, and how far a refresh has come. `listed_in` and
-- `read_in` name refreshes, so that one that is run again goes on where it was.
CREATE TABLE knowledge_pages (
    tenant_id text NOT NULL,
    source text NOT NULL,
    url text NOT NULL,
    document_id text NOT NULL,
    title text NOT NULL DEFAULT '',
    etag text,
    last_modified text,
    raw_hash text NOT NULL DEFAULT '',
    is_gone boolean NOT NULL DEFAULT false,
    listed_in text NOT NULL,
    read_in text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, source, url)
);

-- What is not indexed as it should be, until it is mended. `name` is a file, a page's address, or ''
-- for the source as a whole.
CREATE TABLE knowledge_failures (
    tenant_id text NOT NULL,
    source text NOT NULL,
    name text NOT NULL,
    reason text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, source, name)
);
