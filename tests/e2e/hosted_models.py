"""Tenants of the running product whose models are doubles in the test's own process."""

import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.language_models.account_views import ModelUsage
from domain.language_models.connections import ConnectedModel, ModelKind
from domain.staff import StaffRole
from duralogue.chat_client import open_http
from duralogue.demo.staff import Colleague
from duralogue.embedded.stack import Stack
from duralogue.wiring.foundation import Foundation, open_foundation
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections, parse_document
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.model_accounts import PostgresModelAccounts
from infra.postgres.model_connections import PostgresModelConnections
from infra.postgres.staff import PostgresStaff
from provider_doubles.cohere import CohereSettings, create_cohere_double
from provider_doubles.faults import Fault, FaultKind
from provider_doubles.language_models.settings import Chunking, ModelSettings
from provider_doubles.openai_compatible import OpenAISettings, create_openai_double
from provider_doubles.serving import running_double
from tests.e2e.page import Page, page_of
from tests.unit.domain.bots import a_bot

KEY = SecretStr("double-model-key")
QUESTION = "How long may I return an item?"
FIRST = "You may return an item within 30 days."
SECOND = "You may return an item that was opened within 14 days."
WHOLE = f"{FIRST} {SECOND}"
RETURNS = f"---\ntitle: Returns\n---\n## Time\n\n{FIRST} {SECOND}\n"
SPEED = 0.12
"""Seconds between two words: some three for the whole answer."""
FILES = {
    "intents.yaml": "intents:\n  order: {en: [my order, track it, where is it, order, parcel]}\n",
    "flows/order.yaml": "order: {when: order, title: Orders, steps: [{say: order}]}\n",
    "responses.yaml": "order: On its way.\nholding: One moment.\n",
}
HEAD = """tenant: {name}
branding: {{name: Harbour}}
models: {{{models}}}
never_silent: {{holding_after: 40s, failure_after: 100s}}
"""


@dataclass
class Double:
    """A vendor's server, as it is told to behave, and what it was asked."""

    app: Starlette
    url: str

    @property
    def settings(self) -> ModelSettings:
        """Those that may change while it runs."""
        found: ModelSettings = self.app.state.settings
        return found

    @property
    def asked(self) -> int:
        """Requests for words that came in."""
        return int(self.app.state.log.counts["chat"])

    @property
    def has_gone_silent(self) -> bool:
        """Whether its latest answer has ended, well or not."""
        latest = self.app.state.log.latest
        return bool(latest) and latest[-1].over.is_set()

    def fails(self, kind: FaultKind, *, times: int | None = None, **more: float) -> None:
        """What goes wrong with the next calls, or with all."""
        self.app.state.faults.faults.append(
            Fault.model_validate({"kind": kind, "method": "chat", "next": times, **more})
        )

    def recovers(self) -> None:
        """Nothing goes wrong any more, and what came in is forgotten."""
        self.app.state.faults.clear()
        self.app.state.log.clear()


@dataclass
class Harbour:
    """A tenant with two models: `large` at Cohere and `small` at a server like OpenAI's."""

    name: str
    stack: Stack
    base: Foundation
    large: Double
    small: Double
    http: httpx.AsyncClient

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[Page]:
        """Somebody in a new conversation."""
        async with page_of(self.stack.ports.gateway_url, self.name) as page:
            yield page

    async def token(self, role: StaffRole) -> str:
        """Of somebody new on the staff."""
        return await PostgresStaff(self.base.engine).add(self.name, role.value.title(), role)

    async def staff(self, role: StaffRole) -> Colleague:
        """Somebody with a token of their own."""
        return Colleague(self.http, self.name, await self.token(role))

    async def usage(self) -> ModelUsage:
        """What its models were asked today, and how its customers are served."""
        return await PostgresModelAccounts(self.base.engine).usage(self.name, days=1)

    @property
    def attempts(self) -> tuple[int, int]:
        """Requests that the two servers have got."""
        return self.large.asked, self.small.asked


class Harbours:
    """Makes tenants, each with doubles of its own: breakers and waits are by tenant."""

    def __init__(self, stack: Stack, base: Foundation, rooms: AsyncExitStack) -> None:
        self._stack = stack
        self._base = base
        self._rooms = rooms
        self._embedder = MiniLMEmbedder()

    async def new(
        self,
        *,
        models: str = "answers: [large, small]",
        files: Mapping[str, str] = FILES,
        large: str = "command-a-03-2025",
        small: str = "qwen3-8b",
        pace_s: float = 0.0,
    ) -> Harbour:
        """A tenant that nobody else's test has; `large` is the id that its connection names."""
        name = f"t{uuid4().hex[:12]}"
        ways = {"chunking": Chunking.WORDS, "pace_s": pace_s}
        cohere = await self._double(create_cohere_double(CohereSettings(**ways)))
        openai = await self._double(create_openai_double(OpenAISettings(**ways)))
        connections = PostgresModelConnections(self._base.engine, self._base.keys)
        for model in (
            _connected("large", ModelKind.COHERE, cohere.url, large),
            _connected("small", ModelKind.OPENAI, f"{openai.url}/v1", small),
        ):
            await connections.connect(name, model)
            self._rooms.push_async_callback(connections.remove, name, model.name)
        head = HEAD.format(name=name, models=models)
        await self._base.bots.publish(a_bot({**files, "tenant.yaml": head}), by="test")
        await self._index(name)
        http = await self._rooms.enter_async_context(open_http(self._stack.ports.gateway_url))
        return Harbour(name, self._stack, self._base, cohere, openai, http)

    async def _double(self, app: Starlette) -> Double:
        return Double(app, await self._rooms.enter_async_context(running_double(app)))

    async def _index(self, tenant: str) -> None:
        sources = PostgresKnowledgeSources(self._base.engine)
        store = PostgresKnowledge(self._base.engine, self._embedder)
        await sources.replace(tenant, [parse_document("returns", RETURNS)])
        activities = KnowledgeActivities(sources, store, MarkdownSections(), self._embedder)
        sync = Sync(tenant_id=tenant, sync_id=uuid4().hex)
        await activities.index_batch(IndexBatch(**sync.model_dump()))
        await activities.swap_in(sync)


def _connected(name: str, kind: ModelKind, url: str, model: str) -> ConnectedModel:
    return ConnectedModel(name=name, kind=kind, url=url, model=model, key=KEY)


@asynccontextmanager
async def harbours_of(stack: Stack) -> AsyncIterator[Harbours]:
    """Until the block is left; then no model is connected any more."""
    async with open_foundation(stack.settings) as base, AsyncExitStack() as rooms:
        yield Harbours(stack, base, rooms)


def kill(stack: Stack, part: str) -> None:
    """As the machine would, without a word; the supervisor starts it again."""
    os.kill(stack.pids[part], signal.SIGKILL)
