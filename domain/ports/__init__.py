"""Ports: the product's needs as Protocols. Adapters live in infra/ and channels/."""

from domain.ports.api_keys import ApiKeys, IdempotencyRecords
from domain.ports.audit import AuditLog
from domain.ports.channel_installs import ChannelInstaller, ChannelInstalls
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
    NamesTopics,
    Retriever,
    Understander,
    Vector,
)
from domain.ports.conversations import ConversationGateway, InboundSpool
from domain.ports.deliveries import ChannelSender, DeadLetters, DeliveryLedger, DeliveryReports
from domain.ports.drafts import Draft, DraftListener, DraftSource, DraftStream
from domain.ports.files import FileContents, FileScanner, FileStore
from domain.ports.health import Dependency
from domain.ports.identities import Identities, VisitorConversations
from domain.ports.keys import PayloadViewer, TenantKeys
from domain.ports.mcp import McpSignIns, McpToolCaller, ToolPins
from domain.ports.provider_sign_ins import IdentityProviders, ProviderSignIns
from domain.ports.published_keys import PublishedKeySets
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
from domain.ports.reranking import Reranker
from domain.ports.sign_in import SignInFailures, StaffCredentials
from domain.ports.staff import Staff
from domain.ports.tools import ConnectedServers, OwnershipProofs, Tickets, ToolCaller, ToolLog

__all__ = [
    "AdmissionControl",
    "AgentRecords",
    "Answerer",
    "ApiKeys",
    "Approvals",
    "AuditLog",
    "BotCompiler",
    "Bots",
    "ChannelCalls",
    "ChannelConnections",
    "ChannelFollowUps",
    "ChannelInstaller",
    "ChannelInstalls",
    "ChannelReceiver",
    "ChannelSender",
    "Chunker",
    "ConnectedServers",
    "ConversationEvents",
    "ConversationGateway",
    "ConversationPeople",
    "DeadLetters",
    "DeliveryLedger",
    "DeliveryReports",
    "Dependency",
    "Draft",
    "DraftListener",
    "DraftSource",
    "DraftStream",
    "Embedder",
    "FileContents",
    "FileScanner",
    "FileStore",
    "Handoffs",
    "IdempotencyRecords",
    "Identities",
    "IdentityProviders",
    "InboundSpool",
    "KnowledgeSources",
    "KnowledgeStore",
    "McpSignIns",
    "McpToolCaller",
    "MessageChanges",
    "NamesTopics",
    "OverflowKey",
    "OverflowStore",
    "OwnershipProofs",
    "PayloadViewer",
    "ProviderSignIns",
    "PublishedKeySets",
    "RateLimiter",
    "Reranker",
    "Retriever",
    "SignInFailures",
    "Staff",
    "StaffCredentials",
    "TenantKeys",
    "Tickets",
    "ToolCaller",
    "ToolLog",
    "ToolPins",
    "Transcripts",
    "TurnStore",
    "Understander",
    "Vector",
    "VisitorConversations",
]
