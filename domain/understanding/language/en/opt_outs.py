"""Words by which people end text messages and begin them again, as the whole message."""

STOP = frozenset(
    {
        *("stop", "unsubscribe", "stopall", "stop all", "optout", "opt out", "revoke"),
        *("unsubscribe me", "opt me out", "stop texting", "stop texting me", "stop messaging me"),
    }
)
"""Wherever they write."""
STOP_ON_SMS = frozenset({"cancel", "end", "quit"})
"""By the carriers' rules, on SMS; elsewhere they are words like others."""
START = frozenset({"start", "unstop"})
BESIDE = frozenset({"please", "pls", "plz", "now", "thanks", "thx"})
"""Words beside them that change nothing."""
