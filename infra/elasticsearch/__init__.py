"""Elasticsearch as a second place to search a tenant's knowledge; PostgreSQL stays the truth."""
