"""Temporal as production runs it: several servers on PostgreSQL, for chaos and measurements."""
