"""Rules by which an agent may claim a waiting handoff."""

from domain.desk.agents import AgentProfile
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.handoffs import Handoff, HandoffStatus


def claim_refusal(
    handoff: Handoff, profile: AgentProfile, settings: DeskSettings, load: int
) -> str | None:
    """The reason, said to the agent; None where they may.

    One that is not waiting is left to its conversation, which alone knows who has it.
    """
    if handoff.status is not HandoffStatus.WAITING or handoff.offered_to == profile.agent:
        return None
    if handoff.offered_to is not None:
        return f"This handoff is offered to {handoff.offered_to}."
    if settings.assignment is AssignmentPolicy.PUSH:
        return "This handoff is offered to nobody yet: it goes to whoever has been free longest."
    return _over_capacity(handoff, profile, settings, load)


def _over_capacity(
    handoff: Handoff, profile: AgentProfile, settings: DeskSettings, load: int
) -> str | None:
    capacity = settings.capacity if profile.capacity is None else profile.capacity
    cost = min(settings.weight(handoff.channel), capacity)
    if capacity and load + cost <= capacity:
        return None
    return f"You have {load} of {capacity} points, and this conversation takes {max(cost, 1)} more."
