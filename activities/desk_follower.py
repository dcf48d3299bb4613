"""The desk's events, shown in a messenger: each once, in order, whoever dies in between."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.messenger import MESSAGE_PREFIX, DeskCard, DeskThread
from domain.desk.settings import MessengerDesk
from domain.desk.summaries import ExtractiveSummaries
from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    NotFound,
    UndeliverableMessage,
)
from domain.feedback import RATED_WITHIN
from domain.handoffs import Handoff, HandoffStatus
from domain.messages import Role
from domain.ports import Bots, Handoffs, Transcripts
from domain.ports.desk_contexts import HandoffSummaries
from domain.ports.desk_messenger import DeskFollowing, DeskMessenger, DeskThreads
from domain.ports.handoff_summaries import WrittenSummaries

_log = logging.getLogger(__name__)

FOLLOWER: Final = "slack"
HELD_FOR: Final = timedelta(seconds=60)
"""Longer than the showing of one event may take: after so long somebody else may go on."""
_AT_ONCE = 50
_OPEN = frozenset({HandoffStatus.WAITING, HandoffStatus.CLAIMED})
_ENDS = {
    HandoffStatus.RETURNED: "gave the conversation back to the bot",
    HandoffStatus.RESOLVED: "resolved the conversation",
    HandoffStatus.CANCELLED: "Over: the customer no longer waits",
}
_READ_BEFORE = 100
_HOPELESS = (UndeliverableMessage, DependencyRejected, ConfigurationError, NotFound)
"""What fails like this fails the next time too: the event is left out, and told in the log."""


@dataclass(frozen=True)
class FollowedRecords:
    """What is read beside the events."""

    bots: Bots
    handoffs: Handoffs
    transcripts: Transcripts
    summaries: HandoffSummaries = field(default_factory=ExtractiveSummaries)
    written: WrittenSummaries | None = None


class DeskFollower:
    """One of perhaps many; each tenant's desk is followed by one of them at a time."""

    def __init__(
        self,
        records: FollowedRecords,
        following: DeskFollowing,
        threads: DeskThreads,
        messenger: DeskMessenger,
        *,
        name: str,
    ) -> None:
        self._records = records
        self._following = following
        self._threads = threads
        self._messenger = messenger
        self._name = name
        self._cards: dict[str, DeskCard] = {}
        """As they were last shown by this process, to leave out what changes nothing."""

    async def follow_all(self) -> int:
        """Show what is new of every tenant; returns how many events that were. What fails for one
        tenant waits until the next time."""
        shown = 0
        for tenant_id in await self._following.tenants():
            try:
                shown += await self.follow(tenant_id)
            except DependencyUnavailable as failed:
                _log.warning(
                    "desk_not_followed", extra={"tenant_id": tenant_id, "reason": str(failed)}
                )
        return shown

    async def follow(self, tenant_id: str) -> int:
        """Raise DependencyUnavailable in the middle: the next time it goes on there."""
        try:
            place = (await self._records.bots.current(tenant_id)).tenant.desk.slack
        except NotFound:
            return 0
        if place is None:
            return 0
        held = await self._following.hold(tenant_id, FOLLOWER, self._name, lasts=HELD_FOR)
        if held is None:
            return 0
        events = await self._following.after(tenant_id, held.seq, limit=_AT_ONCE)
        for number, event in enumerate(events):
            if number and not await self._still_held(tenant_id):
                return number
            since = held.doing_since if held.doing == event.seq else None
            try:
                await self._show(tenant_id, place, event, since)
            except _HOPELESS as failed:
                told = {"tenant_id": tenant_id, "seq": event.seq, "reason": type(failed).__name__}
                _log.warning("desk_event_left_out", extra=told)
            await self._following.done(tenant_id, FOLLOWER, event.seq)
        return len(events)

    async def _still_held(self, tenant_id: str) -> bool:
        held = await self._following.hold(tenant_id, FOLLOWER, self._name, lasts=HELD_FOR)
        return held is not None

    async def _show(
        self, tenant_id: str, place: MessengerDesk, event: DeskEvent, begun: datetime | None
    ) -> None:
        """`begun` is since when somebody has tried: then it may be there already."""
        match event.kind:
            case DeskEventKind.HANDOFF if "status" in event.data:
                await self._show_handoff(tenant_id, place, event, begun)
            case DeskEventKind.CONVERSATION if event.queue is not None:
                await self._say_line(tenant_id, event, begun)
            case DeskEventKind.NOTE if event.agent is None:
                await self._say(tenant_id, event, _note_of(event), begun)

    async def _show_handoff(
        self, tenant_id: str, place: MessengerDesk, event: DeskEvent, begun: datetime | None
    ) -> None:
        handoff = Handoff.model_validate(event.data)
        written = await self._written(tenant_id, handoff)
        card = DeskCard(handoff=handoff, is_open=handoff.status in _OPEN, written=written)
        thread = await self._threads.of_handoff(tenant_id, handoff.handoff_id)
        if thread is not None:
            known = self._cards.get(handoff.handoff_id)
            if known is None or _shown(known) != _shown(card):
                card = await self._summarised(tenant_id, card)
                await self._messenger.update_card(tenant_id, thread, card)
            if not card.is_open:
                await self._end(tenant_id, event, handoff, begun)
        elif card.is_open:
            card = await self._summarised(tenant_id, card)
            ts = await self._post_card(tenant_id, place, card, event, begun)
            begun_thread = DeskThread(
                handoff_id=handoff.handoff_id,
                conversation_id=handoff.conversation_id,
                account=place.account,
                channel=place.channel,
                thread=ts,
                begun_at=event.at,
            )
            await self._threads.begun(tenant_id, begun_thread)
        self._cards[handoff.handoff_id] = card
        if not card.is_open:
            self._cards.pop(handoff.handoff_id)

    async def _summarised(self, tenant_id: str, card: DeskCard) -> DeskCard:
        """What was said before the customer was handed over, in a few lines."""
        handoff = card.handoff
        said = await self._records.transcripts.history(
            tenant_id, handoff.conversation_id, before=None, limit=_READ_BEFORE
        )
        before = [one for one in said if one.at <= handoff.opened_at]
        summary = await self._records.summaries.summarise(tenant_id, before)
        return card.model_copy(update={"summary": summary})

    async def _written(self, tenant_id: str, handoff: Handoff) -> str:
        """By a model. It comes some seconds after the handoff, with an event of its own."""
        if self._records.written is None:
            return ""
        found = await self._records.written.of(tenant_id, handoff.handoff_id)
        return found.text if found else ""

    async def _end(
        self, tenant_id: str, event: DeskEvent, handoff: Handoff, begun: datetime | None
    ) -> None:
        """Said in the thread, which the customer's rating may still follow."""
        if handoff.status is not HandoffStatus.CANCELLED:
            until = event.at + RATED_WITHIN
            await self._following.watch(tenant_id, handoff.conversation_id, until=until)
        await self._say(tenant_id, event, _end_of(handoff), begun)

    async def _say_line(self, tenant_id: str, event: DeskEvent, begun: datetime | None) -> None:
        """What the customer says to the bot afterwards is not for the thread; their rating is."""
        rating, conversation = _rating_of(event), event.conversation_id or ""
        if rating is not None:
            await self._say(tenant_id, event, f"The customer's rating: {rating} of 5", begun)
            await self._following.watch(tenant_id, conversation, until=event.at)
            return
        line, thread = _line_of(event), None
        if line is not None:
            thread = await self._threads.of_conversation(tenant_id, conversation)
        if thread is not None:
            handoff = await self._records.handoffs.get(tenant_id, thread.handoff_id)
            if handoff.ended_at is None or event.at <= handoff.ended_at:
                await self._say(tenant_id, event, line, begun)

    async def _post_card(
        self,
        tenant_id: str,
        place: MessengerDesk,
        card: DeskCard,
        event: DeskEvent,
        begun: datetime | None,
    ) -> str:
        key = f"{tenant_id}/{event.seq}"
        if begun is not None:
            found = await self._messenger.find(tenant_id, place, "", key, since=begun)
            if found is not None:
                return found
        await self._following.begin(tenant_id, FOLLOWER, event.seq)
        return await self._messenger.post_card(tenant_id, place, card, key)

    async def _say(
        self, tenant_id: str, event: DeskEvent, line: str | None, begun: datetime | None
    ) -> None:
        if line is None or event.conversation_id is None:
            return
        thread = await self._threads.of_conversation(tenant_id, event.conversation_id)
        if thread is None:
            return
        key = f"{tenant_id}/{event.seq}"
        if begun is not None:
            place = MessengerDesk(account=thread.account, channel=thread.channel)
            found = await self._messenger.find(tenant_id, place, thread.thread, key, since=begun)
            if found is not None:
                return
        await self._following.begin(tenant_id, FOLLOWER, event.seq)
        await self._messenger.say(tenant_id, thread, line, key)


def _line_of(event: DeskEvent) -> str | None:
    """What the customer says, and what agents say elsewhere."""
    if event.data.get("kind") != "message":
        return None
    said = event.data.get("data") or {}
    text, role = str(said.get("text") or ""), said.get("role")
    if not text and said.get("attachments"):
        text = "(a file: see it at the desk)"
    if not text:
        return None
    if role == Role.CUSTOMER:
        return f"Customer: {_quoted(text)}"
    if role == Role.HUMAN_AGENT and not str(said.get("message_id")).startswith(MESSAGE_PREFIX):
        return f"{said.get('sent_by') or 'Agent'}: {_quoted(text)}"
    return None


def _quoted(text: str) -> str:
    """No line of it but the first stands as one of the thread's own: a customer may write
    "Note by Ann: refund him"."""
    return "\n> ".join(text.splitlines())


def _rating_of(event: DeskEvent) -> int | None:
    """That of the message which thanks for it."""
    rating = (event.data.get("data") or {}).get("rating")
    return rating if isinstance(rating, int) else None


def _end_of(handoff: Handoff) -> str:
    who, what = handoff.assigned_agent or "Somebody", _ENDS[handoff.status]
    how = f": {handoff.disposition}" if handoff.disposition else ""
    note = f"\n{handoff.note}" if handoff.note else ""
    if handoff.status is HandoffStatus.CANCELLED:
        return f"{what}."
    return f"{who} {what}{how}.{note}"


def _note_of(event: DeskEvent) -> str | None:
    if str(event.data.get("note_id")).startswith(MESSAGE_PREFIX):
        return None
    return f"Note by {event.data.get('agent')}: {_quoted(str(event.data.get('text')))}"


def _shown(card: DeskCard) -> tuple[object, ...]:
    """All that a card shows and that changes; not its preview, which the thread shows better."""
    handoff = card.handoff
    who = (handoff.assigned_agent, handoff.offered_to)
    moved = (handoff.escalated, handoff.queue, handoff.snoozed_until)
    return handoff.status, who, moved, card.written
