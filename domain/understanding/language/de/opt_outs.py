"""Words by which people end text messages and begin them again, as the whole message."""

STOP = frozenset(
    {"stopp", "stoppen", "abmelden", "abbestellen", "keine sms mehr", "keine nachrichten mehr"}
)
"""Wherever they write."""
STOP_ON_SMS = frozenset({"beenden"})
"""On SMS; elsewhere they are words like others."""
START = frozenset({"anmelden", "starten"})
BESIDE = frozenset({"bitte", "danke", "jetzt", "sofort"})
"""Words beside them that change nothing."""
