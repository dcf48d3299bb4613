"""Call-backs over Temporal: started with their ticket, claimed and ended by updates."""

from datetime import UTC, datetime, timedelta
from typing import Final

from temporalio.client import Client
from temporalio.common import (
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from domain.desk.callbacks import Callback
from domain.errors import DependencyUnavailable
from domain.identifiers import callback_workflow_id
from domain.ports import Tickets
from infra.temporal.client import answering
from workflows import options, search_attributes
from workflows.callback import CallbackInput, CallbackWorkflow
from workflows.queues import MAINTENANCE

_WITHIN: Final = timedelta(seconds=3)
_KIND: Final = "callback"


class CallingTickets:
    """Implements `Tickets` over another: one that asks for a call also begins the call-back."""

    def __init__(self, tickets: Tickets, client: Client) -> None:
        self._tickets = tickets
        self._client = client

    async def create(
        self, tenant_id: str, conversation_id: str, *, key: str, kind: str, contact: str, about: str
    ) -> str:
        """Raise DependencyUnavailable where the call-back could not be begun: the same key, sent
        again, begins it once."""
        ticket = await self._tickets.create(
            tenant_id, conversation_id, key=key, kind=kind, contact=contact, about=about
        )
        if kind == _KIND:
            await self._begin(
                Callback(
                    tenant_id=tenant_id,
                    callback_id=ticket,
                    conversation_id=conversation_id,
                    contact=contact,
                    about=about,
                    asked_at=datetime.now(UTC),
                )
            )
        return ticket

    async def _begin(self, callback: Callback) -> None:
        tenant_id = callback.tenant_id
        try:
            async with answering(within=_WITHIN):
                await self._client.start_workflow(
                    CallbackWorkflow.run,
                    CallbackInput(callback=callback),
                    id=callback_workflow_id(tenant_id, callback.callback_id),
                    task_queue=MAINTENANCE,
                    task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                    static_summary=f"call-back of {tenant_id}",
                    search_attributes=TypedSearchAttributes(
                        [SearchAttributePair(search_attributes.TENANT_ID, tenant_id)]
                    ),
                    rpc_timeout=_WITHIN,
                )
        except WorkflowAlreadyStartedError:
            return  # its ticket was asked for again after the call
        except RPCError as error:
            raise DependencyUnavailable(f"Temporal: {error.message}") from error
