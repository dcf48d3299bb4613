"""`Suggester` over Temporal: a short workflow asks the workers that have the models."""

from datetime import datetime, timedelta

from temporalio.client import Client, WorkflowFailureError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError

from domain.errors import DependencyRejected, DependencyUnavailable
from domain.identifiers import suggestion_workflow_id
from domain.knowledge import Answer
from infra.temporal.client import answering, is_unavailable
from workflows import options
from workflows.client_calls import SUGGESTION, SuggestionFound, SuggestionInput
from workflows.queues import CONVERSATIONS

_MARGIN = timedelta(seconds=1)


class TemporalSuggester:
    """Implements `Suggester`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def find(
        self, tenant_id: str, conversation_id: str, suggestion_id: str, query: str, *, at: datetime
    ) -> Answer | None:
        asked = SuggestionInput(
            tenant_id=tenant_id,
            conversation_id=conversation_id,
            suggestion_id=suggestion_id,
            query=query,
            at=at,
        )
        within = options.SUGGESTED_WITHIN + _MARGIN
        try:
            async with answering(within=within):
                outcome: SuggestionFound = await self._client.execute_workflow(
                    SUGGESTION,
                    asked,
                    id=suggestion_workflow_id(tenant_id, suggestion_id),
                    task_queue=CONVERSATIONS,
                    task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                    execution_timeout=within,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    static_summary=f"{tenant_id}, suggested reply",
                    result_type=SuggestionFound,
                )
        except WorkflowFailureError as error:
            raise DependencyUnavailable("no suggestion was made in time") from error
        except RPCError as error:
            if is_unavailable(error):
                raise DependencyUnavailable(f"Temporal: {error.message}") from error
            raise DependencyRejected(f"Temporal refused: {error.message}") from error
        return outcome.answer
