"""Conversations that note what they are asked, and answer plainly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from domain.bot.model import Bot
from domain.channel_addresses import (
    Channel,
)
from domain.channels import ChannelChange, ReplayDeliveries
from domain.conversations import (
    ConversationStatus,
    ConversationView,
    EndChat,
    Owner,
    RecentTurn,
    Repair,
)
from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TakeOver, TransferHandoff
from domain.errors import DuralogueError, InvalidBot
from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, DecideApproval, ReturnToBot
from domain.messages import (
    InboundMessage,
    Role,
)
from infra.bot_files.compiling_process import compiled

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class RecordingConversations:
    """Notes each call; raises `failure` instead where a test sets one."""

    failure: DuralogueError | None = None
    channel: Channel = Channel.WEB
    delivered: list[InboundMessage] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)

    def _note(self, name: str, what: Any) -> None:
        if self.failure:
            raise self.failure
        self.calls.append((name, what))

    async def deliver(self, message: InboundMessage) -> None:
        self._note("deliver", message)
        self.delivered.append(message)

    async def change_message(self, change: ChannelChange) -> None:
        self._note("change_message", change)

    async def replay_deliveries(
        self, tenant_id: str, conversation_id: str, channel: Channel, replay: ReplayDeliveries
    ) -> None:
        self._note("replay_deliveries", (tenant_id, conversation_id, channel, replay.delivery_ids))

    async def claim_handoff(
        self, tenant_id: str, conversation_id: str, claim: ClaimHandoff
    ) -> Claimed:
        self._note("claim_handoff", (tenant_id, conversation_id, claim))
        return Claimed(handoff_id=claim.handoff_id, assigned_agent=claim.agent.name)

    async def take_over(
        self, tenant_id: str, conversation_id: str, channel: Channel, request: TakeOver
    ) -> Claimed:
        self._note("take_over", (tenant_id, conversation_id, channel, request))
        return Claimed(handoff_id="h-9", assigned_agent=request.agent.name)

    async def send_agent_message(
        self, tenant_id: str, conversation_id: str, message: AgentMessage
    ) -> None:
        self._note("send_agent_message", (tenant_id, conversation_id, message))

    async def return_to_bot(
        self, tenant_id: str, conversation_id: str, request: ReturnToBot
    ) -> None:
        self._note("return_to_bot", (tenant_id, conversation_id, request))

    async def transfer_handoff(
        self, tenant_id: str, conversation_id: str, request: TransferHandoff
    ) -> None:
        self._note("transfer_handoff", (tenant_id, conversation_id, request))

    async def end_transfer(
        self, tenant_id: str, conversation_id: str, request: EndTransfer
    ) -> None:
        self._note("end_transfer", (tenant_id, conversation_id, request))

    async def hold_handoff(
        self, tenant_id: str, conversation_id: str, request: HoldHandoff
    ) -> None:
        self._note("hold_handoff", (tenant_id, conversation_id, request))

    async def snooze_handoff(
        self, tenant_id: str, conversation_id: str, request: SnoozeHandoff
    ) -> None:
        self._note("snooze_handoff", (tenant_id, conversation_id, request))

    async def decide_approval(
        self, tenant_id: str, conversation_id: str, decision: DecideApproval
    ) -> None:
        self._note("decide_approval", (tenant_id, conversation_id, decision))

    async def repair(self, tenant_id: str, conversation_id: str, repair: Repair) -> None:
        self._note("repair", (tenant_id, conversation_id, repair))

    async def end_chat(self, tenant_id: str, conversation_id: str, request: EndChat) -> None:
        self._note("end_chat", (tenant_id, conversation_id, request))

    async def get_state(self, tenant_id: str, conversation_id: str) -> ConversationView:
        self._note("get_state", (tenant_id, conversation_id))
        return ConversationView(
            tenant_id=tenant_id,
            conversation_id=conversation_id,
            channel=self.channel,
            status=ConversationStatus.ACTIVE,
            owner=Owner.BOT,
            session=1,
            turns=1,
            revision="0" * 12,
        )

    async def get_recent_turns(
        self, tenant_id: str, conversation_id: str
    ) -> tuple[RecentTurn, ...]:
        self._note("get_recent_turns", (tenant_id, conversation_id))
        return (RecentTurn(turn="1", role=Role.CUSTOMER, message_ids=("m-1",), started_at=NOW),)


class OwnProcess:
    """Implements `BotCompiler` where the test runs; the public internet's shop is allowed."""

    async def compile(self, files: Mapping[str, str], *, servers: tuple[str, ...] = ()) -> Bot:
        answer = compiled(
            {
                "files": files,
                "listed": ("shop.example",),
                "servers": servers,
                "today": "2026-11-23",
            }
        )
        if "problems" in answer:
            raise InvalidBot(tuple(answer["problems"]))
        return Bot.model_validate(answer["bot"])


@dataclass
class PlainPayloads:
    """Seals by naming the tenant in the metadata; opens what is asked for, and notes for whom."""

    opened_for: list[str | None] = field(default_factory=list)

    async def open_payloads(
        self, tenant_id: str | None, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        self.opened_for.append(tenant_id)
        return [{**payload, "metadata": {"encoding": "anNvbi9wbGFpbg=="}} for payload in payloads]

    async def seal_payloads(
        self, tenant_id: str, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        return [{**payload, "metadata": {"sealed": "eWVz"}} for payload in payloads]
