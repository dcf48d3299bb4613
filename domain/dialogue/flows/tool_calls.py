"""Calling a tool: who may, with which arguments, under which key."""

from typing import Any

from domain.bot import templates
from domain.bot.defaults import ORDER_EMAIL
from domain.bot.model import VERIFIED_CUSTOMER, Step, Tool
from domain.dialogue.commands import CallTool
from domain.dialogue.draft import Draft
from domain.dialogue.flows import approvals, asked_calls, slot_filling, transitions
from domain.dialogue.positions import Position
from domain.dialogue.state import AskedByTool, DoneWrite, FlowFrame, Waiting
from domain.messages import VerifiedCustomer
from domain.proofs_of_ownership import TOO_MANY
from domain.tools import Effect


def call(draft: Draft, position: Position) -> None:
    """Call the step's tool, once everything that it needs is there."""
    step, front = position.step, draft.front
    tool = draft.bot.tools.get(step.call or "")
    if tool is None or front is None:
        refuse(draft, position, "no_such_tool")
        return
    if tool.requires == VERIFIED_CUSTOMER and draft.customer is None:
        draft.say("need_login")
        transitions.end_flow(draft, failed=True)
        return
    if _lacks_email(draft, tool, step):
        draft.ask_slot(draft.bot.slots[ORDER_EMAIL])
        return
    if tool.effect.writes and approvals.is_void(draft):
        return
    if front.asked is not None and not _asked_and_answered(draft, position, front.asked):
        return
    arguments = arguments_of(draft, tool, step, draft.customer)
    missing = _missing(draft, tool, step, arguments)
    if missing:
        refuse(draft, position, f"missing_{missing[0]}")
        return
    call_id = draft.new_id()
    frame = draft.front or front
    draft.emit(build(draft, tool, frame, arguments, call_id, customer=draft.customer))
    draft.change_front(waiting=Waiting(on="call", ref=call_id))


def refuse(draft: Draft, position: Position, code: str | None) -> None:
    """The backend said no, or could not be asked: the step's branch, or an offer of help."""
    draft.change(results={**draft.state.results, "refused": {"code": (code or "")[:60]}})
    if code == TOO_MANY and not any(TOO_MANY in (s.when or "") for s in position.step.on_refused):
        # a tenant's own branch might ask for the e-mail again; earlier revisions have no sentence
        draft.offer_human("cannot_check" if "cannot_check" in draft.bot.responses else "refused")
        transitions.end_flow(draft, failed=True)
        return
    if position.step.on_refused:
        transitions.enter(draft, position.step.on_refused, position, is_failure_branch=True)
        return
    draft.offer_human("refused")
    transitions.end_flow(draft, failed=True)


def outstanding(draft: Draft, frame: FlowFrame) -> CallTool | None:
    """The frame's call, made again from what it was made of, for the customer who asked for it.

    The frame must be in front.
    """
    call_id = frame.waiting.ref if frame.waiting else ""
    customer = draft.customer_of(frame)
    if frame.is_compensating:
        last = frame.done[-1] if frame.done else None
        known = last is not None and last.undo in draft.bot.tools
        return undoing_call(draft, last, call_id, customer) if last and known else None
    position = draft.position_of(frame)
    tool = draft.bot.tools.get(position.step.call or "") if position else None
    if position is None or tool is None:
        return None
    arguments = arguments_of(draft, tool, position.step, customer)
    return build(draft, tool, frame, arguments, call_id, customer=customer)


def build(
    draft: Draft,
    tool: Tool,
    frame: FlowFrame,
    arguments: dict[str, Any],
    call_id: str,
    *,
    customer: VerifiedCustomer | None,
) -> CallTool:
    """The command for a call, under the key that makes it safe to repeat."""
    return CallTool(
        call_id=call_id,
        tool=tool.name,
        arguments=arguments,
        effect=tool.effect,
        idempotency_key=_key(draft, tool, frame, arguments),
        keep=draft.bot.kept_results.get(tool.returns, ()),
        timeout=tool.timeout,
        attempts=tool.retry.attempts,
        once_by=tool.once_by,
        customer=customer,
        **asked_calls.continued(frame.asked),
    )


def arguments_of(
    draft: Draft, tool: Tool, step: Step, customer: VerifiedCustomer | None
) -> dict[str, Any]:
    """Those that have a value. Of whom the site has vouched for, no e-mail is needed."""
    found = {
        name: None if source == ORDER_EMAIL and customer else _source(draft, source)
        for name, source in (tool.inputs | step.inputs).items()
    }
    return {name: value for name, value in found.items() if value is not None}


def done_write(draft: Draft, tool: Tool, frame: FlowFrame, position: Position) -> DoneWrite:
    """What to do if this write must be taken back; its result is at hand."""
    undo, nothing_special = draft.bot.tools.get(tool.undo or ""), Step(id="undo")
    if undo is None:
        return DoneWrite(tool=tool.name)
    customer = draft.customer_of(frame)
    arguments = arguments_of(draft, undo, nothing_special, customer)
    if _missing(draft, undo, nothing_special, arguments):  # the backend did not say what it made
        return DoneWrite(tool=tool.name)
    key = _key(draft, tool, frame, arguments_of(draft, tool, position.step, customer))
    return DoneWrite(
        tool=tool.name,
        undo=undo.name,
        arguments=arguments,
        idempotency_key=f"{key}:undo",
    )


def undoing_call(
    draft: Draft, write: DoneWrite, call_id: str, customer: VerifiedCustomer | None
) -> CallTool:
    """The command that takes a write back."""
    undo = draft.bot.tools[write.undo]
    return CallTool(
        call_id=call_id,
        tool=undo.name,
        arguments=write.arguments,
        effect=Effect.WRITE,
        idempotency_key=write.idempotency_key,
        timeout=undo.timeout,
        attempts=undo.retry.attempts,
        undo=True,
        once_by=undo.once_by,
        customer=customer,
    )


def _asked_and_answered(draft: Draft, position: Position, asked: AskedByTool) -> bool:
    """Whether the call can go on: its server's questions are asked first, one by one."""
    if asked.expired:
        draft.change_front(asked=None)
        refuse(draft, position, asked_calls.EXPIRED)
        return False
    if asked.answers is None:
        if asked_calls.ask_next(draft, asked):
            return False
        asked_calls.take_answers(draft, asked)
    return True


def _lacks_email(draft: Draft, tool: Tool, step: Step) -> bool:
    wanted = ORDER_EMAIL in (tool.inputs | step.inputs).values()
    owner = (tool.requires or "").startswith("owner_of") or slot_filling.needs_email(draft)
    known = draft.customer is not None or ORDER_EMAIL in draft.state.slots
    return wanted and owner and not known


def _missing(draft: Draft, tool: Tool, step: Step, arguments: dict[str, Any]) -> list[str]:
    return sorted(
        name
        for name, source in (tool.inputs | step.inputs).items()
        if name not in arguments
        and name not in tool.optional
        and source != ORDER_EMAIL
        and not _may_be_left_out(draft, tool, name, source)
    )


def _may_be_left_out(draft: Draft, tool: Tool, name: str, source: str) -> bool:
    """A slot that the customer may skip, for an argument without which the operation works."""
    slot = draft.bot.slots.get(source)
    required = tool.http.required if tool.http else ()
    return slot is not None and slot.optional and name not in required


def _source(draft: Draft, source: str) -> Any:
    return source[1:-1] if source.startswith("'") else draft.value(source)


def _key(draft: Draft, tool: Tool, frame: FlowFrame, arguments: dict[str, Any]) -> str | None:
    """The idempotency key, from the arguments first: equal arguments, equal key."""
    if tool.idempotency is None:
        return None

    def value_of(name: str) -> str:
        if name == "flow_run":
            return draft.full_id(frame.run)
        value = arguments.get(name, draft.value(name))
        if isinstance(value, dict):
            return "".join(str(part) for part in value.values())
        return "" if value is None else str(value)

    return templates.fill(tool.idempotency, value_of)
