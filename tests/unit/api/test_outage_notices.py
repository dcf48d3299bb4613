"""Notices of the gateway while no answer can be stored or read."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sse_starlette import ServerSentEvent

from api.dependencies import Gateway, open_gateway
from api.gateway_responses import Sentences, languages_in, sentences_of
from api.metrics import GatewayMetrics
from api.outage_notices import OutageNotices
from api.routes.events import stream_events
from api.visitor_sessions import VisitorSession
from domain.bot.model import Response
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.errors import DependencyUnavailable
from domain.identities import SessionProof
from domain.tenant_settings import NeverSilent
from tests.support import eventually
from tests.unit.api.doubles import SETTINGS, Doubles, a_bot
from tests.unit.api.listed_records import ListedEvents

PATIENCE = NeverSilent(
    holding_after=timedelta(milliseconds=50), failure_after=timedelta(milliseconds=300)
)
HERE = ("acme", "web-1")


@dataclass
class LiveEvents(ListedEvents):
    """Events that go on, and cannot be read while the store is down."""

    coming: asyncio.Queue[ConversationEvent] = field(default_factory=asyncio.Queue)

    async def follow(
        self, tenant_id: str, conversation_id: str, seq: int, *, reader: SessionProof | None = None
    ) -> AsyncIterator[ConversationEvent]:
        while True:
            yield await self.coming.get()


@dataclass
class Scene:
    doubles: Doubles
    events: LiveEvents
    gateway: Gateway

    def happens(self, seq: int, **data: Any) -> None:
        kind = ConversationEventKind(data.pop("kind", "message"))
        event = ConversationEvent(seq=seq, kind=kind, data=data, at=datetime.now(UTC))
        self.events.coming.put_nowait(event)

    @asynccontextmanager
    async def listening(
        self, seq: int = 0, conversation_id: str = HERE[1], *, is_readable: bool = True
    ) -> AsyncIterator[list[dict[str, Any]]]:
        session = VisitorSession(
            tenant_id=HERE[0],
            conversation_id=conversation_id,
            visitor_id="v",
            expires_at=datetime.now(UTC) + timedelta(seconds=30),
        )
        heard: list[dict[str, Any]] = []

        def note(event: ServerSentEvent) -> None:
            heard.append({"id": event.id, **json.loads(str(event.data))})

        async def listen() -> None:
            sent = stream_events(self.gateway, session, seq, ("de",), is_readable=is_readable)
            async with aclosing(sent) as stream:
                async for event in stream:
                    note(event)

        listener = asyncio.create_task(listen())
        await asyncio.sleep(0)
        try:
            yield heard
        finally:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    doubles = Doubles()
    own = {"en": "Hold on, {bot} here", "de": "{bot} ist gleich da"}
    bot = a_bot().model_copy(update={"responses": {"holding": Response(name="holding", texts=own)}})
    doubles.bots.put(bot)
    events = LiveEvents()
    gateway = open_gateway(replace(doubles.as_ports(), events=events), SETTINGS, GatewayMetrics())
    await gateway.tenants.get("acme")
    async with gateway.notices:
        yield Scene(doubles, events, gateway)


def statuses(heard: list[dict[str, Any]]) -> list[str]:
    return [each["data"]["status"] for each in heard if each["kind"] == "notice"]


async def test_whoever_listens_is_held_and_then_told_that_the_message_is_kept(scene: Scene) -> None:
    """
    In the tenant's words where it has some, in a language that it speaks, and without a number.
    """
    async with scene.listening() as one, scene.listening() as other:
        scene.doubles.event_store.is_down = True
        scene.gateway.notices.accepted(HERE, "m-1", PATIENCE)
        await eventually(lambda: len(one) == 2 and len(other) == 2)

    assert statuses(one) == statuses(other) == ["holding", "kept"]
    assert one[0]["data"]["text"] == "Ava ist gleich da"
    assert "gespeichert" in one[1]["data"]["text"]
    assert {each["id"] for each in one} == {None}
    assert {each["data"]["message_id"] for each in one} == {"m-1"}


async def test_other_conversations_hear_nothing_of_it(scene: Scene) -> None:
    """
    A notice is about one message of one conversation.
    """
    async with scene.listening() as own, scene.listening(conversation_id="web-2") as others:
        scene.doubles.event_store.is_down = True
        scene.gateway.notices.accepted(HERE, "m-1", PATIENCE)
        await eventually(lambda: len(own) == 2)

    assert others == []


async def test_nothing_is_said_while_the_store_is_well(scene: Scene) -> None:
    """
    Then the conversation's own notice is stored and shown; a second voice would only disturb.
    """
    async with scene.listening() as heard:
        scene.gateway.notices.accepted(HERE, "m-1", PATIENCE)
        await eventually(lambda: scene.doubles.event_store.asked == 3)
        said_while_well = list(heard)
        scene.doubles.event_store.is_down = True
        await eventually(lambda: bool(heard))

    assert said_while_well == []
    assert statuses(heard) == ["kept"]


@pytest.mark.parametrize(
    "answer",
    [
        {"role": "bot", "in_reply_to": "m-2"},
        {"role": "human_agent", "in_reply_to": None},
        {"kind": "status", "status": "closed"},
    ],
)
async def test_what_was_answered_needs_no_notice(scene: Scene, answer: dict[str, Any]) -> None:
    """
    A reply answers the message it names and all before it; a human's words and a close, all.
    """
    async with scene.listening() as heard:
        scene.gateway.notices.accepted(HERE, "m-1", PATIENCE)
        scene.gateway.notices.accepted(HERE, "m-2", PATIENCE)
        scene.happens(1, **answer)
        await eventually(lambda: len(heard) == 1)
        scene.doubles.event_store.is_down = True
        await eventually(lambda: not scene.gateway.notices.is_guarding)

    assert len(heard) == 1


@pytest.mark.parametrize(
    "event",
    [
        {"role": "customer", "message_id": "m-2", "in_reply_to": None},
        {"role": "bot", "in_reply_to": "m-1"},
        {"role": "system", "in_reply_to": "m-2"},
    ],
)
async def test_what_is_not_its_answer_leaves_a_message_guarded(
    scene: Scene, event: dict[str, Any]
) -> None:
    """
    Neither its own echo, nor the answer to an earlier one, nor the stored holding notice.
    """
    async with scene.listening() as heard:
        scene.gateway.notices.accepted(HERE, "m-1", PATIENCE)
        scene.gateway.notices.accepted(HERE, "m-2", PATIENCE)
        scene.happens(1, **event)
        await eventually(lambda: len(heard) == 1)
        scene.doubles.event_store.is_down = True
        await eventually(lambda: ("kept", "m-2") in told(heard))


def told(heard: list[dict[str, Any]]) -> list[tuple[str, str]]:
    notices = [each["data"] for each in heard if each["kind"] == "notice"]
    return [(notice["status"], notice["message_id"]) for notice in notices]


async def test_a_stream_opened_later_hears_what_still_holds(scene: Scene) -> None:
    """
    A page that reconnects in the middle of an outage is not left in silence.
    """
    scene.doubles.event_store.is_down = True
    async with scene.listening() as first:
        scene.gateway.notices.accepted(HERE, "m-1", PATIENCE)
        await eventually(lambda: len(first) == 2)
    async with scene.listening() as later:
        await eventually(lambda: bool(later))

    assert statuses(later) == ["kept"]


async def test_a_stream_opened_while_events_cannot_be_read_says_so_and_goes_on(
    scene: Scene,
) -> None:
    """
    Neither an error nor silence: interrupted, resumed, and then what has happened.
    """
    scene.doubles.event_store.is_down = True
    async with scene.listening(is_readable=False) as heard:
        await eventually(lambda: statuses(heard) == ["interrupted"])
        scene.doubles.event_store.is_down = False
        scene.happens(1, role="bot", text="here I am")
        await eventually(lambda: len(heard) == 3)

    assert statuses(heard) == ["interrupted", "resumed"]
    assert heard[2]["id"] == "1"


async def test_a_number_that_never_was_is_found_out_afterwards(scene: Scene) -> None:
    """
    The stream ends, and whoever asks again is refused: else it would skip what comes.
    """
    async with scene.listening(seq=5, is_readable=False) as heard:
        await eventually(lambda: scene.gateway.streams.of_visitor("v") == 0)

    assert statuses(heard) == ["interrupted"]


async def test_what_is_never_answered_is_forgotten(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A repeat that was answered long ago must not be remembered for ever.
    """
    monkeypatch.setattr("api.outage_notices._FORGOTTEN_AFTER", timedelta(0))
    notices: OutageNotices = scene.gateway.notices
    notices.accepted(HERE, "m-1", PATIENCE)
    await eventually(lambda: not notices.is_guarding)


async def test_sentences_outlive_the_store_and_have_stand_ins(scene: Scene) -> None:
    """
    They were read before the outage; for a tenant never read there are built-in ones.
    """
    scene.doubles.bots.failure = DependencyUnavailable("down")

    assert scene.gateway.tenants.sentence("acme", "holding", ("en-GB",)) == "Hold on, Ava here"
    assert scene.gateway.tenants.sentence("never-seen", "holding", ()).startswith("One moment")


def test_a_language_is_chosen_among_those_the_tenant_speaks() -> None:
    """
    A browser's first wish counts only where the tenant's bot could also answer in it.
    """
    english_only = a_bot().tenant.branding.model_copy(update={"locales": ("en",)})
    bot = a_bot(branding=english_only)

    assert languages_in("de-AT, de;q=0.9, *;q=0.1") == ("de-AT", "de")
    assert "gespeichert" in sentences_of(a_bot()).get("message_kept", ("fr", "de-AT"))
    assert "kept" in sentences_of(bot).get("message_kept", ("de",))
    assert Sentences().get("holding", ("de",)).startswith("Einen Moment")
