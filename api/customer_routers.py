"""The routes that customers, their channels and load balancers ask: loaded at the start."""

from typing import Final

from api.routes import (
    channels,
    chat_end,
    conversations,
    documents,
    events,
    files,
    health,
    linked_messages,
    messages,
    pages,
    server,
    sessions,
    transcripts,
)

CUSTOMER_ROUTERS: Final = (
    sessions.router,
    conversations.router,
    messages.router,
    events.router,
    chat_end.router,
    files.router,
    transcripts.router,
    channels.router,
    server.router,
    pages.router,
    documents.router,
    linked_messages.router,
    health.router,
)
