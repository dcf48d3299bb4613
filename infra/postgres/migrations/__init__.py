"""The schema, revision by revision; forward only."""
