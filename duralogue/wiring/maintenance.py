"""The worker of the queue `maintenance`: syncs of knowledge, and call-backs."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.callbacks import CallbackActivities
from duralogue.wiring.desk_watch import watching_desks
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.knowledge import (
    knowledge_activities,
    knowledge_refresh_activities,
    search_index_activities,
)
from duralogue.wiring.language_models import open_language_models
from duralogue.wiring.models import model_process
from infra.postgres.callbacks import PostgresCallbackQueue
from infra.temporal.search_index import TemporalIndexFollower
from workers.knowledge import build_sync_worker


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    await stack.enter_async_context(watching_desks(base))
    models = await stack.enter_async_context(model_process(base.settings))
    hosted = await open_language_models(base, stack)
    return build_sync_worker(
        base.temporal,
        knowledge_activities(base, models, hosted.embedders, _follower(base)),
        await knowledge_refresh_activities(base, stack),
        CallbackActivities(base.bots, PostgresCallbackQueue(base.engine)),
        await search_index_activities(base, models, stack),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )


def _follower(base: Foundation) -> TemporalIndexFollower | None:
    return None if base.settings.retriever == "postgres" else TemporalIndexFollower(base.temporal)
