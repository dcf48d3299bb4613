"""The tenant's own people: human agents, supervisors and operators."""

import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from domain.errors import InvalidInput
from domain.values import (
    Frozen,
)

TOKEN_LIFE: Final = timedelta(days=90)
"""How long a staff token opens the door where nobody says otherwise."""
SESSION_LIFE: Final = timedelta(hours=12)
"""How long a signed-in browser may rest; whoever uses it begins the twelve hours again."""
_LONGEST_NAME: Final = 60
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters to Unicode, nothing to the eye."""


class StaffRole(StrEnum):
    """`operator` may repair and publish, `supervisor` approves, `agent` takes handoffs."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


class StaffMember(Frozen):
    """One of a tenant's people, as their token names them."""

    tenant_id: str
    staff_id: str
    name: str
    role: StaffRole


class StaffRecord(StaffMember):
    """What is known of somebody's token; never the token."""

    added_at: AwareDatetime
    expires_at: AwareDatetime
    last_used_at: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None


def staff_name(written: str) -> str:
    """The name as it is stored. Raise InvalidInput for what customers could not read."""
    name = unicodedata.normalize("NFC", written.strip())
    is_readable = name.isprintable() and not _BLANK_LETTERS.intersection(name)
    if not (is_readable and len(name) <= _LONGEST_NAME and any(map(str.isalnum, name))):
        raise InvalidInput("name", f"1 to {_LONGEST_NAME} visible characters")
    return name
