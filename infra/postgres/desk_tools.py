"""All that agents work with, over PostgreSQL."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports.desk_tools import DeskTools
from infra.postgres.blocked_senders import PostgresBlockedSenders
from infra.postgres.desk_notes import PostgresConversationNotes, PostgresDeskAccess, PostgresDrafts
from infra.postgres.desk_search import PostgresDeskSearch
from infra.postgres.desk_texts import PostgresCannedReplies, PostgresSavedViews
from infra.postgres.handoff_merges import PostgresHandoffMerges
from infra.postgres.queue_overrides import PostgresQueueOverrides


def postgres_desk_tools(engine: AsyncEngine) -> DeskTools:
    return DeskTools(
        access=PostgresDeskAccess(engine),
        notes=PostgresConversationNotes(engine),
        drafts=PostgresDrafts(engine),
        canned_replies=PostgresCannedReplies(engine),
        views=PostgresSavedViews(engine),
        search=PostgresDeskSearch(engine),
        blocked=PostgresBlockedSenders(engine),
        merges=PostgresHandoffMerges(engine),
        queue_overrides=PostgresQueueOverrides(engine),
    )
