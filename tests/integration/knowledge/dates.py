"""The day on which these tests look."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
