"""The schema, revision by revision; forward only."""

from infra.postgres.migrate import is_current, upgrade

__all__ = ["is_current", "upgrade"]
