"""The way into conversations, and the spool for messages that cannot take it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from domain.channel_addresses import Channel
    from domain.channels import ChannelChange, ReplayDeliveries
    from domain.conversations import ConversationView, EndChat, RecentTurn, Repair
    from domain.desk.requests import (
        EndTransfer,
        HoldHandoff,
        SnoozeHandoff,
        TakeOver,
        TransferHandoff,
    )
    from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, DecideApproval, ReturnToBot
    from domain.messages import InboundMessage
    from domain.rate_limits import Spooled


class ConversationGateway(Protocol):
    """The conversation as the gateway reaches it: signals in, updates with an answer.

    Every method raises DependencyUnavailable where Temporal, or the conversation's worker, does
    not answer in time: the same request may be sent again, with the same ids.
    """

    async def deliver(self, message: InboundMessage) -> None:
        """Hand it to its conversation, whether that is open, closed or new."""
        ...

    async def change_message(self, change: ChannelChange) -> None:
        """The customer has edited or deleted what they said. Repeating an event changes nothing,
        and the change may come before its message. Raise DependencyUnavailable where Temporal
        cannot be reached: a change is not spooled, its provider sends it again."""
        ...

    async def replay_deliveries(
        self, tenant_id: str, conversation_id: str, channel: Channel, replay: ReplayDeliveries
    ) -> None:
        """Send again what was given up, whether the conversation is open or closed. What has gone
        out meanwhile is not sent again."""
        ...

    async def claim_handoff(
        self, tenant_id: str, conversation_id: str, claim: ClaimHandoff
    ) -> Claimed:
        """Raise Conflict, naming the winner, when somebody else has it."""
        ...

    async def take_over(
        self, tenant_id: str, conversation_id: str, channel: Channel, request: TakeOver
    ) -> Claimed:
        """Take it from the bot, or open it anew where it has ended. Raise Conflict, with the name,
        where another person has it; NotYet while it is just ending or changing hands."""
        ...

    async def send_agent_message(
        self, tenant_id: str, conversation_id: str, message: AgentMessage
    ) -> None:
        """Say it to the customer. Raise Conflict where the agent does not own the conversation, and
        NewerMessages where it says what they have seen and there is more."""
        ...

    async def return_to_bot(
        self, tenant_id: str, conversation_id: str, request: ReturnToBot
    ) -> None:
        """End the handoff, and the session where it is resolved. Raise Conflict where the agent
        does not own the conversation."""
        ...

    async def transfer_handoff(
        self, tenant_id: str, conversation_id: str, request: TransferHandoff
    ) -> None:
        """Pass the customer on. Raise NotAllowed for whoever does not have the conversation."""
        ...

    async def end_transfer(
        self, tenant_id: str, conversation_id: str, request: EndTransfer
    ) -> None:
        """Whoever has it goes on. Raise Conflict where it is passed on to nobody any more."""
        ...

    async def hold_handoff(
        self, tenant_id: str, conversation_id: str, request: HoldHandoff
    ) -> None:
        """Put the customer on hold, or take them off it."""
        ...

    async def snooze_handoff(
        self, tenant_id: str, conversation_id: str, request: SnoozeHandoff
    ) -> None:
        """Put it out of sight for a while, or bring it back."""
        ...

    async def decide_approval(
        self, tenant_id: str, conversation_id: str, decision: DecideApproval
    ) -> None:
        """Raise Conflict where it has been decided otherwise, or is no longer waited for."""
        ...

    async def repair(self, tenant_id: str, conversation_id: str, repair: Repair) -> None:
        """Settle a parked call. Raise Conflict where none is parked."""
        ...

    async def end_chat(self, tenant_id: str, conversation_id: str, request: EndChat) -> None:
        """The customer's end. Raise Conflict while an approval or a call is under way, NotYet
        during a turn, NotFound where nothing is open."""
        ...

    async def get_state(self, tenant_id: str, conversation_id: str) -> ConversationView:
        """What an operator sees of it. Raise NotFound where it never was."""
        ...

    async def get_recent_turns(
        self, tenant_id: str, conversation_id: str
    ) -> tuple[RecentTurn, ...]:
        """The last turns, oldest first. Raise NotFound where it never was."""
        ...


class InboundSpool(Protocol):
    """Messages accepted while Temporal could not be reached."""

    async def add(self, message: InboundMessage) -> None:
        """Keep it, once for each id."""
        ...

    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        """Whether messages of this conversation wait."""
        ...

    async def count(self, tenant_id: str, conversation_id: str, *, most: int) -> Spooled:
        """How much waits, each counted up to `most`."""
        ...

    async def waiting(self) -> list[tuple[str, str]]:
        """(tenant, conversation) of all that waits, the longest waiting first in each tenant."""
        ...

    async def drain(
        self,
        tenant_id: str,
        conversation_ids: Sequence[str],
        hand_over: Callable[[InboundMessage], Awaitable[None]],
    ) -> int:
        """Hand over the oldest of each conversation and forget what was; return how many.

        The conversations side by side, the messages of one in order. DependencyUnavailable ends
        this for its own conversation.
        """
        ...
