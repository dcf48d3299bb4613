"""One suggested reply: a question of the desk's, answered where the models are."""

from temporalio import workflow

from activities.answers import AnswerActivities, AnswerOutcome, AnswerRequest
from domain.knowledge import STAFF
from workflows import options
from workflows.client_calls import SuggestionInput


@workflow.defn
class SuggestionWorkflow:
    """Id `suggestion/{tenant}/{suggestion}`. Lasts seconds, and is waited for by the gateway."""

    @workflow.run
    async def run(self, asked: SuggestionInput) -> AnswerOutcome:
        """As a turn has its question answered; it ends in time, whatever happens."""
        return await workflow.execute_activity_method(
            AnswerActivities.find_answer,
            AnswerRequest(
                tenant_id=asked.tenant_id,
                conversation_id=asked.conversation_id,
                turn=asked.suggestion_id,
                query=asked.query,
                at=asked.at,
                audiences=tuple(sorted(STAFF)),
            ),
            **options.find_answer(within=options.SUGGESTED_WITHIN + options.LOCAL_ANSWER),
        )
