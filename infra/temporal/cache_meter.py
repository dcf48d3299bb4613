"""Metrics of kept answers, beside Temporal's own on the worker's METRICS_PORT."""

from temporalio.client import Client
from temporalio.runtime import Runtime

from domain.generated_answers.kept_answers import CacheResult


class TemporalCacheMeter:
    """Implements `CacheMeter`."""

    def __init__(self, client: Client) -> None:
        runtime = client.service_client.config.runtime or Runtime.default()
        self._looked = runtime.metric_meter.create_counter(
            "duralogue_answer_cache", "Questions that a kept answer might answer, by result"
        )

    def looked(self, tenant_id: str, result: CacheResult) -> None:
        self._looked.add(1, {"tenant": tenant_id, "result": result.value})
