"""The memory twin of the transaction behind a turn."""

from domain.conversations import ConversationStatus, Owner, RecentTurn
from domain.dialogue.commands import CancelApproval, CancelHandoff, CloseConversation
from domain.errors import Conflict
from domain.handoffs import ApprovalStatus, Handoff, HandoffStatus
from domain.messages import Role
from domain.people import people_of
from domain.ports import Bots
from domain.tenant_settings import ConversationPolicy
from domain.transcript_entries import (
    address_of,
    customer_of,
    entries_of,
)
from domain.turn_requests import approvals_of, handoffs_of
from domain.turns import CommitTurn, OpenSession, SessionOpened, TurnCommitted
from infra.memory.database import MemoryConversation, MemoryDatabase, StoredStep


class MemoryTurnStore:
    """Implements `TurnStore`.

    Nothing here awaits between reading and writing, so each call is a transaction.
    """

    def __init__(self, database: MemoryDatabase, bots: Bots) -> None:
        self._database = database
        self._bots = bots

    async def open_session(self, request: OpenSession) -> SessionOpened:
        ref = request.conversation
        current = await self._bots.current(ref.tenant_id)
        conversation = self._database.conversations.setdefault(
            (ref.tenant_id, ref.conversation_id),
            MemoryConversation(
                tenant_id=ref.tenant_id,
                conversation_id=ref.conversation_id,
                channel=ref.channel,
                revision=current.revision,
                new_events=self._database.new_events,
            ),
        )
        if conversation.status is ConversationStatus.CLOSED:
            conversation.session += 1
            conversation.status, conversation.channel = ConversationStatus.ACTIVE, ref.channel
            conversation.owner, conversation.agent = Owner.BOT, None
            conversation.revision = current.revision
        bot = await self._bots.get(ref.tenant_id, conversation.revision)
        return SessionOpened(
            session=conversation.session,
            revision=conversation.revision,
            policy=ConversationPolicy.of(bot.tenant),
            locale=bot.tenant.branding.locales[0],
            left_open=tuple(
                row.delivery_id
                for row in conversation.deliveries.values()
                if not row.status.is_final
            ),
        )

    async def commit(self, request: CommitTurn) -> TurnCommitted:
        ref = request.conversation
        conversation = self._database.conversation(ref.tenant_id, ref.conversation_id)
        message_ids = tuple(message.message_id for message in request.inbound)
        known = conversation.turns.get(request.turn)
        duplicates = conversation.duplicates(message_ids, request.turn)
        stored = conversation.steps.get((request.turn, request.step))
        if message_ids and known and message_ids != known.message_ids:
            if stored is None and duplicates:
                return TurnCommitted(duplicates=duplicates)
            raise Conflict(f"the turn {request.turn} was stored with other messages")
        if stored is not None:
            to_send = tuple(conversation.pending(stored.delivery_ids))
            return TurnCommitted(adopted=stored.result, to_send=to_send)
        if request.announces is not None and _is_late(conversation, request):
            return TurnCommitted()
        identity = self._database.identity(ref.tenant_id, ref.conversation_id)
        unchecked = [message for message in request.inbound if message.unchecked]
        if void := tuple(one.message_id for one in unchecked if identity.is_void(one)):
            return TurnCommitted(void=void)
        if duplicates:
            return TurnCommitted(duplicates=duplicates)
        return TurnCommitted(to_send=self._store(conversation, request, message_ids))

    def _store(
        self,
        conversation: MemoryConversation,
        request: CommitTurn,
        message_ids: tuple[str, ...],
    ) -> tuple[str, ...]:
        turn = _turn(request, conversation.turns.get(request.turn), message_ids)
        conversation.turns[request.turn] = turn
        reply_to = turn.message_ids[-1] if turn.message_ids else None
        to_send = conversation.append(entries_of(request), reply_to=reply_to)
        step = StoredStep(request.result.model_copy(deep=True), to_send)
        conversation.steps[request.turn, request.step] = step
        if request.result.intent is not None:
            for message_id in turn.message_ids:
                line = conversation.messages[Role.CUSTOMER, message_id]
                line.intent = line.intent or request.result.intent
        conversation.revision = request.conversation.revision or conversation.revision
        self._side_effects(conversation, request)
        return to_send

    def _side_effects(self, conversation: MemoryConversation, request: CommitTurn) -> None:
        database, tenant_id = self._database, request.conversation.tenant_id
        for approval in approvals_of(request):
            database.approvals.setdefault((tenant_id, approval.approval_id), approval)
        for handoff in handoffs_of(request):
            handoff.preferred_agent = _former_agent(database, handoff)
            database.handoffs.setdefault((tenant_id, handoff.handoff_id), handoff)
        for command in request.result.commands:
            if isinstance(command, CancelApproval):
                asked = database.approvals.get((tenant_id, command.approval_id))
                if asked and asked.status is ApprovalStatus.WAITING:
                    asked.status = ApprovalStatus.CANCELLED
            elif isinstance(command, CancelHandoff):
                opened = database.handoffs.get((tenant_id, command.handoff_id))
                if opened and opened.status is HandoffStatus.WAITING:
                    opened.status, opened.ended_at = HandoffStatus.CANCELLED, request.at
            elif isinstance(command, CloseConversation):
                conversation.status = ConversationStatus.CLOSED
        conversation.address = conversation.address or address_of(request.inbound)
        people = database.people.setdefault((tenant_id, conversation.conversation_id), {})
        for person, at in people_of(request.inbound):
            people[person] = max(at, people.get(person, at))
        customer = customer_of(request.inbound)
        conversation.customer_ref = customer or conversation.customer_ref


def _former_agent(database: MemoryDatabase, handoff: Handoff) -> str | None:
    """Who had the customer last in this conversation."""
    former = [
        each
        for (tenant, _), each in database.handoffs.items()
        if (tenant, each.conversation_id) == (handoff.tenant_id, handoff.conversation_id)
        and each.ended_at is not None
        and each.assigned_agent is not None
    ]
    return max(former, key=lambda each: each.opened_at).assigned_agent if former else None


def _is_late(conversation: MemoryConversation, notice: CommitTurn) -> bool:
    known = conversation.turns.get(notice.turn)
    has_ended = known is not None and known.outcome is not None
    return has_ended or (notice.turn, notice.announces) in conversation.steps


def _turn(
    request: CommitTurn, known: RecentTurn | None, message_ids: tuple[str, ...]
) -> RecentTurn:
    turn = known or RecentTurn(
        turn=request.turn,
        role=Role.CUSTOMER if message_ids else Role.SYSTEM,
        message_ids=message_ids,
        started_at=request.started_at,
    )
    result = request.result
    changes = {
        "intent": turn.intent if result.intent is None else result.intent,
        "confidence": turn.confidence if result.confidence is None else result.confidence,
        "outcome": turn.outcome or request.ends,
        "ended_at": turn.ended_at or (request.at if request.ends else None),
    }
    return turn.model_copy(update=changes)
