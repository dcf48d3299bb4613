"""Doubles of every vendor and dialect, and the adapters that speak to them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx

from domain.language_models.requests import (
    ModelDocument,
    ModelMessage,
    ModelRequest,
    Purpose,
    Speaker,
)
from domain.language_models.stream import ModelReply, whole
from domain.ports.language_models import LanguageModel
from infra.cohere.chat import CohereModel
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint, open_model_client
from infra.openai_compatible.chat import OpenAICompatibleModel
from provider_doubles.cohere import CohereSettings, create_cohere_double
from provider_doubles.faults import Fault, FaultKind, FaultSwitch
from provider_doubles.language_models.call_log import CallLog
from provider_doubles.language_models.settings import ModelSettings
from provider_doubles.openai_compatible import Dialect, OpenAISettings, create_openai_double
from provider_doubles.serving import running_double

SERVERS = ("cohere", *Dialect)
KEY = "double-model-key"
SHORT = Deadlines(first_word_s=0.3, between_s=0.3, whole_s=5, call_s=5)
RETURNS = ModelDocument(
    document_id="returns.md#2",
    title="Returns",
    text="You can send things back within 30 days. Shipping back is free in the EU. 🙂 Müllers too",
)
HOURS = ModelDocument(
    document_id="hours.md#1", title="Hours", text="The shop opens at 9 o'clock on weekdays."
)


@dataclass
class Server:
    """One double in this process."""

    kind: str
    url: str
    settings: ModelSettings
    faults: FaultSwitch
    log: CallLog
    client: httpx.AsyncClient

    def model(
        self, *, key: str | None = KEY, model: str = "", deadlines: Deadlines | None = None
    ) -> LanguageModel:
        """The adapter, as the product would make it."""
        endpoint = self.endpoint(model or self.settings.models[0], key)
        if self.kind == "cohere":
            return CohereModel(endpoint, self.client, deadlines)
        return OpenAICompatibleModel(endpoint, self.client, deadlines)

    def endpoint(self, model: str, key: str | None = KEY) -> ModelEndpoint:
        url = self.url if self.kind == "cohere" else f"{self.url}/v1"
        return ModelEndpoint(vendor=self.kind, url=url, model=model, key=key)

    def fail(self, kind: FaultKind, *, times: int | None = 1, **more: float) -> None:
        """What goes wrong with the next calls."""
        self.faults.faults.append(Fault.model_validate({"kind": kind, "next": times, **more}))

    @property
    def attempts(self) -> int:
        """Requests for words that came in."""
        return self.log.counts["chat"]


@asynccontextmanager
async def running_server(kind: str) -> AsyncIterator[Server]:
    """A double of Cohere, or of a dialect."""
    if kind == "cohere":
        app = create_cohere_double(CohereSettings(seed=7))
    else:
        app = create_openai_double(OpenAISettings(dialect=Dialect(kind), seed=7))
    async with running_double(app) as url, open_model_client() as client:
        yield Server(kind, url, app.state.settings, app.state.faults, app.state.log, client)


def asks(
    question: str, *documents: ModelDocument, most_tokens: int = 200, **more: object
) -> ModelRequest:
    """A customer's question."""
    return ModelRequest.model_validate(
        {
            "purpose": Purpose.ANSWER,
            "prompt": "answer@1/en",
            "messages": (
                ModelMessage(speaker=Speaker.INSTRUCTIONS, text="Answer from the documents."),
                ModelMessage(speaker=Speaker.CUSTOMER, text=question),
            ),
            "documents": documents,
            "most_tokens": most_tokens,
            **more,
        }
    )


async def answered(model: LanguageModel, request: ModelRequest) -> ModelReply:
    """The whole reply, which there must be."""
    reply = await whole(model.stream(request))
    assert reply is not None
    return reply


WAIT = timedelta(seconds=7)
