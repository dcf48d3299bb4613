"""The worker of the queue `intelligence`: embedding documents, and answers found elsewhere."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.answers import AnswerActivities, AnswerFinder
from activities.generated_answers import GeneratedAnswers
from duralogue.chaos.points import Step
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.knowledge import knowledge_activities
from duralogue.wiring.language_models import open_language_models
from duralogue.wiring.models import embedder_of, model_process
from duralogue.wiring.retrievers import open_retriever
from infra.model_process.ports import DistantAnswerer
from infra.model_process.process import ModelProcess
from infra.postgres.conversation_contexts import PostgresConversationContexts
from infra.postgres.drafts import PostgresDraftStream
from infra.postgres.generated_answers import PostgresAnswerRecords
from infra.prompt_files.reader import shipped_prompts
from workers.knowledge import build_embedding_worker
from workflows.options import MODELS_WITHIN

_QUOTED_WITHIN = timedelta(seconds=7)
"""Finding passages and quoting them: a hung attempt keeps its place no longer."""


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    """A model process for each, so that a customer's question does not wait behind a portion of a
    document. They start with their first use; that of the answers at once where it is needed."""
    indexing = await stack.enter_async_context(model_process(base.settings))
    answering = await stack.enter_async_context(model_process(base.settings))
    if base.settings.answers_elsewhere:
        answering.start()
    return build_embedding_worker(
        base.temporal,
        knowledge_activities(base, indexing),
        await _answers(base, answering, stack),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )


async def _answers(
    base: Foundation, models: ModelProcess, stack: AsyncExitStack
) -> AnswerActivities:
    """Tenants with a hosted model are answered in its words, the others by quoting."""
    embedder = embedder_of(models)
    retriever = base.faults.around(
        await open_retriever(base, embedder, stack), search=Step.FIND_ANSWER
    )
    return AnswerActivities(
        AnswerFinder(embedder, retriever, DistantAnswerer(models)),
        within=_QUOTED_WITHIN,
        generated=await _generated(base, stack),
    )


async def _generated(base: Foundation, stack: AsyncExitStack) -> GeneratedAnswers:
    return GeneratedAnswers(
        models=await open_language_models(base, stack),
        bots=base.bots,
        contexts=PostgresConversationContexts(base.engine),
        records=PostgresAnswerRecords(base.engine),
        drafts=PostgresDraftStream(base.engine),
        prompts=shipped_prompts(),
        within=MODELS_WITHIN,
    )
