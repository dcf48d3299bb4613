"""Moving a tenant's open conversations to another revision of its bot, those that can go on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from domain.bot.model import Bot
from domain.dialogue.migration import obstacles
from domain.errors import Conflict, DependencyUnavailable, NotFound
from domain.ports import Bots
from domain.revisions import DialogueSnapshot, MoveToRevision
from domain.tenant_settings import ConversationPolicy
from duralogue.wiring.foundation import open_foundation
from infra.postgres.bot_revisions import full_revision
from infra.settings import Settings
from infra.temporal.revisions import TemporalRevisions

_MOST_ATTEMPTS = 5
_BETWEEN_ATTEMPTS_S = 1.0


class MigrationOutcome(StrEnum):
    MOVED = "moved"
    WOULD_MOVE = "would move"
    ALREADY_THERE = "already there"
    WOULD_BREAK = "would break"
    CLOSED = "closed meanwhile"
    UNREACHED = "not reached"


@dataclass(frozen=True)
class Verdict:
    """What became of one conversation, and why if it stays."""

    conversation_id: str
    outcome: MigrationOutcome
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(
            (f"{self.conversation_id}: {self.outcome}", *(f"  {r}" for r in self.reasons))
        )


class Migration:
    """Looks at each conversation with both bots at hand, and moves it unless it only looks."""

    def __init__(self, bots: Bots, revisions: TemporalRevisions, to: Bot, *, dry_run: bool) -> None:
        self._bots = bots
        self._revisions = revisions
        self._to = to
        self._dry_run = dry_run

    async def run(self) -> AsyncIterator[Verdict]:
        async for conversation_id in self._revisions.open_conversations():
            yield await self._migrate(conversation_id)

    async def _migrate(self, conversation_id: str) -> Verdict:
        """Again where it answered a customer between the look and the move."""
        for attempt in range(_MOST_ATTEMPTS):
            await asyncio.sleep(_BETWEEN_ATTEMPTS_S if attempt else 0)
            try:
                return await self._attempt(conversation_id)
            except NotFound:
                return Verdict(conversation_id, MigrationOutcome.CLOSED)
            except (Conflict, DependencyUnavailable) as error:
                reason = str(error)
        return Verdict(conversation_id, MigrationOutcome.UNREACHED, (reason,))

    async def _attempt(self, conversation_id: str) -> Verdict:
        looked_at = await self._revisions.look(conversation_id)
        if looked_at.session == 0:
            raise Conflict("it is just opening a session")
        if looked_at.revision == self._to.revision:
            return Verdict(conversation_id, MigrationOutcome.ALREADY_THERE)
        old = await self._bots.get(self._to.tenant.tenant, looked_at.revision)
        reasons = obstacles(old, self._to, looked_at.dialogue)
        if reasons:
            return Verdict(conversation_id, MigrationOutcome.WOULD_BREAK, reasons)
        if self._dry_run:
            return Verdict(conversation_id, MigrationOutcome.WOULD_MOVE)
        await self._revisions.move(conversation_id, self._move(looked_at))
        return Verdict(conversation_id, MigrationOutcome.MOVED)

    def _move(self, looked_at: DialogueSnapshot) -> MoveToRevision:
        return MoveToRevision(
            from_revision=looked_at.revision,
            to_revision=self._to.revision,
            mark=looked_at.mark,
            policy=ConversationPolicy.of(self._to.tenant),
        )


async def migrate(
    settings: Settings,
    tenant_id: str,
    to: str | None,
    tell: Callable[[str], None],
    *,
    dry_run: bool,
) -> bool:
    """Tell of each conversation that stays and of how many there are; whether all can go on."""
    async with open_foundation(settings) as base:
        bot = await _bot(
            base.bots, tenant_id, to and await full_revision(base.engine, tenant_id, to)
        )
        revisions = TemporalRevisions(base.temporal, tenant_id)
        counts = dict.fromkeys(MigrationOutcome, 0)
        async for verdict in Migration(base.bots, revisions, bot, dry_run=dry_run).run():
            counts[verdict.outcome] += 1
            if verdict.reasons:
                tell(str(verdict))
    summary = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    tell(f"{tenant_id}, revision {bot.revision[:12]}: {summary or 'no open conversations'}")
    return not (counts[MigrationOutcome.WOULD_BREAK] or counts[MigrationOutcome.UNREACHED])


async def _bot(bots: Bots, tenant_id: str, revision: str | None) -> Bot:
    return await (bots.get(tenant_id, revision) if revision else bots.current(tenant_id))
