"""Rules by which an agent may claim a waiting handoff."""

from domain.desk.agents import AgentProfile
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.errors import Conflict
from domain.handoffs import Handoff, HandoffStatus


def claim_refusal(handoff: Handoff, agent: str, settings: DeskSettings) -> Conflict | None:
    """The reason, said to the agent; None where they may, given that they have room for it."""
    if handoff.offered_to == agent:
        return None
    if handoff.offered_to is not None:
        offered = Conflict(f"This handoff is offered to {handoff.offered_to}.")
        return offered.because("offered", handoff.offered_to)
    if settings.assignment is AssignmentPolicy.PUSH:
        return Conflict(
            "This handoff is offered to nobody yet: it goes to whoever has been free longest."
        ).because("in-turn")
    return None


def needs_room(handoff: Handoff, agent: str) -> bool:
    """An offer holds its room already, and one that is not waiting is left to its conversation,
    which alone knows who has it."""
    return handoff.status is HandoffStatus.WAITING and handoff.offered_to != agent


def has_room(profile: AgentProfile, settings: DeskSettings, channel: str, load: int) -> bool:
    """Whether the agent can take one more of this channel."""
    capacity = _capacity(profile, settings)
    return capacity > 0 and load + min(settings.weight(channel), capacity) <= capacity


def room_refusal(profile: AgentProfile, settings: DeskSettings, channel: str, load: int) -> str:
    """The reason, said to an agent who has no room."""
    capacity = _capacity(profile, settings)
    cost = max(min(settings.weight(channel), capacity), 1)
    return f"You have {load} of {capacity} points, and this conversation takes {cost} more."


def _capacity(profile: AgentProfile, settings: DeskSettings) -> int:
    return settings.capacity if profile.capacity is None else profile.capacity
