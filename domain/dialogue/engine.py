"""The brain: `decide()` takes one event and says what to do. No I/O, no clock, no chance."""

from domain.bot.model import Bot
from domain.dialogue.asked_slots import with_asked
from domain.dialogue.draft import Draft
from domain.dialogue.events import (
    AnswerFound,
    ApprovalDecided,
    ApprovalExpired,
    AttachmentsReceived,
    Event,
    FormSubmitted,
    HandoffClaimed,
    HandoffReturned,
    HandoffTransferred,
    HandoffUnanswered,
    IdleElapsed,
    MessageUnderstood,
    MomentReached,
    NoAnswerFound,
    OperatorForcedHandoff,
    OperatorSkippedStep,
    ToolAsked,
    ToolGaveUp,
    ToolInputExpired,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
    TurnFailed,
)
from domain.dialogue.flows import wait_endings
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.flows.slot_filling import asked_slot
from domain.dialogue.handlers import (
    call_outcomes,
    customer_messages,
    form_answers,
    handoff_events,
    idle,
    operator_events,
    turn_failures,
)
from domain.dialogue.limits import bounded
from domain.dialogue.reactions import further_needs, knowledge_answers
from domain.dialogue.state import Decision, DialogueState

_OfACall = ToolSucceeded | ToolRefused | ToolAsked | ToolInputExpired | ToolUnavailable | ToolGaveUp


def decide(bot: Bot, state: DialogueState, event: Event) -> Decision:
    """The commands that follow from an event, and the state after it.

    The same arguments always give the same decision. An event that nothing waits for (a stale
    call, an approval that was called off, an answer to an earlier question) changes nothing. At
    most one CallTool or FindAnswer is asked for, and it is the last command.
    """
    draft = Draft(with_asked(bot, state), state, event.at)
    if isinstance(event, MessageUnderstood | FormSubmitted):
        draft.person = event.person
    if isinstance(event, AnswerFound | NoAnswerFound):
        if not knowledge_answers.is_awaited(draft, event):
            return draft.decision()
        draft.change(looking_up="")
    elif draft.state.looking_up:
        knowledge_answers.abandon(draft)
    if isinstance(event, MessageUnderstood):
        draft.crossed_since = event.crossed_since
        draft.earlier = draft.state.answered
        draft.change(answered=None)
        draft.hear(event.understanding.said or event.text, event.customer)
    elif isinstance(event, FormSubmitted):
        draft.hear("", event.customer)
        draft.change(answered=None)
    _take(draft, event)
    is_heard = (
        isinstance(event, MessageUnderstood | FormSubmitted) and not draft.state.handoff_claimed
    )
    if draft.commands or is_heard:
        _take_up_again(draft)
    small = bounded(draft.state)
    draft.change(**{name: getattr(small, name) for name in DialogueState.model_fields})
    return draft.decision()


def _take(draft: Draft, event: Event) -> None:  # noqa: C901, PLR0912 - one line for each event
    match event:
        case MessageUnderstood() | AttachmentsReceived() | FormSubmitted():
            _hear(draft, event)
        case AnswerFound() | NoAnswerFound() if further_needs.settle(draft, event):
            pass  # another need is begun instead
        case AnswerFound():
            knowledge_answers.on_found(draft, event)
        case NoAnswerFound():
            knowledge_answers.on_none_found(draft, event)
        case _ if isinstance(event, _OfACall):
            _hear_of_call(draft, event)
        case ApprovalDecided():
            call_outcomes.on_decided(draft, event)
        case ApprovalExpired():
            call_outcomes.on_expired(draft, event)
        case HandoffClaimed():
            handoff_events.on_claimed(draft, event)
        case HandoffReturned():
            handoff_events.on_returned(draft, event)
        case HandoffTransferred():
            handoff_events.on_transferred(draft, event)
        case HandoffUnanswered():
            handoff_events.on_unanswered(draft, event)
        case IdleElapsed():
            idle.on_idle(draft, event)
        case MomentReached():
            wait_endings.on_moment(draft, event)
        case OperatorSkippedStep():
            operator_events.on_skipped(draft, event)
        case OperatorForcedHandoff():
            operator_events.on_forced_handoff(draft, event)
        case TurnFailed():
            turn_failures.on_turn_failed(draft, event)


def _hear_of_call(draft: Draft, event: _OfACall) -> None:
    match event:
        case ToolSucceeded():
            call_outcomes.on_succeeded(draft, event)
        case ToolRefused():
            call_outcomes.on_refused(draft, event)
        case ToolAsked():
            call_outcomes.on_asked(draft, event)
        case ToolInputExpired():
            call_outcomes.on_input_expired(draft, event)
        case ToolUnavailable():
            call_outcomes.on_unavailable(draft, event)
        case ToolGaveUp():
            call_outcomes.on_gave_up(draft, event)


def _hear(draft: Draft, event: MessageUnderstood | AttachmentsReceived | FormSubmitted) -> None:
    match event:
        case MessageUnderstood():
            customer_messages.on_message(draft, event)
        case AttachmentsReceived():
            customer_messages.on_attachments(draft, event)
        case FormSubmitted():
            form_answers.on_form(draft, event)
    if draft.state.rating_until is not None and draft.state.ends_when_rated:
        draft.change(ends_when_rated=False)  # they have something else to say


def _take_up_again(draft: Draft) -> None:
    """After a digression: back to the question that is still open."""
    if draft.hands_over:
        return
    run(draft)
    further_needs.take_up(draft)
    slot = asked_slot(draft)
    if draft.hands_over or draft.state.question is not None:
        return
    if slot is None or draft.front is None:
        return
    draft.set_flow_prefix("back_to_flow", draft.flow_of(draft.front))
    draft.ask_slot(slot)
    draft.change(went_astray=True)
