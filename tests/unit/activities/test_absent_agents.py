"""Customers of agents who have gone offline: passed back to their queue, in time and once."""

from datetime import timedelta

import pytest

from activities.absent_agents import AbsentAgentStep
from domain.desk.agents import Presence
from domain.desk.settings import DeskSettings
from domain.errors import Conflict
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.absent_agents import MemoryAbsentAgents
from infra.memory.audit import MemoryAuditLog
from infra.memory.database import MemoryDatabase
from infra.memory.desk import MemoryAgentRoster
from tests.unit.api.doubles import a_bot
from tests.unit.api.recording import NOW, RecordingConversations

MINUTE = timedelta(minutes=1)


class Team:
    """Ann has `h-1`, whose customer waits, and is heard of for two and a half minutes."""

    def __init__(self) -> None:
        self.database = MemoryDatabase()
        self.roster = MemoryAgentRoster()
        self.conversations = RecordingConversations()
        self.audit = MemoryAuditLog()
        self.step = AbsentAgentStep(
            MemoryAbsentAgents(self.database, self.roster), self.conversations, self.audit
        )
        self.handoff = Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="c-1",
            queue="returns",
            status=HandoffStatus.CLAIMED,
            assigned_agent="Ann",
            opened_at=NOW,
            claimed_at=NOW,
            awaiting_since=NOW,
        )
        self.database.handoffs["acme", "h-1"] = self.handoff

    async def choose(self, presence: Presence) -> None:
        await self.roster.choose("acme", "Ann", presence, at=NOW, lasts=2.5 * MINUTE)

    async def after(self, minutes: float, **desk: object) -> float | None:
        """Run a round then; returns after how many minutes from now it wants the next one."""
        bot = a_bot(desk=DeskSettings.model_validate({"away_after": 10 * MINUTE, **desk}))
        again = await self.step.run(bot, NOW + minutes * MINUTE)
        return None if again is None else (again - NOW) / MINUTE


@pytest.fixture
async def team() -> Team:
    made = Team()
    await made.choose(Presence.AVAILABLE)
    return made


async def test_who_waits_goes_back_to_the_queue_after_the_away_time(team: Team) -> None:
    """Counted from when the agent was last heard of, and told the audit log."""
    assert await team.after(2) is None
    assert await team.after(3) == 12.5
    assert team.conversations.calls == []
    await team.after(12.5)

    [(call, (_, conversation, request))] = team.conversations.calls
    assert (call, conversation) == ("transfer_handoff", "c-1")
    assert (request.to_queue, request.agent.name) == ("returns", "Ann")
    assert (request.by_supervisor, request.note) == (True, "Ann: offline")
    [entry] = await team.audit.after("acme")
    assert (entry.actor, entry.action, entry.subject) == ("desk", "passed_back", "h-1")


async def test_the_tenant_says_after_how_long_and_whether(team: Team) -> None:
    """Offline by their own word counts from then."""
    await team.choose(Presence.OFFLINE)
    assert await team.after(1, pass_back_after=2 * MINUTE) == 2
    assert await team.after(9, passes_back=False) is None
    assert team.conversations.calls == []
    await team.after(2, pass_back_after=2 * MINUTE)
    assert len(team.conversations.calls) == 1


async def test_who_waits_for_nothing_stays_and_is_looked_at_again(team: Team) -> None:
    """They may write later, and their message wakes no desk."""
    team.handoff.awaiting_since = None
    assert await team.after(60) == 65
    assert team.conversations.calls == []


@pytest.mark.parametrize("why", ["snoozed", "ended", "never there"])
async def test_nobody_else_is_passed_back(team: Team, why: str) -> None:
    """Whoever was put off; and who works without a desk, by the API or in Slack."""
    if why == "snoozed":
        team.handoff.snoozed_until = NOW + timedelta(days=1)
    elif why == "ended":
        team.handoff.ended_at = NOW
    else:
        team.handoff.assigned_agent = "Bot of ours"

    assert await team.after(60) is None
    assert team.conversations.calls == []


async def test_what_is_refused_is_tried_again(team: Team) -> None:
    """And nothing is written of it."""
    team.conversations.failure = Conflict("just ending")

    assert await team.after(60) == 60.5
    assert await team.audit.after("acme") == []
