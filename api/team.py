"""The team of a tenant's desk."""

from api.dependencies import Gateway
from domain.staff import Permission, StaffRecord


async def takers(gateway: Gateway, tenant_id: str) -> list[StaffRecord]:
    """Everybody who may take handoffs, until they are revoked. A token that has run out makes
    nobody leave: they may sign in by password or at the tenant's provider."""
    return [
        each
        for each in await gateway.ports.staff.listed(tenant_id)
        if each.may(Permission.TAKE_HANDOFFS) and each.revoked_at is None
    ]
