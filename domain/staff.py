"""The tenant's own people: human agents, supervisors and operators."""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from domain.errors import InvalidInput, NotAllowed
from domain.values import Frozen

TOKEN_LIFE: Final = timedelta(days=90)
"""How long a staff token opens the door where nobody says otherwise."""
SESSION_LIFE: Final = timedelta(hours=12)
"""How long a signed-in browser may rest; whoever uses it begins the twelve hours again."""
SESSION_END: Final = timedelta(days=7)
"""Then it is over, however much it was used."""
_LONGEST_NAME: Final = 60
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters to Unicode, nothing to the eye."""


class StaffRole(StrEnum):
    """Whose work somebody does; `PERMISSIONS` says what each may."""

    AGENT = "agent"
    """Takes handoffs."""
    SUPERVISOR = "supervisor"
    """Approves, and leads agents."""
    ADMIN = "admin"
    """Keeps the tenant's desk and its people."""
    AUDITOR = "auditor"
    """Reads everything and changes nothing."""
    OPERATOR = "operator"
    """Repairs and publishes, and does not speak to customers."""


class Permission(StrEnum):
    """What somebody may do, as routes ask for it."""

    READ_CONVERSATIONS = "read_conversations"
    TAKE_HANDOFFS = "take_handoffs"
    DECIDE_APPROVALS = "decide_approvals"
    SUPERVISE = "supervise"
    """See who does what, reassign, take over."""
    MANAGE_DESK = "manage_desk"
    """Profiles of agents, replies and views that all share."""
    READ_REPORTS = "read_reports"
    READ_MODEL_USAGE = "read_model_usage"
    """What the tenant's hosted models took, and whether customers are served by them."""
    MANAGE_STAFF = "manage_staff"
    READ_AUDIT = "read_audit"
    REPAIR = "repair"
    PUBLISH = "publish"
    DELIVER_AGAIN = "deliver_again"


_AGENTS: Final = frozenset({Permission.READ_CONVERSATIONS, Permission.TAKE_HANDOFFS})
_SUPERVISORS: Final = _AGENTS | {
    Permission.DECIDE_APPROVALS,
    Permission.SUPERVISE,
    Permission.MANAGE_DESK,
    Permission.READ_REPORTS,
    Permission.READ_MODEL_USAGE,
}
PERMISSIONS: Final[Mapping[StaffRole, frozenset[Permission]]] = {
    StaffRole.AGENT: _AGENTS,
    StaffRole.SUPERVISOR: _SUPERVISORS,
    StaffRole.ADMIN: _SUPERVISORS | {Permission.MANAGE_STAFF, Permission.READ_AUDIT},
    StaffRole.AUDITOR: frozenset(
        {
            Permission.READ_CONVERSATIONS,
            Permission.READ_REPORTS,
            Permission.READ_MODEL_USAGE,
            Permission.READ_AUDIT,
        }
    ),
    StaffRole.OPERATOR: frozenset(
        {
            Permission.READ_CONVERSATIONS,
            Permission.REPAIR,
            Permission.PUBLISH,
            Permission.DELIVER_AGAIN,
            Permission.READ_MODEL_USAGE,
        }
    ),
}
_STANDS_IN: Final[Mapping[StaffRole, frozenset[StaffRole]]] = {
    StaffRole.SUPERVISOR: frozenset({StaffRole.AGENT}),
    StaffRole.ADMIN: frozenset({StaffRole.AGENT, StaffRole.SUPERVISOR}),
}
"""Whom a flow's `by: role:…` means besides those of that very role."""


def require(role: StaffRole, permission: Permission) -> None:
    """Raise NotAllowed, naming who may."""
    if permission not in PERMISSIONS[role]:
        allowed = [each for each in StaffRole if permission in PERMISSIONS[each]]
        needed = (
            f"the role {allowed[0]}" if len(allowed) == 1 else f"a role of {', '.join(allowed)}"
        )
        raise NotAllowed(f"This needs {needed}; yours is {role}.").because("other-role")


def stands_in(role: StaffRole, wanted: str) -> bool:
    """Whether somebody of this role counts as one of the role that is wanted."""
    return role == wanted or wanted in _STANDS_IN.get(role, frozenset())


class StaffMember(Frozen):
    """One of a tenant's people, as their token names them."""

    tenant_id: str
    staff_id: str
    name: str
    role: StaffRole

    def may(self, permission: Permission) -> bool:
        """Whether their role allows it."""
        return permission in PERMISSIONS[self.role]


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


class SignInMethod(StrEnum):
    """By what somebody has signed in."""

    TOKEN = "token"  # noqa: S105 - a name
    PASSWORD = "password"  # noqa: S105 - a name
    PROVIDER = "provider"


class StaffSession(Frozen):
    """A browser that is signed in, as lists show it; never its cookie."""

    session_id: str
    staff_id: str
    name: str
    method: SignInMethod
    began_at: AwareDatetime
    used_at: AwareDatetime
    """To the hour."""
    ends_at: AwareDatetime
