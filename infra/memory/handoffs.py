"""Memory twins of the agents' queue, approvals, tickets and the log of tool calls."""

from datetime import datetime

from domain.desk.lists import EVERYBODY, DeskViewer
from domain.desk.snapshot import OfferOutcome
from domain.errors import NotFound
from domain.handoffs import Approval, ApprovalStatus, Handoff, HandoffStatus, HandoffUpdate
from domain.tools import ToolCallRecord
from domain.transcript_entries import approval_entry
from infra.memory.database import MemoryDatabase

_KEPT = (
    "status",
    "escalated",
    "queue",
    "first_reply_due",
    "preferred_agent",
    "snoozed_until",
    "disposition",
    "note",
)
_FORGOTTEN = (
    "assigned_agent",
    "claimed_at",
    "preferred_agent",
    "first_replied_at",
    "on_hold_since",
    "snoozed_until",
    "offered_to",
    "offer_expires_at",
    "due_at",
    "due_for",
    "warned_at",
    "breached_at",
)
"""By one that waits anew."""


def _of_what_is_open(handoff: Handoff, update: HandoffUpdate) -> HandoffUpdate:
    """What waits is with nobody; what is over stays over."""
    if update.status is HandoffStatus.WAITING:
        handoff.assigned_agent = handoff.claimed_at = None
    if handoff.ended_at and update.status in {HandoffStatus.WAITING, HandoffStatus.CLAIMED}:
        return update.model_copy(update={"status": None})
    return update


def _pass_on(handoff: Handoff, update: HandoffUpdate) -> None:
    if update.is_released or update.is_kept or update.status is HandoffStatus.CLAIMED:
        handoff.passed_to = None
    if update.is_kept:
        handoff.preferred_agent, handoff.note = None, ""
    handoff.passed_to = update.preferred_agent or handoff.passed_to


class MemoryHandoffs:
    """Implements `Handoffs` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._handoffs = database.handoffs
        self._offers = database.offers

    async def changed(self, tenant_id: str, handoff_id: str, update: HandoffUpdate) -> None:
        handoff = self._find(tenant_id, handoff_id)
        if update.is_released:
            for name in _FORGOTTEN:
                setattr(handoff, name, None)
            handoff.due_because = {}
        update = _of_what_is_open(handoff, update)
        for name in _KEPT:
            value = getattr(update, name)
            setattr(handoff, name, getattr(handoff, name) if value is None else value)
        handoff.assigned_agent = update.agent or handoff.assigned_agent
        _pass_on(handoff, update)
        if update.is_released or update.status not in {None, HandoffStatus.WAITING}:
            self._end_offer(handoff, update.at)
        if update.on_hold is not None:
            handoff.on_hold_since = (handoff.on_hold_since or update.at) if update.on_hold else None
        if update.is_awake:
            handoff.snoozed_until = None
        if update.status is HandoffStatus.CLAIMED:
            handoff.claimed_at = handoff.claimed_at or update.at
        elif update.status not in {None, HandoffStatus.WAITING}:
            handoff.ended_at = handoff.ended_at or update.at

    async def get(self, tenant_id: str, handoff_id: str) -> Handoff:
        return self._find(tenant_id, handoff_id).model_copy(deep=True)

    async def open_of(self, tenant_id: str, conversation_id: str) -> Handoff | None:
        open_ones = [
            handoff
            for (tenant, _), handoff in self._handoffs.items()
            if (tenant, handoff.conversation_id) == (tenant_id, conversation_id)
            and handoff.ended_at is None
        ]
        found = max(open_ones, key=lambda each: (each.opened_at, each.handoff_id), default=None)
        return found.model_copy(deep=True) if found else None

    async def listed(
        self,
        tenant_id: str,
        *,
        status: HandoffStatus | None,
        queue: str | None,
        limit: int = 100,
        viewer: DeskViewer | None = None,
    ) -> list[Handoff]:
        found = [
            handoff.model_copy(deep=True)
            for (tenant, _), handoff in self._handoffs.items()
            if tenant == tenant_id
            and status in (None, handoff.status)
            and queue in (None, handoff.queue)
            and (viewer is None or viewer.may_see_handoff(handoff))
        ]
        return sorted(found, key=lambda h: (not h.escalated, h.priority, h.opened_at))[:limit]

    def _end_offer(self, handoff: Handoff, at: datetime) -> None:
        for offer in self._offers.get((handoff.tenant_id, handoff.handoff_id), []):
            if offer.outcome is None:
                is_theirs = offer.agent == handoff.assigned_agent
                offer.ended_at = at
                offer.outcome = OfferOutcome.ACCEPTED if is_theirs else OfferOutcome.WITHDRAWN
        handoff.offered_to = handoff.offer_expires_at = None

    def _find(self, tenant_id: str, handoff_id: str) -> Handoff:
        try:
            return self._handoffs[tenant_id, handoff_id]
        except KeyError:
            raise NotFound(f"there is no handoff {handoff_id}") from None


class MemoryApprovals:
    """Implements `Approvals` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database
        self._approvals = database.approvals

    async def changed(
        self,
        tenant_id: str,
        approval_id: str,
        *,
        status: ApprovalStatus,
        by: str | None = None,
        note: str = "",
        at: datetime,
    ) -> None:
        approval = self._find(tenant_id, approval_id)
        conversation = self._database.conversations.get((tenant_id, approval.conversation_id))
        if conversation is not None and approval.status is not status:
            conversation.append([approval_entry(approval_id, status, at)])
        approval.status, approval.decided_by = status, by or approval.decided_by
        approval.note = note or approval.note

    async def get(
        self, tenant_id: str, approval_id: str, *, viewer: DeskViewer = EVERYBODY
    ) -> Approval:
        found = self._find(tenant_id, approval_id)
        if not self._sees(viewer, found):
            raise NotFound(f"there is no approval {approval_id}")
        return found.model_copy(deep=True)

    async def listed(
        self,
        tenant_id: str,
        *,
        status: ApprovalStatus | None,
        limit: int = 100,
        viewer: DeskViewer = EVERYBODY,
    ) -> list[Approval]:
        found = [
            approval.model_copy(deep=True)
            for (tenant, _), approval in self._approvals.items()
            if tenant == tenant_id
            and status in (None, approval.status)
            and self._sees(viewer, approval)
        ]
        return sorted(found, key=lambda a: (a.escalated_at is None, a.requested_at))[:limit]

    def _sees(self, viewer: DeskViewer, approval: Approval) -> bool:
        last = max(
            (
                each
                for each in self._database.handoffs.values()
                if (each.tenant_id, each.conversation_id)
                == (approval.tenant_id, approval.conversation_id)
            ),
            key=lambda each: (each.ended_at is None, each.opened_at, each.handoff_id),
            default=None,
        )
        is_theirs = last is None or viewer.may_see_handoff(last)
        return is_theirs or approval.escalated_to == viewer.name

    def _find(self, tenant_id: str, approval_id: str) -> Approval:
        try:
            return self._approvals[tenant_id, approval_id]
        except KeyError:
            raise NotFound(f"there is no approval {approval_id}") from None


class MemoryTickets:
    """Implements `Tickets` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._tickets = database.tickets

    async def create(
        self,
        tenant_id: str,
        conversation_id: str,  # noqa: ARG002 - kept in PostgreSQL only
        *,
        key: str,
        kind: str,  # noqa: ARG002
        contact: str,  # noqa: ARG002
        about: str,  # noqa: ARG002
    ) -> str:
        return self._tickets.setdefault((tenant_id, key), f"T-{len(self._tickets) + 1}")


class MemoryToolLog:
    """Implements `ToolLog` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._calls = database.tool_calls

    async def record(self, entry: ToolCallRecord) -> None:
        self._calls.append(entry.model_copy(deep=True))
