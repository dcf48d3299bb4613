"""Ports: the product's needs as Protocols. Adapters live in infra/ and channels/."""

from domain.ports.channels import (
    ChannelCalls,
    ChannelConnections,
    ChannelFollowUps,
    ChannelReceiver,
    ConversationPeople,
)
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
from domain.ports.conversations import ConversationGateway, InboundSpool
from domain.ports.deliveries import ChannelSender, DeliveryLedger, DeliveryReports
from domain.ports.files import FileContents, FileScanner, FileStore
from domain.ports.health import Dependency
from domain.ports.identities import Identities
from domain.ports.keys import PayloadViewer, TenantKeys
from domain.ports.rate_limits import AdmissionControl, RateLimiter
from domain.ports.records import (
    AgentRecords,
    Approvals,
    ConversationEvents,
    Handoffs,
    MessageChanges,
    OverflowKey,
    OverflowStore,
    Transcripts,
    TurnStore,
)
from domain.ports.staff import Staff
from domain.ports.tools import ConnectedServers, OwnershipProofs, Tickets, ToolCaller, ToolLog

__all__ = [
    "AdmissionControl",
    "AgentRecords",
    "Answerer",
    "Approvals",
    "BotCompiler",
    "Bots",
    "ChannelCalls",
    "ChannelConnections",
    "ChannelFollowUps",
    "ChannelReceiver",
    "ChannelSender",
    "Chunker",
    "ConnectedServers",
    "ConversationEvents",
    "ConversationGateway",
    "ConversationPeople",
    "DeliveryLedger",
    "DeliveryReports",
    "Dependency",
    "Embedder",
    "FileContents",
    "FileScanner",
    "FileStore",
    "Handoffs",
    "Identities",
    "InboundSpool",
    "KnowledgeSources",
    "KnowledgeStore",
    "MessageChanges",
    "OverflowKey",
    "OverflowStore",
    "OwnershipProofs",
    "PayloadViewer",
    "RateLimiter",
    "Retriever",
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
