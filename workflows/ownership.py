"""Ownership of a conversation: the bot's or a human agent's, and what is held meanwhile.

Three things change together and only here: the owner, the claim on the open handoff, and what is
held. From the moment a claim is made the bot begins nothing more; it speaks again once the handoff
has ended, after the conversation was given back.
"""

from datetime import datetime

from domain.conversations import ConversationStatus, Owner
from domain.desk.requests import TakeOver
from domain.dialogue.events import HandoffReturned
from domain.handoffs import ClaimHandoff, ReturnToBot
from workflows.conversation_state import ConversationInput, OpenHandoff
from workflows.inbox import InboxEntry, OwnerChange
from workflows.rejections import conflict, not_allowed, not_yet

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
            raise conflict(f"already claimed by {handoff.assigned_agent}")

    def check_in_charge(self, handoff_id: str, agent: str) -> None:
        """Reject with Conflict, NotAllowed or NotYet unless this agent has the conversation."""
        handoff = self._state.handoff
        if handoff is None or handoff.handoff_id != handoff_id:
            raise conflict(
                "this handoff has ended: the conversation was given back to the bot, or closed"
            )
        if handoff.is_returned:
            raise conflict("this conversation was given back to the bot")
        if handoff.assigned_agent is None:
            raise not_allowed("nobody has claimed this handoff yet; claim it first")
        if handoff.assigned_agent != agent:
            raise not_allowed(f"this conversation is with {handoff.assigned_agent}")
        if not self.is_with_human():
            raise not_yet("you are still taking over, ask again in a moment")

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
            raise conflict(f"this conversation is with {handoff.assigned_agent}")
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
        )
        returned = HandoffReturned(
            at=at,
            handoff_id=request.handoff_id,
            disposition=request.disposition,
            taken_over=state.handoff is not None and state.handoff.is_taken_over,
        )
        state.inbox.add(InboxEntry(at=at, owner_change=change))
        state.inbox.add_event(returned, at)
        state.inbox.add(*state.held)
        state.held.clear()

    def hold(self, entry: InboxEntry) -> None:
        """Keep something for the bot until it has the conversation again."""
        self._state.held.append(entry)

    def end(self) -> None:
        """The conversation closes: a next session is the bot's."""
        self._state.owner = Owner.BOT

    def _is_claimed(self) -> bool:
        return self._state.handoff is not None and not self.waits_for_agent()
