"""The desk's events, shown in a messenger: each once, in order, whoever dies in between."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from activities.desk_lines import end_of, line_of, note_of, rating_of, said_rating
from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.messenger import DeskCard, DeskThread
from domain.desk.messenger_words import messenger_language
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
from domain.ports import Bots, Handoffs, Transcripts
from domain.ports.desk_contexts import HandoffSummaries
from domain.ports.desk_messenger import DeskFollowing, DeskMessenger, DeskThreads
from domain.ports.handoff_summaries import WrittenSummaries
from domain.tenant_settings import TenantConfig

_log = logging.getLogger(__name__)

FOLLOWER: Final = "slack"
HELD_FOR: Final = timedelta(seconds=60)
"""Longer than the showing of one event may take: after so long somebody else may go on."""
_AT_ONCE = 50
_OPEN = frozenset({HandoffStatus.WAITING, HandoffStatus.CLAIMED})
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
            tenant = (await self._records.bots.current(tenant_id)).tenant
        except NotFound:
            return 0
        if tenant.desk.slack is None:
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
                await self._show(tenant, event, since)
            except _HOPELESS as failed:
                told = {"tenant_id": tenant_id, "seq": event.seq, "reason": type(failed).__name__}
                _log.warning("desk_event_left_out", extra=told)
            await self._following.done(tenant_id, FOLLOWER, event.seq)
        return len(events)

    async def _still_held(self, tenant_id: str) -> bool:
        held = await self._following.hold(tenant_id, FOLLOWER, self._name, lasts=HELD_FOR)
        return held is not None

    async def _show(self, tenant: TenantConfig, event: DeskEvent, begun: datetime | None) -> None:
        """`begun` is since when somebody has tried: then it may be there already."""
        tenant_id, language = tenant.tenant, messenger_language(tenant)
        match event.kind:
            case DeskEventKind.HANDOFF if "status" in event.data:
                await self._show_handoff(tenant, event, begun)
            case DeskEventKind.CONVERSATION if event.queue is not None:
                await self._say_line(tenant_id, language, event, begun)
            case DeskEventKind.NOTE if event.agent is None:
                await self._say(tenant_id, event, note_of(event, language), begun)

    async def _show_handoff(
        self, tenant: TenantConfig, event: DeskEvent, begun: datetime | None
    ) -> None:
        tenant_id, place, language = tenant.tenant, tenant.desk.slack, messenger_language(tenant)
        handoff = Handoff.model_validate(event.data)
        written = await self._written(tenant_id, handoff)
        is_open = handoff.status in _OPEN
        card = DeskCard(handoff=handoff, is_open=is_open, written=written, language=language)
        thread = await self._threads.of_handoff(tenant_id, handoff.handoff_id)
        if thread is not None:
            known = self._cards.get(handoff.handoff_id)
            if known is None or _shown(known) != _shown(card):
                card = await self._summarised(tenant_id, card)
                await self._messenger.update_card(tenant_id, thread, card)
            if not card.is_open:
                await self._end(tenant_id, language, event, begun)
        elif card.is_open and place is not None:
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
        self, tenant_id: str, language: str, event: DeskEvent, begun: datetime | None
    ) -> None:
        """Said in the thread, which the customer's rating may still follow."""
        handoff = Handoff.model_validate(event.data)
        if handoff.status is not HandoffStatus.CANCELLED:
            until = event.at + RATED_WITHIN
            await self._following.watch(tenant_id, handoff.conversation_id, until=until)
        await self._say(tenant_id, event, end_of(handoff, language), begun)

    async def _say_line(
        self, tenant_id: str, language: str, event: DeskEvent, begun: datetime | None
    ) -> None:
        """What the customer says to the bot afterwards is not for the thread; their rating is."""
        rating, conversation = rating_of(event), event.conversation_id or ""
        if rating is not None:
            await self._say(tenant_id, event, said_rating(rating, language), begun)
            await self._following.watch(tenant_id, conversation, until=event.at)
            return
        line, thread = line_of(event, language), None
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


def _shown(card: DeskCard) -> tuple[object, ...]:
    """All that a card shows and that changes; not its preview, which the thread shows better."""
    handoff = card.handoff
    who = (handoff.assigned_agent, handoff.offered_to)
    moved = (handoff.escalated, handoff.queue, handoff.snoozed_until)
    return handoff.status, who, moved, card.written
