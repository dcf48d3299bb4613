"""Wake-ups of tenants' desks from the gateway."""

from api.desk_bell import DeskBell
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.tenant_settings import Branding, TenantConfig
from infra.memory.desk import MemoryDeskWakes


def a_tenant(assignment: AssignmentPolicy) -> TenantConfig:
    return TenantConfig(
        tenant="acme", branding=Branding(name="Ava"), desk=DeskSettings(assignment=assignment)
    )


async def test_heartbeats_of_many_desks_become_few_wake_ups() -> None:
    """
    Seldom where agents pull; a change wakes the desk at once in any case.
    """
    now, rung = [0.0], {}
    for policy in AssignmentPolicy:
        wakes = MemoryDeskWakes()
        bell = DeskBell(wakes, clock=lambda: now[0])
        for second in range(600):
            now[0] = float(second)
            await bell.heartbeat(a_tenant(policy))
        rung[policy] = len(wakes.woken)
        await bell.ring("acme")
        await bell.ring("acme")
        assert len(wakes.woken) == rung[policy] + 2

    assert rung == {AssignmentPolicy.PULL: 2, AssignmentPolicy.PUSH: 30}
