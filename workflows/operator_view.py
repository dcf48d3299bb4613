"""The operator's view of a conversation, in the Temporal UI and in `get_state`."""

from domain.conversations import ConversationStatus, ConversationView, Owner
from workflows.conversation_state import ConversationInput


def status_of(state: ConversationInput) -> ConversationStatus:
    """What the conversation waits for between turns."""
    if state.owner is Owner.HUMAN_AGENT:
        return ConversationStatus.WITH_HUMAN
    if state.handoff is not None:
        return ConversationStatus.WAITING_FOR_HUMAN
    if state.approvals:
        return ConversationStatus.WAITING_FOR_APPROVAL
    if state.deferred:
        return ConversationStatus.WAITING_FOR_BACKEND
    return ConversationStatus.WAITING_FOR_CUSTOMER


def view_of(state: ConversationInput) -> ConversationView:
    """The state as the API shows it."""
    flow, step, waiting_for = _where(state)
    return ConversationView(
        tenant_id=state.tenant_id,
        conversation_id=state.conversation_id,
        channel=state.channel,
        status=state.status,
        owner=state.owner,
        assigned_agent=state.handoff.assigned_agent if state.handoff else None,
        handoff_id=state.handoff.handoff_id if state.handoff else None,
        session=state.session,
        turns=state.turns,
        revision=state.revision,
        flow=flow,
        step=step,
        waiting_for=waiting_for,
        pending_messages=len(state.inbox),
        approvals=tuple(state.approvals),
        deferred_calls=tuple(f"{p.call.tool} ({cid})" for cid, p in state.deferred.items()),
        waits=tuple(sorted(state.waits.values())),
        slots=dict(state.dialogue.slots),
    )


def details_of(state: ConversationInput) -> str:
    """Markdown for the UI: who, where in which flow, waiting for what."""
    flow, step, waiting_for = _where(state)
    customer = state.dialogue.customer
    lines = [
        f"**{state.status.replace('_', ' ').capitalize()}** on {state.channel}",
        "",
        f"- session {state.session}, {state.turns} turns, revision `{state.revision[:12]}`",
        f"- customer: {'verified, `' + customer.customer_id + '`' if customer else 'anonymous'}",
        f"- owner: {_owner(state)}",
        f"- flow: {f'`{flow}` at `{step}`' if flow else 'none'}",
        f"- waiting for: {waiting_for or 'the customer'}",
        f"- last turn: {state.last_step() or 'none'}",
    ]
    lines += [f"- approval `{key}`: {open_.name}" for key, open_ in state.approvals.items()]
    lines += [
        f"- deferred: {open_.call.tool}, {open_.attempts} attempts, gives up {open_.give_up_at}"
        for open_ in state.deferred.values()
    ]
    lines += [f"- waits until {moment}" for moment in sorted(state.waits.values())]
    if len(state.recent) > 1:
        lines += ["", "| ended at (UTC) | what the turn did |", "|---|---|"]
        lines += [
            f"| {turn.ended_at or turn.started_at:%H:%M:%S} | {turn.summary} |"
            for turn in reversed(state.recent)
        ]
    return "\n".join(lines)


def _owner(state: ConversationInput) -> str:
    if state.owner is Owner.BOT:
        return "the bot" if state.handoff is None else f"the bot, queued in `{state.handoff.queue}`"
    return f"human agent {state.handoff.assigned_agent if state.handoff else '?'}"


def _where(state: ConversationInput) -> tuple[str | None, str | None, str | None]:
    frames = state.dialogue.stack or state.dialogue.parked
    if not frames:
        return None, None, None
    frame = frames[-1]
    waiting = f"{frame.waiting.on} {frame.waiting.ref}" if frame.waiting else None
    return frame.flow, frame.path[-1] if frame.path else None, waiting
