"""Words by which people end text messages and begin them again, as the whole message."""

STOP = frozenset({"stop", "unsubscribe", "stopall", "stop all", "optout", "opt out", "revoke"})
"""Wherever they write."""
STOP_ON_SMS = frozenset({"cancel", "end", "quit"})
"""By the carriers' rules, on SMS; elsewhere they are words like others."""
START = frozenset({"start", "unstop"})
