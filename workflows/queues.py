"""Every task queue: what runs on it, and how many activities at once.

Names only, and nothing imported but the standard library: whoever just lists the queues must not
load what runs on them.
"""

from collections.abc import Mapping
from typing import NamedTuple

CONVERSATIONS = "conversations"
INTELLIGENCE = "intelligence"
INTEGRATIONS = "integrations"
DELIVERY = "delivery"
MAINTENANCE = "maintenance"


class TaskQueue(NamedTuple):
    """What a worker of the queue serves, by the names under which Temporal knows it."""

    activities: tuple[str, ...]
    workflows: tuple[str, ...] = ()
    activities_at_once: int = 100
    """In one worker; local activities have a bound of their own."""


QUEUES: Mapping[str, TaskQueue] = {
    CONVERSATIONS: TaskQueue(
        workflows=(
            "ConversationWorkflow",
            "HandoffWorkflow",
            "DeskWorkflow",
            "SuggestionWorkflow",
        ),
        activities=(
            "open_session",
            "take_step",
            "advance_turn",
            "commit_turn",
            "commit_notice",
            "commit_note",
            "record_change",
            "record_owner",
            "record_agent_message",
            "record_unless_newer",
            "find_newer",
            "record_approval",
            "stash_messages",
            "fetch_messages",
            "record_changes",
            "dispatch",
        ),
    ),
    # Embedding takes a whole core: its activity takes one batch at a time, beside the answers.
    INTELLIGENCE: TaskQueue(
        activities=("index_batch", "find_answer", "propose_meaning", "summarise_handoff"),
        activities_at_once=33,
    ),
    INTEGRATIONS: TaskQueue(activities=("call_tool",), activities_at_once=200),
    DELIVERY: TaskQueue(activities=("deliver", "give_up"), activities_at_once=200),
    MAINTENANCE: TaskQueue(
        workflows=(
            "KnowledgeSyncWorkflow",
            "KnowledgeRefreshWorkflow",
            "CallbackWorkflow",
            "SearchIndexWorkflow",
        ),
        activities=(
            "plan_sync",
            "swap_in",
            "due_sources",
            "list_source",
            "read_pages",
            "close_source",
            "plan_callback",
            "queue_callback",
            "feed_search_index",
        ),
    ),
}
