"""The way in: conversations, the spool, limits, keys, and how the parts are."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Protocol

from domain.channels import ChannelChange
from domain.conversations import (
    ConversationView,
    EndChat,
    RecentTurn,
    Repair,
)
from domain.handoffs import (
    AgentMessage,
    Claimed,
    ClaimHandoff,
    DecideApproval,
    ReturnToBot,
)
from domain.identities import Binding, SessionProof
from domain.limits import Admission, Limit
from domain.messages import InboundMessage


class ConversationGateway(Protocol):
    """The conversation as the gateway reaches it: signals in, updates with an answer."""

    async def deliver(self, message: InboundMessage, *, spooled: bool | None = None) -> None:
        """`spooled` is what a Doorkeeper has just said; None lets the gateway ask by itself."""
        ...

    async def change_message(self, change: ChannelChange) -> None:
        """The customer has edited or deleted what they said. Repeating an event changes nothing,
        and the change may come before its message. Raise DependencyUnavailable where Temporal
        cannot be reached: a change is not spooled, its provider sends it again."""
        ...

    async def claim_handoff(
        self, tenant_id: str, conversation_id: str, claim: ClaimHandoff
    ) -> Claimed:
        """Raise Conflict, naming the winner, when somebody else has it."""
        ...

    async def send_agent_message(
        self, tenant_id: str, conversation_id: str, message: AgentMessage
    ) -> None: ...

    async def return_to_bot(
        self, tenant_id: str, conversation_id: str, request: ReturnToBot
    ) -> None: ...

    async def decide_approval(
        self, tenant_id: str, conversation_id: str, decision: DecideApproval
    ) -> None: ...

    async def repair(self, tenant_id: str, conversation_id: str, repair: Repair) -> None: ...

    async def end_chat(self, tenant_id: str, conversation_id: str, request: EndChat) -> None:
        """The customer's end. Raise Conflict while an approval or a call is under way, NotYet
        during a turn, NotFound where nothing is open."""
        ...

    async def get_state(self, tenant_id: str, conversation_id: str) -> ConversationView: ...

    async def get_recent_turns(
        self, tenant_id: str, conversation_id: str
    ) -> tuple[RecentTurn, ...]: ...


class InboundSpool(Protocol):
    """Messages accepted while Temporal could not be reached."""

    async def add(self, message: InboundMessage) -> None:
        """Keep it, once for each id."""
        ...

    async def holds(self, tenant_id: str, conversation_id: str) -> bool: ...

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


class RateLimiter(Protocol):
    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        """None when allowed; else how long until the next one is. Exact across replicas."""
        ...


class Doorkeeper(Protocol):
    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit], proof: SessionProof
    ) -> Admission:
        """Check the session, take from each limit in order until one refuses, and look into the
        spool, in one go."""
        ...


class Identities(Protocol):
    """To whom conversations belong. It goes one way: anonymous, one customer, ended."""

    async def holds(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        """Whether a session that proves this still opens the conversation."""
        ...

    async def bind(self, tenant_id: str, conversation_id: str, customer_id: str) -> Binding:
        """Give it to the customer, unless it is another's or ended. Of two at once one wins."""
        ...

    async def end(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        """End all its sessions for good; False where the one that asks no longer holds."""
        ...


class TenantKeys(Protocol):
    """Data keys of tenants, wrapped by the master key. Deleting one shreds what it sealed."""

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        """(key id, 32 bytes); made on first use."""
        ...

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        """Raise NotFound for a key that was never there or has been shredded."""
        ...


class PayloadViewer(Protocol):
    """Temporal's payloads in plain text and back, as protobuf JSON: bytes are base64."""

    async def open_payloads(
        self, tenant_id: str | None, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """None opens every tenant's. Raise NotAllowed for another tenant's, InvalidInput for
        what is no payload, NotFound where the key is gone."""
        ...

    async def seal_payloads(
        self, tenant_id: str, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]: ...


class Dependency(Protocol):
    """Something `/ready` and `duralogue doctor` ask after."""

    name: str

    async def check(self) -> None:
        """Raise DependencyUnavailable, saying what is wrong."""
        ...
