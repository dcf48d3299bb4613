"""Identifiers of tenants, conversations and messages, and the workflow ids made of them."""

from typing import Annotated

from pydantic import Field

TenantId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_:.-]{0,119}$")]
MessageId = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,64}$")]


_KINDS = frozenset({"conversation", "desk", "handoff", "knowledge", "suggestion"})


def conversation_workflow_id(tenant_id: str, conversation_id: str) -> str:
    """`conversation/{tenant}/{conversation}`."""
    return f"conversation/{tenant_id}/{conversation_id}"


def handoff_workflow_id(tenant_id: str, handoff_id: str) -> str:
    """`handoff/{tenant}/{handoff}`."""
    return f"handoff/{tenant_id}/{handoff_id}"


def desk_workflow_id(tenant_id: str) -> str:
    """`desk/{tenant}`."""
    return f"desk/{tenant_id}"


def knowledge_workflow_id(tenant_id: str) -> str:
    """`knowledge/{tenant}`: the sync of its index."""
    return f"knowledge/{tenant_id}"


def knowledge_refresh_id(tenant_id: str) -> str:
    """`knowledge/{tenant}/refresh`: the schedule of its sources, and what that starts."""
    return f"knowledge/{tenant_id}/refresh"


def suggestion_workflow_id(tenant_id: str, suggestion_id: str) -> str:
    """`suggestion/{tenant}/{suggestion}`."""
    return f"suggestion/{tenant_id}/{suggestion_id}"


def tenant_of_workflow(workflow_id: str | None) -> str | None:
    """The tenant in a workflow id of ours (`kind/tenant` or `kind/tenant/…`), else None."""
    kind, _, rest = (workflow_id or "").partition("/")
    return rest.partition("/")[0] or None if kind in _KINDS else None


def callback_workflow_id(tenant_id: str, callback_id: str) -> str:
    """`callback/{tenant}/{id}`."""
    return f"callback/{tenant_id}/{callback_id}"


_CALL_BACK = "callback-"


def call_back_handoff_id(callback_id: str, attempt: int) -> str:
    """Each attempt is a row of its own in the queue."""
    return f"{_CALL_BACK}{callback_id}-{attempt}"


def callback_of_handoff(handoff_id: str) -> str | None:
    """The call-back of which a handoff is an attempt; None for one that is a chat."""
    if not handoff_id.startswith(_CALL_BACK):
        return None
    return handoff_id.removeprefix(_CALL_BACK).rpartition("-")[0] or None
