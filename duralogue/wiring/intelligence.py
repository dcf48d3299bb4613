"""The worker of the queue `intelligence`: embedding documents, and answers found elsewhere."""

from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

from temporalio.worker import Worker

from activities.answer_finder import AnswerFinder
from activities.answers import AnswerActivities
from activities.handoff_summaries import HandoffSummaryActivities
from activities.passage_order import PassageOrder
from activities.proposals import ProposalActivities
from domain.ports.language_models import LanguageModels
from duralogue.chaos.points import Step
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.hosted_search import open_hosted_search
from duralogue.wiring.knowledge import knowledge_activities
from duralogue.wiring.language_models import HostedModels, open_language_models
from duralogue.wiring.languages import by_index_model, foreign_answers, index_models
from duralogue.wiring.models import embedder_of, model_process
from duralogue.wiring.on_demand import port_on_demand
from duralogue.wiring.retrievers import open_retriever
from infra.model_process.ports import DistantAnswerer
from infra.model_process.process import ModelProcess
from infra.postgres.answer_cache import PostgresAnswerCache
from infra.postgres.conversation_contexts import PostgresConversationContexts
from infra.postgres.drafts import PostgresDraftStream
from infra.postgres.generated_answers import PostgresAnswerRecords
from infra.postgres.handoff_summaries import PostgresWrittenSummaries
from infra.postgres.transcripts import PostgresTranscripts
from infra.prompt_files.reader import shipped_prompts
from infra.temporal.cache_meter import TemporalCacheMeter
from workers.knowledge import build_embedding_worker
from workflows.model_options import PROPOSED_WITHIN
from workflows.options import MODELS_WITHIN

if TYPE_CHECKING:
    from activities.generated_answers import GeneratedAnswers

_QUOTED_WITHIN = timedelta(seconds=7)
"""Finding passages and quoting them: a hung attempt keeps its place no longer."""


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    """A model process for each, so that a customer's question does not wait behind a portion of a
    document. They start with their first use; that of the answers at once where it is needed."""
    hosted = await open_language_models(base, stack)
    indexing = await stack.enter_async_context(model_process(base.settings))
    answering = await stack.enter_async_context(model_process(base.settings))
    if base.settings.answers_elsewhere:
        answering.start()
    return build_embedding_worker(
        base.temporal,
        knowledge_activities(base, indexing, hosted.embedders),
        await _answers(base, answering, hosted, stack),
        ProposalActivities(base.bots, hosted.models, shipped_prompts(), within=PROPOSED_WITHIN),
        HandoffSummaryActivities(
            bots=base.bots,
            transcripts=PostgresTranscripts(base.engine),
            models=hosted.models,
            summaries=PostgresWrittenSummaries(base.engine),
            prompts=shipped_prompts(),
        ),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )


async def _answers(
    base: Foundation, models: ModelProcess, hosted: HostedModels, stack: AsyncExitStack
) -> AnswerActivities:
    """Tenants with a hosted model are answered in its words, the others by quoting."""
    embedder = embedder_of(models)
    known = index_models(base)
    usual = await open_retriever(base, embedder, stack)
    retriever = base.faults.around(
        by_index_model(base, models, known, usual), search=Step.FIND_ANSWER
    )
    found = await open_hosted_search(
        base,
        stack,
        embedder=embedder,
        local=retriever,
        indexes=known,
        embedders=hosted.embedders,
    )
    foreign = foreign_answers(base, models, known)
    return AnswerActivities(
        AnswerFinder(embedder, found, DistantAnswerer(models), foreign),
        within=_QUOTED_WITHIN,
        generated=_generated(base, hosted.models)
        if base.settings.answers_elsewhere
        else port_on_demand(lambda: _generated(base, hosted.models)),
        order=PassageOrder(hosted.rerankers),
        bots=base.bots,
    )


def _generated(base: Foundation, hosted: LanguageModels) -> "GeneratedAnswers":
    """Loaded with the first question of a tenant that has a model, where no others come here."""
    from activities.generated_answers import GeneratedAnswers
    from activities.kept_answers import KeptAnswers
    from infra.local_models.same_questions import SameQuestions

    contexts = PostgresConversationContexts(base.engine)
    kept = KeptAnswers(
        PostgresAnswerCache(base.engine),
        SameQuestions(),
        contexts,
        TemporalCacheMeter(base.temporal),
    )
    return GeneratedAnswers(
        models=hosted,
        bots=base.bots,
        contexts=contexts,
        records=PostgresAnswerRecords(base.engine),
        drafts=PostgresDraftStream(base.engine),
        prompts=shipped_prompts(),
        within=MODELS_WITHIN,
        kept=kept,
    )
