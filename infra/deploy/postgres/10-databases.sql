-- Runs once, when the data volume is empty: a database for each system, each with its own role.
-- The product's role owns its database but is no superuser, so row-level security holds it.
\set product_password `echo "$DURALOGUE_DATABASE_PASSWORD"`

CREATE ROLE duralogue LOGIN PASSWORD :'product_password';
CREATE DATABASE duralogue OWNER duralogue;
-- The example shop's: used with the compose profile `example` alone.
CREATE ROLE shop LOGIN PASSWORD :'product_password';
CREATE DATABASE shop OWNER shop;

\connect duralogue
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
