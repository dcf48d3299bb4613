"""The workflows as their clients call them: by name, without loading what they run."""

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel

from domain.channel_addresses import Channel
from domain.conversations import ConversationView, EndChat, RecentTurn, Repair
from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TakeOver, TransferHandoff
from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, DecideApproval, ReturnToBot
from domain.knowledge import Answer

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")

# A gateway calls workflows and runs none: to load them with their activities was a tenth of its
# start. A test holds every name and type against the workflows' own.

CONVERSATION: Final = "ConversationWorkflow"
CALLBACK: Final = "CallbackWorkflow"
DESK: Final = "DeskWorkflow"
SUGGESTION: Final = "SuggestionWorkflow"

RECEIVE_MESSAGE: Final = "receive_message"
CHANGE_MESSAGE: Final = "change_message"
REPLAY_DELIVERIES: Final = "replay_deliveries"
WAKE_DESK: Final = "wake"


class NewConversation(BaseModel):
    """The ConversationInput of a conversation that begins."""

    tenant_id: str
    conversation_id: str
    channel: Channel
    shows_last_step: bool = False


class DeskInput(BaseModel):
    """Whose desk."""

    tenant_id: str


class SuggestionInput(BaseModel):
    """Whose customer asked what."""

    tenant_id: str
    conversation_id: str
    suggestion_id: str
    query: str
    at: AwareDatetime


class SuggestionFound(BaseModel):
    """The part of an AnswerOutcome that a suggestion is made of."""

    answer: Answer | None = None


@dataclass(frozen=True)
class Update(Generic[_Request, _Answer]):
    """An update: its name, what it takes and what it returns."""

    name: str
    request: type[_Request]
    answer: type[_Answer]


@dataclass(frozen=True)
class Query(Generic[_Answer]):
    """A query without arguments."""

    name: str
    answer: type[_Answer]


_NOTHING: Final[Any] = None

CLAIM: Final = Update("claim_handoff", ClaimHandoff, Claimed)
TAKE_OVER: Final = Update("take_over", TakeOver, Claimed)
SEND: Final = Update[AgentMessage, None]("send_agent_message", AgentMessage, _NOTHING)
RETURN: Final = Update[ReturnToBot, None]("return_to_bot", ReturnToBot, _NOTHING)
TRANSFER: Final = Update[TransferHandoff, None]("transfer_handoff", TransferHandoff, _NOTHING)
END_TRANSFER: Final = Update[EndTransfer, None]("end_transfer", EndTransfer, _NOTHING)
HOLD: Final = Update[HoldHandoff, None]("hold_handoff", HoldHandoff, _NOTHING)
SNOOZE: Final = Update[SnoozeHandoff, None]("snooze_handoff", SnoozeHandoff, _NOTHING)
DECIDE: Final = Update[DecideApproval, None]("decide_approval", DecideApproval, _NOTHING)
REPAIR: Final = Update("repair", Repair, str)
END_CHAT: Final = Update[EndChat, None]("end_chat", EndChat, _NOTHING)
OF_CONVERSATIONS: Final[tuple[Update[Any, Any], ...]] = (
    CLAIM,
    TAKE_OVER,
    SEND,
    RETURN,
    TRANSFER,
    END_TRANSFER,
    HOLD,
    SNOOZE,
    DECIDE,
    REPAIR,
    END_CHAT,
)
CLAIM_CALL: Final = Update("claim", ClaimHandoff, Claimed)
FINISH_CALL: Final = Update[ReturnToBot, None]("finish", ReturnToBot, _NOTHING)
OF_CALLBACKS: Final[tuple[Update[Any, Any], ...]] = (CLAIM_CALL, FINISH_CALL)

STATE: Final = Query("get_state", ConversationView)
RECENT_TURNS: Final = Query("get_recent_turns", tuple[RecentTurn, ...])
