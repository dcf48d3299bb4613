"""The tenant's own people: human agents, supervisors and operators."""

from enum import StrEnum

from domain.messages import Frozen


class StaffRole(StrEnum):
    """`operator` may repair and publish, `supervisor` approves, `agent` takes handoffs."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


class StaffMember(Frozen):
    tenant_id: str
    name: str
    role: StaffRole
