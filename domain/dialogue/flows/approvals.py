"""Asking a person for approval, bound to exactly what they were shown."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from domain.bot.model import Flow
from domain.business_hours import after
from domain.dialogue.commands import AskApproval
from domain.dialogue.draft import Draft
from domain.dialogue.flows.frames import park
from domain.dialogue.positions import Position, walk
from domain.dialogue.state import Waiting
from domain.dialogue.text.rendering import composite_in_words
from domain.patience import Patience

_EXPIRES = Patience(lasts=timedelta(hours=24))


def ask(draft: Draft, position: Position) -> None:
    """Ask, tell the customer, and let the flow wait."""
    step, tenant = position.step, draft.bot.tenant
    approval_id = draft.new_id()
    hours, holidays = tenant.business_hours, draft.bot.holidays
    draft.say("waiting_for_approval")
    draft.emit(
        AskApproval(
            approval_id=approval_id,
            name=step.approve or "",
            by_role=(step.by or "supervisor").removeprefix("role:"),
            shown=_shown(draft, position),
            digest=digest(draft, position),
            remind_at=after(draft.at, step.remind, hours, holidays) if step.remind else None,
            expires_at=after(draft.at, step.expire or _EXPIRES, hours, holidays),
        )
    )
    park(draft, Waiting(on="approval", ref=approval_id))


def digest(draft: Draft, position: Position) -> str:
    """Of what is shown and of what later writes will be called with, as far as it is known."""
    front = draft.front
    flow = draft.flow_of(front) if front else None
    bound = {
        "name": position.step.approve,
        "shown": _shown(draft, position),
        "writes": _bound(draft, flow, position) if flow else {},
    }
    canonical = json.dumps(bound, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_void(draft: Draft) -> bool:
    """Whether what was approved has changed; then the flow goes back and asks again."""
    front = draft.front
    if front is None or front.approved is None:
        return False
    step_id, approved = front.approved
    flow = draft.flow_of(front)
    position = next((p for p in walk(flow) if p.step.id == step_id), None) if flow else None
    if position is None or digest(draft, position) == approved:
        return False
    draft.set_prefix("approval_renewed")
    draft.change_front(path=position.path, approved=None)
    return True


def _shown(draft: Draft, position: Position) -> dict[str, Any]:
    return {name: _in_words(draft, name) for name in position.step.show}


def _in_words(draft: Draft, name: str) -> Any:
    """A list of things as one line; anything else as it is kept."""
    slot, value = draft.bot.slots.get(name), draft.value(name)
    if slot is None or slot.composite is None or value is None:
        return value
    first = next(iter(draft.bot.tenant.branding.locales), draft.state.locale)
    state = draft.state.model_copy(update={"locale": first})  # bound to what is shown
    return composite_in_words(draft.bot, state, slot, value)


def _bound(draft: Draft, flow: Flow, position: Position) -> dict[str, Any]:
    """Inputs of the writes that follow; those that a later call will produce come too late."""
    positions = list(walk(flow))
    later = positions[next(i for i, p in enumerate(positions) if p.step.id == position.step.id) :]
    tools = [
        (p.step, draft.bot.tools[p.step.call]) for p in later if p.step.call in draft.bot.tools
    ]
    produced = {tool.returns for _, tool in tools} | {s for step, _ in tools for s in step.set}
    return {
        f"{tool.name}.{name}": draft.value(source)
        for step, tool in tools
        if tool.effect.writes
        for name, source in (tool.inputs | step.inputs).items()
        if not source.startswith("'") and source.split(".")[0] not in produced
    }
