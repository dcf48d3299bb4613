"""Identifiers of tenants, conversations and messages, and the workflow ids made of them."""

from typing import Annotated

from pydantic import Field

TenantId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_:.-]{0,119}$")]
MessageId = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,64}$")]


_KINDS = frozenset({"conversation", "handoff", "knowledge", "suggestion"})


def conversation_workflow_id(tenant_id: str, conversation_id: str) -> str:
    """`conversation/{tenant}/{conversation}`."""
    return f"conversation/{tenant_id}/{conversation_id}"


def handoff_workflow_id(tenant_id: str, handoff_id: str) -> str:
    """`handoff/{tenant}/{handoff}`."""
    return f"handoff/{tenant_id}/{handoff_id}"


def suggestion_workflow_id(tenant_id: str, suggestion_id: str) -> str:
    """`suggestion/{tenant}/{suggestion}`."""
    return f"suggestion/{tenant_id}/{suggestion_id}"


def tenant_of_workflow(workflow_id: str | None) -> str | None:
    """The tenant in a workflow id of ours (`kind/tenant` or `kind/tenant/…`), else None."""
    kind, _, rest = (workflow_id or "").partition("/")
    return rest.partition("/")[0] or None if kind in _KINDS else None
