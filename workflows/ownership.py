"""Ownership of a conversation: the bot's or a human agent's, and what is held meanwhile.

Three things change together and only here: the owner, the claim on the open handoff, and what is
held. From the moment a claim is made the bot begins nothing more; it speaks again once the handoff
has ended, after the conversation was given back.
"""

from datetime import datetime

from temporalio import workflow

from domain.conversations import ConversationStatus, Owner
from domain.desk.requests import TakeOver, TransferHandoff
from domain.dialogue.events import HandoffReturned, HandoffTransferred
from domain.handoffs import ClaimHandoff, HandoffStatus, HandoffUpdate, ReturnToBot
from workflows.conversation_state import ConversationInput, OpenHandoff
from workflows.inbox import InboxEntry, OwnerChange
from workflows.rejections import conflict, not_allowed, not_yet, taken

CROSSED_BY_A_RESOLVE = "crossed-by-a-resolve"
"""What a customer wrote while the agent resolved is for the bot, in its next session."""
_NOT_WAITING = "this handoff is no longer waiting"


class Ownership:
    """A view of the conversation's state: each part of the workflow may have its own."""

    def __init__(self, state: ConversationInput) -> None:
        self._state = state

    def bot_may_speak(self) -> bool:
        """From the moment a claim is made, no send of the bot begins."""
        return self._state.owner is Owner.BOT and not self._is_claimed()

    def is_with_human(self) -> bool:
        """Whether a human agent has taken over; false while a claim waits for the bot's send."""
        return self._state.owner is Owner.HUMAN_AGENT

    def waits_for_agent(self) -> bool:
        """Whether a handoff is open that nobody has claimed."""
        handoff = self._state.handoff
        return handoff is not None and handoff.assigned_agent is None

    def check_claim(self, claim: ClaimHandoff, *, is_busy: bool) -> None:
        """Reject with Conflict or NotYet. A handoff is listed once its step is stored, a moment
        before it is adopted here."""
        handoff = self._state.handoff
        if handoff is None or handoff.handoff_id != claim.handoff_id:
            if is_busy or self._state.inbox:
                raise not_yet("the conversation is busy, ask again in a moment")
            raise conflict(_NOT_WAITING)
        if handoff.assigned_agent not in {None, claim.agent.name}:
            if handoff.warm_to == claim.agent.name and self.is_with_human():
                return
            raise taken(f"already claimed by {handoff.assigned_agent}", handoff.assigned_agent)

    def check_in_charge(self, handoff_id: str, agent: str, *, by_supervisor: bool = False) -> None:
        """Reject with Conflict, NotAllowed or NotYet unless this agent has the conversation, or a
        supervisor acts on what somebody has."""
        handoff = self._state.handoff
        if handoff is None or handoff.handoff_id != handoff_id:
            raise conflict(
                "this handoff has ended: the conversation was given back to the bot, or closed"
            )
        if handoff.is_returned:
            raise conflict("this conversation was given back to the bot")
        if handoff.assigned_agent is None:
            raise not_allowed("nobody has claimed this handoff yet; claim it first", "unclaimed")
        if handoff.assigned_agent != agent and not by_supervisor:
            with_whom = f"this conversation is with {handoff.assigned_agent}"
            raise taken(with_whom, handoff.assigned_agent, kind="NotAllowed")
        if not self.is_with_human():
            raise not_yet(f"{handoff.assigned_agent} is still taking over, ask again in a moment")

    def open_handoff(self) -> OpenHandoff:
        """The handoff that is open; Conflict where there is none."""
        if self._state.handoff is None:
            raise conflict(_NOT_WAITING)
        return self._state.handoff

    def require_open(self, handoff: OpenHandoff) -> None:
        """Conflict where what was under way when the claim came has ended the handoff."""
        if self._state.handoff is not handoff:
            raise conflict(_NOT_WAITING)

    def is_settled(self, handoff: OpenHandoff) -> bool:
        """Whether a claim of this handoff has come to its end: taken over, or no longer open."""
        return self.is_with_human() or self._state.handoff is not handoff

    def check_take_over(self, request: TakeOver) -> None:
        """Reject with Conflict or NotYet: only a supervisor takes it from another person."""
        handoff = self._state.handoff
        if handoff is None or handoff.assigned_agent in {None, request.agent.name}:
            if handoff is not None and handoff.is_returned:
                raise not_yet("it is being given back to the bot, ask again in a moment")
            return
        if not request.from_person:
            with_whom = f"this conversation is with {handoff.assigned_agent}"
            raise taken(with_whom, handoff.assigned_agent)
        if not self.is_with_human():
            raise not_yet(f"{handoff.assigned_agent} is just taking over, ask again in a moment")

    def begin_take_over(self, new_id: str, request: TakeOver) -> OpenHandoff:
        """The bot falls silent: the handoff that is open is the agent's, or one that begins."""
        handoff = self._state.handoff
        if handoff is None:
            handoff = OpenHandoff(handoff_id=new_id, queue=request.queue, is_taken_over=True)
            self._state.handoff = handoff
        handoff.assigned_agent = handoff.assigned_agent or request.agent.name
        return handoff

    def begin_handoff(self, handoff: OpenHandoff) -> None:
        """What was decided before an agent took over is theirs: the bot stays silent."""
        before = self._state.handoff
        if before is not None and before.is_taken_over:
            handoff.assigned_agent = before.assigned_agent
        self._state.handoff = handoff

    def begin_claim(self, handoff: OpenHandoff, agent: str) -> None:
        """The bot falls silent; the conversation is not the agent's yet."""
        handoff.assigned_agent = agent
        handoff.warm_to, handoff.snoozed_until = None, None

    def take_over(self, claim: ClaimHandoff, at: datetime) -> None:
        """The human agent has the conversation; the main loop records and tells it."""
        self._state.owner = Owner.HUMAN_AGENT
        change = OwnerChange(
            owner=Owner.HUMAN_AGENT,
            status=ConversationStatus.WITH_HUMAN,
            handoff_id=claim.handoff_id,
            agent=claim.agent.name,
        )
        self._state.inbox.add(InboxEntry(at=at, owner_change=change))

    def release(self, request: TransferHandoff, at: datetime) -> None:
        """Nobody has it: the customer waits again, and the bot serves them meanwhile."""
        state, handoff = self._state, self.open_handoff()
        state.owner, handoff.assigned_agent = Owner.BOT, None
        handoff.warm_to, handoff.snoozed_until, handoff.is_on_hold = None, None, False
        handoff.queue = request.to_queue or handoff.queue
        change = OwnerChange(
            owner=Owner.BOT,
            status=ConversationStatus.WAITING_FOR_HUMAN,
            handoff_id=handoff.handoff_id,
        )
        update = HandoffUpdate(
            status=HandoffStatus.WAITING,
            is_released=True,
            queue=handoff.queue,
            preferred_agent=request.to_agent,
            note=request.note,
            at=at,
        )
        transferred = HandoffTransferred(
            at=at,
            handoff_id=handoff.handoff_id,
            queue=handoff.queue,
            taken_over=handoff.is_taken_over,
        )
        state.inbox.add(
            InboxEntry(at=at, owner_change=change), InboxEntry(at=at, handoff_update=update)
        )
        state.inbox.add_event(transferred, at)
        self._bring_back_held()

    def give_back(self, request: ReturnToBot, at: datetime) -> None:
        """The bot has the conversation; it first hears of the return, then of what was held."""
        state = self._state
        state.owner = Owner.BOT
        if state.handoff is not None:
            state.handoff.is_returned = True
        change = OwnerChange(
            owner=Owner.BOT,
            status=ConversationStatus.WAITING_FOR_CUSTOMER,
            handoff_id=request.handoff_id,
            is_resolved=request.is_resolved,
            disposition=request.disposition,
            note=request.note,
        )
        returned = HandoffReturned(
            at=at,
            handoff_id=request.handoff_id,
            disposition=request.disposition,
            taken_over=state.handoff is not None and state.handoff.is_taken_over,
            resolved=request.is_resolved,
            asks_rating=request.asks_rating,
        )
        state.inbox.add(InboxEntry(at=at, owner_change=change))
        state.inbox.add_event(returned, at)
        self._bring_back_held()
        is_crossed = request.is_resolved and state.inbox.has_messages()
        if is_crossed and workflow.patched(CROSSED_BY_A_RESOLVE):
            # The agent reads them no more: the bot hears them, once the session has ended.
            state.inbox.put_messages_last()

    def hold(self, entry: InboxEntry) -> None:
        """Keep something for the bot until it has the conversation again."""
        self._state.held.append(entry)

    def end(self) -> None:
        """The conversation closes: a next session is the bot's."""
        self._state.owner = Owner.BOT

    def _bring_back_held(self) -> None:
        """But not an earlier transfer, before the bot had heard of which somebody came."""
        held = self._state.held
        self._state.inbox.add(
            *[entry for entry in held if not isinstance(entry.event, HandoffTransferred)]
        )
        held.clear()

    def _is_claimed(self) -> bool:
        return self._state.handoff is not None and not self.waits_for_agent()
