-- Runs once, when the data volume is empty: a database for each system, each with its own role.
-- The product's role owns its database but is no superuser, so row-level security holds it.
\set product_password `echo "$DURALOGUE_DATABASE_PASSWORD"`
\set unleash_password `echo "$UNLEASH_DATABASE_PASSWORD"`

CREATE ROLE duralogue LOGIN PASSWORD :'product_password';
CREATE DATABASE duralogue OWNER duralogue;
CREATE ROLE unleash LOGIN PASSWORD :'unleash_password';
CREATE DATABASE unleash OWNER unleash;

\connect duralogue
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
