"""Metrics of hosted models, beside Temporal's own on the worker's METRICS_PORT."""

from temporalio.client import Client
from temporalio.runtime import Runtime

from domain.language_models.budgets import SettledCall
from domain.language_models.requests import Purpose
from domain.language_models.service_levels import Level, ServiceLevel


class TemporalModelMeter:
    """Implements `ModelMeter`."""

    def __init__(self, client: Client) -> None:
        runtime = client.service_client.config.runtime or Runtime.default()
        meter = runtime.metric_meter
        self._requests = meter.create_counter(
            "duralogue_model_requests", "Requests to hosted models, by outcome"
        )
        self._tokens = meter.create_counter(
            "duralogue_model_tokens", "Tokens of hosted models, by direction"
        )
        self._cost = meter.create_counter(
            "duralogue_model_cost_microdollars", "Cost of hosted models", "microdollars"
        )
        self._first_word = meter.create_histogram_timedelta(
            "duralogue_model_first_word", "From a request to the first word"
        )
        self._fallbacks = meter.create_counter(
            "duralogue_model_fallbacks", "Chains that went on to the next model, or gave up"
        )
        self._level = meter.create_gauge(
            "duralogue_model_service_level", "1: answers of hosted models; 0: extractive ones"
        )
        self._breaker = meter.create_gauge(
            "duralogue_model_breaker_open", "1: the model is left in peace; 0: it is asked"
        )

    def settled(self, call: SettledCall) -> None:
        about = {
            "tenant": call.call.tenant_id,
            "purpose": call.call.purpose.value,
            "connection": call.call.connection,
            "model": call.call.model,
        }
        self._requests.add(1, {**about, "outcome": call.outcome.value})
        self._tokens.add(call.usage.input_tokens, {**about, "direction": "input"})
        self._tokens.add(call.usage.output_tokens, {**about, "direction": "output"})
        self._cost.add(int(call.cost * 1_000_000), about)
        if call.first_word is not None:
            self._first_word.record(call.first_word, about)

    def fell_back(self, tenant_id: str, purpose: Purpose, reason: str) -> None:
        self._fallbacks.add(1, {"tenant": tenant_id, "purpose": purpose.value, "to": reason})

    def level(self, tenant_id: str, level: ServiceLevel) -> None:
        value = int(level.level is Level.HOSTED)
        self._level.set(value, {"tenant": tenant_id, "purpose": level.purpose.value})

    def breaker(self, tenant_id: str, server: str, *, is_open: bool) -> None:
        self._breaker.set(int(is_open), {"tenant": tenant_id, "model": server})
