"""What the product needs from the world, as Protocols. Adapters live in infra/ and channels/."""

from domain.ports.channels import ChannelCalls, ChannelConnections, ChannelReceiver
from domain.ports.content import (
    Answerer,
    BotCompiler,
    Bots,
    Chunker,
    Embedder,
    KnowledgeSources,
    KnowledgeStore,
    Retriever,
    Understander,
    Vector,
)
from domain.ports.deliveries import ChannelSender, DeliveryLedger
from domain.ports.doors import (
    ConversationGateway,
    Dependency,
    Doorkeeper,
    Identities,
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
    ConnectedServers,
    OwnershipProofs,
    Tickets,
    ToolCaller,
    ToolLog,
)

__all__ = [
    "AgentRecords",
    "Answerer",
    "Approvals",
    "BotCompiler",
    "Bots",
    "ChannelCalls",
    "ChannelConnections",
    "ChannelReceiver",
    "ChannelSender",
    "Chunker",
    "ConnectedServers",
    "ConversationEvents",
    "ConversationGateway",
    "DeliveryLedger",
    "Dependency",
    "Doorkeeper",
    "Embedder",
    "Handoffs",
    "Identities",
    "InboundSpool",
    "KnowledgeSources",
    "KnowledgeStore",
    "MessageStash",
    "OwnershipProofs",
    "PayloadViewer",
    "RateLimiter",
    "Retriever",
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
