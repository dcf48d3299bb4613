"""Drafts in a conversation's event stream, between the events that are stored."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.dependencies import Gateway, open_gateway
from api.metrics import GatewayMetrics
from api.routes.events import stream_events
from api.visitor_sessions import VisitorSession
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.drafts import DraftKey
from domain.identities import SessionProof
from infra.memory.drafts import MemoryDraftSource, MemoryDraftStream
from tests.support import eventually
from tests.unit.api.doubles import SETTINGS, Doubles
from tests.unit.api.listed_records import ListedEvents

KEY = DraftKey(tenant_id="acme", conversation_id="web-1", turn="s1t1")


@dataclass
class LiveEvents(ListedEvents):
    """Events that go on."""

    coming: asyncio.Queue[ConversationEvent] = field(default_factory=asyncio.Queue)

    async def follow(
        self, tenant_id: str, conversation_id: str, seq: int, *, reader: SessionProof | None = None
    ) -> AsyncIterator[ConversationEvent]:
        while True:
            yield await self.coming.get()


class Scene:
    """A gateway, a worker that makes an answer, and what one visitor's page gets."""

    def __init__(self) -> None:
        self.events, self.source, self.latest = LiveEvents(), MemoryDraftSource(), 0
        ports = replace(Doubles().as_ports(), events=self.events, drafts=self.source)
        self.gateway: Gateway = open_gateway(ports, SETTINGS, GatewayMetrics())
        self.worker = MemoryDraftStream(self.source, lambda *_: self.latest)
        self.got: list[tuple[str | None, dict[str, Any]]] = []

    def commit(self, kind: str, **data: Any) -> None:
        """Stored; the page is told when the stream has read it."""
        self.latest += 1
        self.gateway.drafts.committed("acme", "web-1", self.latest)
        event = ConversationEvent(
            seq=self.latest, kind=ConversationEventKind(kind), data=data, at=datetime.now(UTC)
        )
        self.events.coming.put_nowait(event)

    async def listen(self) -> None:
        session = VisitorSession(
            tenant_id="acme",
            conversation_id="web-1",
            visitor_id="v",
            expires_at=datetime.now(UTC) + timedelta(seconds=30),
        )
        async with aclosing(stream_events(self.gateway, session, 0)) as stream:
            async for sent in stream:
                self.got.append((sent.id, json.loads(str(sent.data))))

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Each event's kind, with the words of a draft."""
        return [(each["kind"], each["data"].get("text") or "") for _, each in self.got]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    listening = asyncio.create_task(scene.listen())
    await asyncio.sleep(0)
    yield scene
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_words_come_between_the_events_and_have_no_number(scene: Scene) -> None:
    """
    So that a browser that asks for what it has missed asks for what is stored.
    """
    async with scene.worker.begin(KEY) as draft:
        draft.show("You can")
        await eventually(lambda: len(scene.got) == 1)
        draft.show("You can return it")
        await eventually(lambda: len(scene.got) == 2)
    scene.commit("message", role="bot", text="You can return it.", message_id="s1t1.1.0")
    await eventually(lambda: len(scene.got) == 3)

    assert [number for number, _ in scene.got] == [None, None, "1"]
    assert scene.shown[:2] == [("draft", "You can"), ("draft", " return it")]
    assert scene.got[0][1]["data"] == {
        "draft_id": "s1t1.1.1",
        "status": "writing",
        "start": 0,
        "text": "You can",
    }


async def test_a_takeover_in_mid_stream_is_the_last_that_is_heard_of_it(scene: Scene) -> None:
    """
    What the worker still says after it reaches nobody, however late it learns of the claim.
    """
    async with scene.worker.begin(KEY) as draft:
        draft.show("You can")
        await eventually(lambda: len(scene.got) == 1)
        known, scene.latest = scene.latest, scene.latest
        scene.commit("handoff", status="claimed", owner="human_agent", agent="Jo")
        scene.latest = known  # as the worker sees it, which has not heard of the claim
        draft.show("You can return it")
        draft.show("You can return it within 30 days")
        await eventually(lambda: len(scene.got) == 2)
        await asyncio.sleep(0.02)

    assert [kind for kind, _ in scene.shown] == ["draft", "handoff"]


async def test_an_answer_that_fails_on_the_way_is_withdrawn(scene: Scene) -> None:
    """
    Words that stay on the page and are no answer would be read as one.
    """

    async def cut_off() -> None:
        async with scene.worker.begin(KEY) as draft:
            draft.show("You can")
            await eventually(lambda: len(scene.got) == 1)
            raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        await cut_off()
    await eventually(lambda: len(scene.got) == 2)

    assert scene.got[1][1]["data"]["status"] == "withdrawn"
