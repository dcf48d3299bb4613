"""All the stores of one kind, and the values that their tests speak of."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.bot.model import Bot
from domain.channel_addresses import (
    Channel,
)
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Command, Say
from domain.dialogue.state import DialogueState
from domain.messages import (
    InboundMessage,
    Reply,
    VerifiedCustomer,
)
from domain.ports import (
    AgentRecords,
    Approvals,
    Bots,
    ConversationEvents,
    ConversationPeople,
    DeliveryLedger,
    DeliveryReports,
    Handoffs,
    Identities,
    RateLimiter,
    Staff,
    TenantKeys,
    Tickets,
    ToolLog,
    Transcripts,
    TurnStore,
)
from domain.ports.desk_tools import DeskTools
from domain.tenant_settings import Branding, TenantConfig
from domain.turns import CommitTurn, ConversationRef, OpenSession, StepResult
from tests.integration.postgres.recorded_turns import RecordedTurns

NOW = datetime(2026, 1, 25, 14, 30, tzinfo=UTC)
LATER = NOW + timedelta(milliseconds=250)


@dataclass
class Stores:
    """One of each port; `tenant` is this test's own, with a published bot."""

    turns: TurnStore
    transcripts: Transcripts
    events: ConversationEvents
    records: AgentRecords
    ledger: DeliveryLedger
    handoffs: Handoffs
    approvals: Approvals
    tool_log: ToolLog
    tickets: Tickets
    bots: Bots
    staff: Staff
    keys: TenantKeys
    limits: RateLimiter
    identities: Identities
    recorded_turns: RecordedTurns
    people: ConversationPeople
    reports: DeliveryReports
    desk_tools: DeskTools
    tenant: str = ""

    def ref(self, conversation_id: str = "c-1", channel: Channel = Channel.WEB) -> ConversationRef:
        return ConversationRef(
            tenant_id=self.tenant, conversation_id=conversation_id, channel=channel
        )

    async def open(
        self, conversation_id: str = "c-1", channel: Channel = Channel.WEB
    ) -> ConversationRef:
        ref = self.ref(conversation_id, channel)
        await self.turns.open_session(OpenSession(conversation=ref, at=NOW))
        return ref


def a_bot(tenant: str, revision: str = "r1", **settings: Any) -> Bot:
    return Bot(
        revision=revision,
        tenant=TenantConfig(tenant=tenant, branding=Branding(name="Shop"), **settings),
        intents={},
        slots={},
        tools={},
        flows={},
        responses={},
        handoffs={},
    )


def an_inbound(
    ref: ConversationRef, text: str = "hello", message_id: str = "m-1", customer: str | None = None
) -> InboundMessage:
    return InboundMessage(
        message_id=message_id,
        tenant_id=ref.tenant_id,
        conversation_id=ref.conversation_id,
        channel=ref.channel,
        text=text,
        customer=VerifiedCustomer(customer_id=customer) if customer else None,
        received_at=NOW,
    )


def say(text: str, **reply: Any) -> Say:
    return Say(reply=Reply(text=text, **reply))


def a_commit(
    ref: ConversationRef,
    *inbound: InboundMessage,
    commands: tuple[Command, ...] = (),
    turn: str = "s1t1",
    step: int = 0,
    ends: TurnOutcome | None = TurnOutcome.ANSWERED,
    intent: str | None = None,
    at: datetime = LATER,
) -> CommitTurn:
    return CommitTurn(
        conversation=ref,
        session=1,
        turn=turn,
        step=step,
        inbound=inbound,
        result=StepResult(
            commands=commands,
            state=DialogueState(counter=step),
            intent=intent,
            confidence=0.9 if intent else None,
        ),
        ends=ends,
        started_at=NOW,
        at=at,
    )
