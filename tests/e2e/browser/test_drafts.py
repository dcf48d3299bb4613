"""An answer grows on the chat page while a worker makes it, and is what it becomes."""

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from domain.drafts import DraftKey
from domain.ports import Draft
from duralogue.embedded.stack import Stack
from infra.postgres.drafts import PostgresDraftStream
from infra.postgres.engine import create_engine
from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.visitor import Visitor

QUESTION = "How long do I have to return an item?"
IS_MARKUP = "<b>Within</b> [30 days](https://evil.example) https://evil.example "


class Worker:
    """Makes answers as the activity of a hosted model does, through the same port."""

    def __init__(self, stream: PostgresDraftStream) -> None:
        self._stream = stream
        self._turns = 900

    def answers(self, visitor: Visitor, attempt: int = 1) -> AbstractAsyncContextManager[Draft]:
        self._turns += attempt == 1
        key = DraftKey(
            tenant_id="acme",
            conversation_id=conversation_of(visitor),
            turn=f"s1t{self._turns}",
            attempt=attempt,
        )
        return self._stream.begin(key)


def conversation_of(visitor: Visitor) -> str:
    found = [re.search("/conversations/([^/]+)/events", url) for url in visitor.requested]
    return next(one[1] for one in reversed(found) if one)


def draft_of(visitor: Visitor) -> Locator:
    return visitor.page.locator(".draft .text")


def note_of(visitor: Visitor) -> Locator:
    return visitor.page.locator(".draft-note")


@pytest.fixture
async def worker(stack: Stack) -> AsyncIterator[Worker]:
    engine = create_engine(stack.settings.require_database_url())
    yield Worker(PostgresDraftStream(engine))
    await engine.dispose()


async def test_an_answer_grows_and_is_replaced_by_itself(visitor: Visitor, worker: Worker) -> None:
    """
    Word by word, as text alone, and outside of the log: a screen reader reads the answer once.
    """
    answer = await (await visitor.ask(QUESTION)).locator(".text").inner_text()
    draft = draft_of(visitor)
    async with worker.answers(visitor) as words:
        words.show(IS_MARKUP)
        await expect(draft).to_have_text(IS_MARKUP.strip())
        assert await draft.locator("a, b").count() == 0
        words.show(answer[:20])
        await expect(draft).to_have_text(answer[:20].strip())
        words.show(answer[:40])
        await expect(draft).to_have_text(answer[:40].strip())
        assert await visitor.log.locator(".draft").count() == 0
        await expect(visitor.page.locator(".typing")).to_be_hidden()

        await expect(await visitor.ask(QUESTION)).to_contain_text(answer)
    await expect(draft).to_be_hidden()
    await expect(note_of(visitor)).to_be_empty()


async def test_words_that_were_not_the_answer_are_visibly_replaced(
    new_visitor: NewVisitor, worker: Worker
) -> None:
    """
    Whoever has read them is told, in their language: once when they go, once what has come.
    """
    visitor = await new_visitor(locale="de-AT", viewport={"width": 360, "height": 520})
    await visitor.page.goto(visitor.chat_url)
    field = visitor.page.get_by_role("textbox")
    await field.fill("Hallo!")
    await field.press("Enter")
    await expect(visitor.replies.first).to_be_visible()
    note = note_of(visitor)

    async with worker.answers(visitor) as words:
        words.show("Das kostet nichts.")
        await expect(draft_of(visitor)).to_be_visible()
        words.withdraw()
        await expect(note).to_have_text(re.compile("zurückgenommen"))
        await expect(note).to_be_in_viewport()
        await expect(draft_of(visitor)).to_be_hidden()
    count = await visitor.replies.count()
    await field.fill("Hallo!")
    await field.press("Enter")
    await expect(visitor.replies.nth(count)).to_be_visible()
    await expect(note).to_have_text(re.compile("ersetzt"))


async def test_a_second_attempt_begins_anew(visitor: Visitor, worker: Worker) -> None:
    """
    After kill -9 of the worker: never the words of two attempts one behind the other. A page
    that is opened meanwhile shows the words so far.
    """
    await visitor.ask("Hello!")
    draft = draft_of(visitor)
    async with worker.answers(visitor) as dead:
        dead.show("You can return")
        await expect(draft).to_have_text("You can return")
        async with worker.answers(visitor, attempt=2) as words:
            words.show("Within 30")
            await expect(draft).to_have_text("Within 30")
            dead.show("You can return it within")
            words.show("Within 30 days")
            await expect(draft).to_have_text("Within 30 days")
            await visitor.page.reload()
            await expect(draft).to_have_text("Within 30 days")


async def test_a_takeover_in_mid_stream_ends_the_bots_words_at_once(
    visitor: Visitor, worker: Worker, product: RunningProduct
) -> None:
    """
    What the worker still says reaches nobody; the person's words stand alone.
    """
    await visitor.ask("Hello!")
    draft = draft_of(visitor)
    async with worker.answers(visitor) as words, product.staff("agent") as sam:
        words.show("You can return")
        await expect(draft).to_have_text("You can return")
        taken = await sam.post(
            f"/desk/conversations/{conversation_of(visitor)}/take-over",
            headers={"Idempotency-Key": "a-takeover-in-mid-stream"},
        )
        assert taken.status_code == 200, taken.text
        words.show("You can return it within 30 days")
        await expect(draft).to_be_hidden()
        await expect(visitor.page.get_by_text(re.compile("joined"))).to_be_visible()
        words.show("You can return it within 30 days, and more")
        handoff: dict[str, Any] = taken.json()
        await sam.post(
            f"/handoffs/{handoff['handoff_id']}/messages",
            headers={"Idempotency-Key": "her-first-words"},
            json={"message_id": "sam-1", "text": "Hello, I am Sam."},
        )
        await expect(visitor.page.get_by_text("Hello, I am Sam.")).to_be_visible()
    await expect(draft).to_be_hidden()
    await expect(note_of(visitor)).to_be_empty()


async def test_whoever_reads_above_stays_there(new_visitor: NewVisitor, worker: Worker) -> None:
    """
    Words that come push nobody away from what they read, and a long answer not from its beginning.
    """
    visitor = await new_visitor(viewport={"width": 360, "height": 520})
    await visitor.open_chat()
    await visitor.ask(QUESTION)
    region = visitor.page.get_by_role("region", name="Conversation")
    async with worker.answers(visitor) as words:
        words.show("One line.")
        await expect(draft_of(visitor)).to_be_in_viewport()
        words.show("One line.\n" + "And another one.\n" * 60)
        await expect(draft_of(visitor)).to_contain_text("another")
        await expect(visitor.page.get_by_text("One line.")).to_be_in_viewport()

        await region.evaluate("log => log.scrollTo(0, 0)")
        words.show("One line.\n" + "And another one.\n" * 80)
        await expect(draft_of(visitor)).to_have_text(re.compile("(And another one.\\s*){80}"))
        assert await region.evaluate("log => log.scrollTop") == 0
