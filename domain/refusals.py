"""Reasons of refusals, for programs that say them in their reader's language."""

from typing import Final, Literal, get_args

DeskRefusal = Literal[
    "newer-messages",
    "over",
    "taken",
    "offered",
    "in-turn",
    "not-offered",
    "not-passed-on",
    "unclaimed",
    "call-back",
    "no-room",
    "not-found",
    "not-allowed",
    "other-role",
    "supervisors-only",
    "own-request",
    "unavailable",
    "in-progress",
    "conflict",
    "long-over",
    "merged",
    "merge-itself",
    "merge-not-proven",
    "merge-other-customer",
    "merge-over",
    "merge-taken",
    "too-many",
]
"""What an agent's desk says in words of its own."""
PageRefusal = Literal[
    "password-length",
    "password-few",
    "password-guessed",
    "no-such-version",
    "name-taken",
    "revoked",
    "no-name",
]
"""What plain pages say besides."""
RefusalCode = DeskRefusal | PageRefusal | Literal["not-linked", ""]
DESK_REFUSALS: Final = frozenset(get_args(DeskRefusal))
