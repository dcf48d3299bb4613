"""Answers in a hosted model's words on their way: real workers, a vendor's double, two gateways."""

import asyncio
import base64
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import cast
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from api.drafts import DraftFollower, Drafts, ShownWords
from domain.channel_addresses import Channel
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.desk.requests import TakeOver
from domain.handoffs import Agent
from domain.language_models.connections import ConnectedModel, ModelKind
from domain.messages import Role
from duralogue.wiring.foundation import Foundation, open_foundation
from infra.postgres.drafts import PostgresDraftSource
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.model_connections import PostgresModelConnections
from infra.settings import Settings
from infra.temporal.conversations import TemporalConversationGateway
from provider_doubles.faults import Fault, FaultKind
from provider_doubles.language_models.settings import Chunking
from provider_doubles.openai_compatible import OpenAISettings, create_openai_double
from provider_doubles.serving import running_double
from tests.e2e.http.serving import served
from tests.integration.answers import test_hosted_answers as hosted
from tests.integration.answers.hosted import HostedService
from tests.integration.answers.test_hosted_answers import TENANT, Scene
from tests.support import eventually
from tests.unit.domain.bots import a_bot

FIRST = "You may return an item within 30 days."
HANDOFF = ConversationEventKind.HANDOFF
SECOND = "You may return an item that was opened within 14 days."
MODELS = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny}\nmodels: {answers: main}\n"
    "never_silent: {holding_after: 20s, failure_after: 60s}\n"
}


class Page:
    """A customer's page on one gateway: events and words as its stream has them."""

    def __init__(self) -> None:
        self.got: list[ConversationEvent | ShownWords] = []

    @property
    def shown(self) -> list[str]:
        """Each time the words of the draft, then what was said."""
        shown, text = [], ""
        for one in self.got:
            if isinstance(one, ShownWords):
                text = one.text if one.start == 0 else text + one.text
                shown.append(text)
            elif one.kind is ConversationEventKind.MESSAGE and one.data["role"] == Role.BOT:
                shown.append(f"said: {one.data['text']}")
        return shown

    @property
    def kinds(self) -> list[ConversationEventKind]:
        """Of the events, in their order."""
        return [one.kind for one in self.got if isinstance(one, ConversationEvent)]

    @asynccontextmanager
    async def open(self, engine: AsyncEngine, conversation_id: str) -> AsyncIterator["Page"]:
        here = (TENANT, conversation_id)
        drafts, bell = Drafts(), asyncio.Queue[DraftFollower]()
        async with EventHub(engine) as hub:
            PostgresDraftSource(hub).listen(drafts)
            followed = PostgresConversationEvents(engine, hub).follow(*here, 0)
            events = cast("AsyncGenerator[ConversationEvent]", followed)
            with drafts.followed(here, bell, 0) as follower:
                tasks = [
                    asyncio.create_task(self._read(events, follower)),
                    asyncio.create_task(self._hear(bell)),
                ]
                try:
                    yield self
                finally:
                    for task in tasks:
                        task.cancel()
                    await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(
        self, events: AsyncGenerator[ConversationEvent], follower: DraftFollower
    ) -> None:
        async with aclosing(events):
            async for event in events:
                follower.saw(event)
                self.got.append(event)

    async def _hear(self, bell: "asyncio.Queue[DraftFollower]") -> None:
        while True:
            if (words := (await bell.get()).words()) is not None:
                self.got.append(words)


@pytest.fixture(scope="module")
async def model() -> AsyncIterator[tuple[Starlette, str]]:
    """Letter by letter, as slowly as a large model."""
    app = create_openai_double(OpenAISettings(chunking=Chunking.CHARACTERS, pace_s=0.02))
    async with running_double(app) as url:
        yield app, url


@pytest.fixture(scope="module")
async def base(
    model: tuple[Starlette, str],
    database_url: str,
    temporal_address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Foundation]:
    settings = Settings(
        database_url=SecretStr(database_url),
        temporal_address=temporal_address,
        duralogue_master_key=SecretStr(base64.b64encode(bytes(range(32))).decode()),
        duralogue_home=tmp_path_factory.mktemp("home"),
        answers_elsewhere=True,
    )
    connected = ConnectedModel(
        name="main",
        kind=ModelKind.OPENAI,
        url=f"{model[1]}/v1",
        model="qwen3-8b",
        key=SecretStr("double-model-key"),
    )
    async with open_foundation(settings) as base:
        await base.bots.publish(a_bot({**hosted.FILES, **MODELS}), by="test")
        document = f"---\ntitle: Returns\n---\n## Time\n\n{FIRST} {SECOND}\n"
        await hosted.index(base, document)
        await PostgresModelConnections(base.engine, base.keys).connect(TENANT, connected)
        yield base


@pytest.fixture
async def scene(base: Foundation) -> AsyncIterator[Scene]:
    service = HostedService()
    service.answering.set()
    async with served(service.app()) as url:
        yield Scene(base, base.settings.as_environment(), service, url, f"c-{uuid4().hex[:8]}")


async def take_over(scene: Scene) -> None:
    taken = TakeOver(agent=Agent(name="Jo"), queue="support")
    here = (TENANT, scene.conversation_id)
    await TemporalConversationGateway(scene.base.temporal).take_over(*here, Channel.WEB, taken)


def falls_silent(model: tuple[Starlette, str]) -> None:
    """Once, in the middle of the second sentence."""
    fault = Fault(kind=FaultKind.HANG_MIDWAY, method="chat", next=1, words=70, seconds=60)
    model[0].state.faults.faults.append(fault)


async def test_words_come_before_the_answer_and_end_with_a_takeover(
    scene: Scene, model: tuple[Starlette, str]
) -> None:
    """
    Sentence by sentence on every gateway, each the beginning of what is said in the end, once.
    Once a person has the conversation nothing more is shown or said, and the call has ended.
    """
    answer = f"{FIRST} {SECOND}"
    async with (
        Page().open(scene.base.engine, scene.conversation_id) as one,
        Page().open(scene.base.engine, scene.conversation_id) as other,
        scene.worker("conversations"),
        scene.worker("intelligence"),
    ):
        await scene.ask()
        await eventually(lambda: one.shown[-1:] == other.shown[-1:] == [f"said: {answer}"])
        for words in (one.shown[:-1], other.shown[:-1]):
            assert words[0] == FIRST
            assert all(answer.startswith(text) for text in words)

        falls_silent(model)
        shown = len(one.shown)
        await scene.ask()
        await eventually(lambda: len(one.shown) > shown)
        await take_over(scene)
        await eventually(lambda: HANDOFF in one.kinds[-1:])
        claimed = len(one.got)
        await eventually(model[0].state.log.latest[-1].over.is_set)
        assert one.got[claimed:] == []
    assert [text for text in await scene.said() if text != "One moment."] == [answer]


async def test_after_kill_9_the_next_attempts_words_take_the_place_of_the_first(
    scene: Scene, model: tuple[Starlette, str]
) -> None:
    """
    The customer gets one whole answer, once.
    """
    falls_silent(model)
    async with (
        Page().open(scene.base.engine, scene.conversation_id) as page,
        scene.worker("conversations"),
        scene.worker("intelligence") as killed,
    ):
        await scene.ask()
        await eventually(lambda: page.shown == [FIRST])
        killed.kill()
        await killed.wait()
        async with scene.worker("intelligence"):
            await eventually(scene.answered)
            await eventually(lambda: page.shown[-1].startswith("said: "))

    [said] = [text for text in await scene.said() if text != "One moment."]
    assert said.startswith(FIRST)  # quoted where the machine is too busy for the other worker
    words = [one for one in page.got if isinstance(one, ShownWords)]
    begun = {one.draft_id: one.start for one in reversed(words)}
    assert set(begun.values()) == {0}
