"""A conversation on a channel with a provider, its ledger, and what delivers it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from temporalio.testing import ActivityEnvironment

from activities.delivery import DeliverMessage, DeliveryActivities, GiveUpDelivery
from domain.channel_addresses import (
    Channel,
)
from domain.deliveries import Delivery, DeliveryOutcome, Sent
from domain.dialogue.commands import Say
from domain.dialogue.state import DialogueState
from domain.messages import (
    Citation,
    Reply,
)
from domain.ports import ChannelSender
from domain.turns import CommitTurn, ConversationRef, OpenSession, StepResult
from infra.memory.bots import MemoryBots
from infra.memory.database import MemoryDatabase
from infra.memory.deliveries import MemoryDeliveries
from infra.memory.people import MemoryConversationPeople
from infra.memory.turns import MemoryTurnStore
from tests.fakes.bots import a_bot
from tests.fakes.providers import Provider, SlackLike, TwilioLike

NOW = datetime(2026, 1, 26, 12, tzinfo=UTC)
PLACE = "slack:C1:1.0"


class Killed(BaseException):
    """The process ends here."""


class DyingLedger(MemoryDeliveries):
    """Dies once at the point named, as `begin` or `mark_sent` begins or has just written."""

    dies_at = ""

    def _pass(self, point: str) -> None:
        if self.dies_at == point:
            self.dies_at = ""
            raise Killed

    async def begin(self, delivery: Delivery, *, at: datetime) -> Delivery | None:
        self._pass("before begin")
        begun = await super().begin(delivery, at=at)
        self._pass("after begin")
        return begun

    async def mark_sent(self, delivery: Delivery, sent: Sent, *, at: datetime) -> bool:
        self._pass("before mark_sent")
        marked = await super().mark_sent(delivery, sent, at=at)
        self._pass("after mark_sent")
        return marked


@dataclass
class Post:
    """A conversation with two rows in its ledger, and what delivers them."""

    provider: Provider
    sender: ChannelSender
    ledger: DyingLedger
    activities: DeliveryActivities
    database: MemoryDatabase
    rows: tuple[str, ...] = ()

    async def deliver(self, row: int = 0) -> DeliveryOutcome:
        request = DeliverMessage(tenant_id="acme", delivery_id=self.rows[row])
        return await ActivityEnvironment().run(self.activities.deliver, request)

    async def give_up(self, reason: str = "too late", row: int = 0) -> DeliveryOutcome:
        request = GiveUpDelivery(tenant_id="acme", delivery_id=self.rows[row], reason=reason)
        return await ActivityEnvironment().run(self.activities.give_up, request)

    async def until_final(self, row: int = 0) -> Delivery:
        """Try again as the workflow does, three times at most."""
        for _ in range(3):
            if (await self.deliver(row)).status.is_final:
                break
        return await self.row(row)

    async def row(self, row: int = 0) -> Delivery:
        return await self.ledger.get("acme", self.rows[row])


async def a_post(
    provider: Provider,
    sender: ChannelSender,
    *said: str,
    citations: tuple[Citation, ...] = (),
    public_url: str | None = None,
) -> Post:
    database, bots = MemoryDatabase(), MemoryBots()
    await bots.publish(a_bot(), by="test")
    turns, ledger = MemoryTurnStore(database, bots), DyingLedger(database)
    ref = ConversationRef(tenant_id="acme", conversation_id=PLACE, channel=Channel.SLACK)
    await turns.open_session(OpenSession(conversation=ref, at=NOW))
    committed = await turns.commit(
        CommitTurn(
            conversation=ref,
            session=1,
            turn="s1t1",
            step=0,
            result=StepResult(
                commands=tuple(Say(reply=Reply(text=text, citations=citations)) for text in said),
                state=DialogueState(),
            ),
            started_at=NOW,
            at=NOW,
        )
    )
    people = MemoryConversationPeople(database)
    activities = DeliveryActivities(ledger, {Channel.SLACK: sender}, people, public_url=public_url)
    return Post(provider, sender, ledger, activities, database, committed.to_send)


def client_of(provider: SlackLike | TwilioLike) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(provider.app())
    return httpx.AsyncClient(transport=transport, base_url="http://provider")
