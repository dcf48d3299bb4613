"""On which bot revision each open conversation of a tenant runs, and moving it to another."""

from collections.abc import AsyncIterator

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError

from domain.errors import DependencyUnavailable
from domain.identifiers import conversation_workflow_id
from domain.revisions import DialogueSnapshot, MoveToRevision
from infra.temporal.client import RPC_TIMEOUT
from infra.temporal.conversations import answered
from workflows.conversation import ConversationWorkflow


class TemporalRevisions:
    """Of one tenant: no other's conversations are listed, read or moved."""

    def __init__(self, client: Client, tenant_id: str) -> None:
        self._client = client
        self._tenant_id = tenant_id

    async def open_conversations(self) -> AsyncIterator[str]:
        """Their ids, as the visibility store knows them: one just opened may be missing."""
        query = (
            f"WorkflowType = '{ConversationWorkflow.__name__}' AND ExecutionStatus = 'Running'"
            f" AND TenantId = '{self._tenant_id}'"
        )
        beginning = conversation_workflow_id(self._tenant_id, "")
        try:
            async for found in self._client.list_workflows(query, rpc_timeout=RPC_TIMEOUT):
                yield found.id.removeprefix(beginning)
        except RPCError as error:
            raise DependencyUnavailable(f"Temporal: {error.message}") from error

    async def look(self, conversation_id: str) -> DialogueSnapshot:
        """Raise NotFound where it has been closed meanwhile."""
        handle = self._handle(conversation_id)
        return await answered(
            lambda: handle.query(ConversationWorkflow.get_dialogue, rpc_timeout=RPC_TIMEOUT)
        )

    async def move(self, conversation_id: str, move: MoveToRevision) -> None:
        """Raise Conflict where the dialogue has moved on since it was looked at."""
        handle = self._handle(conversation_id)
        await answered(
            lambda: handle.execute_update(
                ConversationWorkflow.move_to_revision, move, rpc_timeout=RPC_TIMEOUT
            )
        )

    def _handle(self, conversation_id: str) -> WorkflowHandle[ConversationWorkflow, None]:
        return self._client.get_workflow_handle_for(
            ConversationWorkflow.run, conversation_workflow_id(self._tenant_id, conversation_id)
        )
