#!/bin/sh
# Creates or upgrades Temporal's own databases; safe to run at every start.
set -eu

for database in temporal temporal_visibility; do
  versioned="/etc/temporal/schema/postgresql/v12/${database#temporal_}/versioned"
  sql() { temporal-sql-tool --plugin postgres12 --ep postgres --port 5432 --user postgres --db "$database" "$@"; }
  sql create
  sql setup-schema --version 0.0
  sql update-schema --schema-dir "$versioned"
done
