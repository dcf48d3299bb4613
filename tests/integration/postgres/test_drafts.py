"""Drafts over PostgreSQL: from a worker to every gateway, and not past a takeover."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from api.drafts import DraftFollower, Drafts, ShownWords
from domain.conversations import ConversationStatus, Owner, TurnOutcome
from domain.drafts import DraftKey
from infra.postgres.drafts import PostgresDraftSource, PostgresDraftStream
from infra.postgres.engine import create_engine
from infra.postgres.event_hub import DRAFTS, EventHub
from infra.postgres.raw_queries import tenant_rows
from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say
from tests.support import eventually

LONG = "A longer answer, word by word. " * 120


class Gateway:
    """A gateway that hears drafts, and one page's place in them."""

    def __init__(self, hub: EventHub) -> None:
        self.drafts = Drafts()
        self.bell: asyncio.Queue[DraftFollower] = asyncio.Queue()
        self.got: list[ShownWords] = []
        PostgresDraftSource(hub).listen(self.drafts)

    @property
    def text(self) -> str:
        """What its page shows."""
        text = ""
        for words in self.got:
            text = words.text if words.start == 0 else text + words.text
        return text

    def look(self, follower: DraftFollower) -> bool:
        if (words := follower.words()) is not None:
            self.got.append(words)
        return bool(self.got)


@pytest.fixture
async def gateways(engine: AsyncEngine) -> AsyncIterator[list[Gateway]]:
    async with EventHub(engine) as one, EventHub(engine) as other:
        made = [Gateway(one), Gateway(other)]
        await asyncio.sleep(0.2)
        yield made


def a_key(stores: Stores, turn: str = "s1t1", attempt: int = 1) -> DraftKey:
    return DraftKey(tenant_id=stores.tenant, conversation_id="c-1", turn=turn, attempt=attempt)


async def test_every_gateway_hears_a_draft_whole_and_it_is_stored_nowhere(
    postgres: Stores, engine: AsyncEngine, gateways: list[Gateway]
) -> None:
    """
    The page may hang on any of them; a text longer than a notification comes in pieces.
    """
    ref = await postgres.open()
    here = (postgres.tenant, "c-1")
    with (
        gateways[0].drafts.followed(here, gateways[0].bell, 0) as one,
        gateways[1].drafts.followed(here, gateways[1].bell, 0) as other,
        gateways[1].drafts.followed(("rival", "c-1"), gateways[1].bell, 0) as stranger,
    ):
        async with PostgresDraftStream(engine).begin(a_key(postgres)) as draft:
            for end in range(10, len(LONG) + 10, 10):
                draft.show(LONG[:end])
            await eventually(lambda: gateways[0].look(one) and gateways[0].text == LONG)
            await eventually(lambda: gateways[1].look(other) and gateways[1].text == LONG)
        assert stranger.words() is None

    assert len(gateways[0].got) <= 6, "words that come at once travel together"
    assert await postgres.events.latest(ref.tenant_id, "c-1") == 0


async def test_a_takeover_ends_it_everywhere(
    postgres: Stores, engine: AsyncEngine, gateways: list[Gateway]
) -> None:
    """
    The claim's commit decides: what the worker says afterwards is not even sent.
    """
    await postgres.open()
    here = (postgres.tenant, "c-1")
    with gateways[0].drafts.followed(here, gateways[0].bell, 0) as follower:
        async with PostgresDraftStream(engine).begin(a_key(postgres)) as draft:
            draft.show("You can")
            await eventually(lambda: gateways[0].look(follower))
            await postgres.records.record_owner(
                *here,
                owner=Owner.HUMAN_AGENT,
                status=ConversationStatus.WITH_HUMAN,
                agent="Jo",
                at=datetime.now(UTC),
            )
            draft.show("You can return it")
            await asyncio.sleep(0.3)
            draft.show("You can return it within 30 days")
            await asyncio.sleep(0.3)
        gateways[0].look(follower)

    assert gateways[0].text == "You can"
    assert gateways[0].drafts.current(here) is None


async def test_an_attempt_that_outlives_its_turn_is_not_heard(
    postgres: Stores, engine: AsyncEngine, gateways: list[Gateway]
) -> None:
    """
    A worker that was taken for dead wakes up after the answer was stored by another.
    """
    ref = await postgres.open()
    here = (postgres.tenant, "c-1")
    commit = a_commit(ref, an_inbound(ref), commands=(say("Within 30 days."),))
    assert commit.ends is TurnOutcome.ANSWERED
    await postgres.turns.commit(commit)

    with gateways[0].drafts.followed(here, gateways[0].bell, 9) as follower:
        async with PostgresDraftStream(engine).begin(a_key(postgres, commit.turn)) as draft:
            draft.show("You can")
            await asyncio.sleep(0.3)
        assert follower.words() is None
        async with PostgresDraftStream(engine).begin(a_key(postgres, "s1t9")) as draft:
            draft.show("Anything else?")
            await eventually(lambda: gateways[0].look(follower))
    assert gateways[0].text == "Anything else?"


async def test_what_a_gateway_does_not_understand_costs_it_nothing_else(
    postgres: Stores, engine: AsyncEngine, gateways: list[Gateway]
) -> None:
    """
    During a deployment workers of another release send drafts too, and events must go on.
    """
    await postgres.open()
    here = (postgres.tenant, "c-1")
    for payload in ('0 {"key": 1, "words": "of another release"}', "", "{}", "now {}"):
        strange = {"channel": DRAFTS, "payload": payload}
        tell = "SELECT pg_notify(%(channel)s, %(payload)s)"
        await tenant_rows(engine, postgres.tenant, tell, strange)

    with gateways[0].drafts.followed(here, gateways[0].bell, 0) as follower:
        async with PostgresDraftStream(engine).begin(a_key(postgres)) as draft:
            draft.show("You can")
            await eventually(lambda: gateways[0].look(follower))


async def test_a_text_that_json_or_postgresql_cannot_hold_is_shown_without_it(
    postgres: Stores, engine: AsyncEngine, gateways: list[Gateway]
) -> None:
    """
    A model may say anything: NUL, halves of characters, what looks like the end of a statement.
    """
    await postgres.open()
    here = (postgres.tenant, "c-1")
    with gateways[0].drafts.followed(here, gateways[0].bell, 0) as follower:
        async with PostgresDraftStream(engine).begin(a_key(postgres)) as draft:
            draft.show("a\x00b \ud800 '; -- %(x)s \\u0000")
            await eventually(lambda: gateways[0].look(follower))
    assert gateways[0].text == "a\ufffdb ? '; -- %(x)s \\u0000"


async def test_what_is_cut_off_is_withdrawn(
    postgres: Stores, engine: AsyncEngine, gateways: list[Gateway]
) -> None:
    """
    Of a cancelled activity too, which has a moment left to say so.
    """
    await postgres.open()
    here = (postgres.tenant, "c-1")
    started = asyncio.Event()

    async def answer() -> None:
        async with PostgresDraftStream(engine).begin(a_key(postgres)) as draft:
            draft.show("You can")
            started.set()
            await asyncio.sleep(60)

    with gateways[0].drafts.followed(here, gateways[0].bell, 0) as follower:
        work = asyncio.create_task(answer())
        await started.wait()
        await eventually(lambda: gateways[0].look(follower))
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await eventually(
            lambda: gateways[0].look(follower) and gateways[0].got[-1].status == "withdrawn"
        )


async def test_what_is_withdrawn_last_is_withdrawn_at_the_end(
    postgres: Stores, engine: AsyncEngine, gateways: list[Gateway]
) -> None:
    """
    The documents are quoted in its stead: until they are, nothing of it is to be seen.
    """
    await postgres.open()
    here = (postgres.tenant, "c-1")
    with gateways[0].drafts.followed(here, gateways[0].bell, 0) as follower:
        async with PostgresDraftStream(engine).begin(a_key(postgres)) as draft:
            draft.show("You can")
            await eventually(lambda: gateways[0].look(follower))
            draft.withdraw()
        await eventually(
            lambda: gateways[0].look(follower) and gateways[0].got[-1].status == "withdrawn"
        )


async def test_a_database_that_is_down_fails_no_answer(owner_url: str) -> None:
    """
    Words on the way are a courtesy: the answer does not depend on them.
    """
    engine = create_engine(owner_url.rsplit("/", 1)[0] + "/nowhere")
    key = DraftKey(tenant_id="acme", conversation_id="c-1", turn="s1t1")
    async with asyncio.timeout(20), PostgresDraftStream(engine).begin(key) as draft:
        draft.show("You can")
        await asyncio.sleep(0.2)
        draft.withdraw()
    await engine.dispose()
