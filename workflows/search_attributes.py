"""Search attributes for conversations and handoffs. Not encrypted: no personal data."""

from temporalio.common import SearchAttributeKey

# One that is not registered fails the workflow task for ever: a new one goes into ALL, from which
# `duralogue migrate` registers them. PostgreSQL has room for ten keywords and three of the others.

TENANT_ID = SearchAttributeKey.for_keyword("TenantId")
CHANNEL = SearchAttributeKey.for_keyword("Channel")
CONVERSATION_STATUS = SearchAttributeKey.for_keyword("ConversationStatus")
INTENT = SearchAttributeKey.for_keyword("Intent")
LAST_STEP = SearchAttributeKey.for_keyword("LastStep")
"""What the last turn did, in the bot's own names: see `workflows/turn_summary.py`."""
HANDOFF_QUEUE = SearchAttributeKey.for_keyword("HandoffQueue")
HANDOFF_STATUS = SearchAttributeKey.for_keyword("HandoffStatus")
ASSIGNED_AGENT = SearchAttributeKey.for_keyword("AssignedAgent")
SERVICE_LEVEL = SearchAttributeKey.for_datetime("ServiceLevel")
"""When the first reply of a human agent is due."""

ALL = (
    TENANT_ID,
    CHANNEL,
    CONVERSATION_STATUS,
    INTENT,
    LAST_STEP,
    HANDOFF_QUEUE,
    HANDOFF_STATUS,
    ASSIGNED_AGENT,
    SERVICE_LEVEL,
)
