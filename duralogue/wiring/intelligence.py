"""The worker of the queue `intelligence`: embedding documents, and answers found elsewhere."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.answers import AnswerActivities, AnswerFinder
from duralogue.chaos.points import Step
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.knowledge import knowledge_activities
from duralogue.wiring.languages import by_index_model, foreign_answers, index_models
from duralogue.wiring.models import embedder_of, model_process
from duralogue.wiring.retrievers import open_retriever
from infra.model_process.ports import DistantAnswerer
from infra.model_process.process import ModelProcess
from workers.knowledge import build_embedding_worker
from workflows.options import ANSWER_ATTEMPT


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
    """A hosted embedder or answerer takes the place of these."""
    embedder = embedder_of(models)
    known = index_models(base)
    usual = await open_retriever(base, embedder, stack)
    retriever = base.faults.around(
        by_index_model(base, models, known, usual), search=Step.FIND_ANSWER
    )
    foreign = foreign_answers(base, models, known)
    return AnswerActivities(
        AnswerFinder(embedder, retriever, DistantAnswerer(models), foreign),
        within=ANSWER_ATTEMPT + timedelta(seconds=1),
    )
