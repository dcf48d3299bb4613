"""What the product needs from the world, as Protocols. Adapters live in infra/ and channels/."""

from domain.ports.content import (
    Answerer,
    Bots,
    Embedder,
    KnowledgeSources,
    KnowledgeStore,
    Retriever,
    SectionReader,
    Understander,
    Vector,
)
from domain.ports.deliveries import ChannelSender, DeliveryLedger
from domain.ports.doors import (
    ConversationGateway,
    Dependency,
    Doorkeeper,
    InboundSpool,
    PayloadViewer,
    RateLimiter,
    TenantKeys,
)
from domain.ports.records import (
    AgentRecords,
    Approvals,
    ConversationEvents,
    Handoffs,
    MessageStash,
    Shelf,
    Transcripts,
    TurnStore,
)
from domain.ports.staff import Staff
from domain.ports.tools import (
    Tickets,
    ToolCaller,
    ToolLog,
)

__all__ = [
    "AgentRecords",
    "Answerer",
    "Approvals",
    "Bots",
    "ChannelSender",
    "ConversationEvents",
    "ConversationGateway",
    "DeliveryLedger",
    "Dependency",
    "Doorkeeper",
    "Embedder",
    "Handoffs",
    "InboundSpool",
    "KnowledgeSources",
    "KnowledgeStore",
    "MessageStash",
    "PayloadViewer",
    "RateLimiter",
    "Retriever",
    "SectionReader",
    "Shelf",
    "Staff",
    "TenantKeys",
    "Tickets",
    "ToolCaller",
    "ToolLog",
    "Transcripts",
    "TurnStore",
    "Understander",
    "Vector",
]
