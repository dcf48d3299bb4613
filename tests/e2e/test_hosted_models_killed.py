"""kill -9 while a hosted model's words are on their way to a customer."""

from collections.abc import AsyncIterator

import pytest

from duralogue.embedded.stack import Stack
from tests.e2e.hosted_models import FIRST, QUESTION, SPEED, WHOLE, Harbours, harbours_of, kill
from tests.support import eventually

AGAIN = "Tell me how long I may return an item"


@pytest.fixture
async def harbours(stack: Stack) -> AsyncIterator[Harbours]:
    async with harbours_of(stack) as harbours:
        yield harbours


@pytest.mark.parametrize(
    "part", ["worker-activities", "worker-conversations", "gateway", "temporal", "postgres"]
)
async def test_the_customer_gets_one_whole_answer_once(
    harbours: Harbours, stack: Stack, part: str
) -> None:
    """In order, whichever process dies in mid-stream; and the conversation goes on."""
    harbour = await harbours.new(pace_s=2 * SPEED)
    async with harbour.visitor() as page:
        asked = await page.says(QUESTION)
        await eventually(lambda: page.shown == [FIRST])
        killed = stack.pids[part]
        kill(stack, part)
        answer = await page.answer_to(asked)
        requests, shown = harbour.large.asked, page.shown
        await eventually(lambda: stack.pids.get(part, killed) != killed)
        harbour.large.settings.pace_s = 0.0
        after = await page.asks(AGAIN)
        await harbour.base.engine.dispose()  # its connections may have gone with PostgreSQL

        # Its attempt may be lost with it; quoted where the machine is too busy for another in time.
        loses_attempt = part in {"worker-activities", "temporal", "postgres"}
        is_quoted = loses_attempt and answer["text"] == FIRST
        assert answer["text"] == WHOLE or is_quoted
        assert answer["citations"]
        assert after["citations"]
        assert [said["in_reply_to"] for said in page.said].count(asked) == 1
        assert shown.pop() == f"said: {answer['text']}"
        assert [text for text in shown if not WHOLE.startswith(text)] == []
        assert page.has_no_gaps()
        assert requests == 1 or loses_attempt
