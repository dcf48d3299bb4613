"""Answers in a hosted model's words on the running product: streamed, cited, lost, taken over."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from domain.staff import StaffRole
from duralogue.embedded.stack import Stack
from duralogue.model_checks import examine_model_servers
from provider_doubles.faults import FaultKind
from provider_doubles.language_models.settings import Lie, ModelChanges
from tests.e2e.hosted_models import (
    FIRST,
    QUESTION,
    SPEED,
    WHOLE,
    Harbour,
    Harbours,
    harbours_of,
)
from tests.support import eventually, plain_http

QUOTED = (FIRST, WHOLE)
"""What the local answerer says."""


@pytest.fixture
async def harbours(stack: Stack) -> AsyncIterator[Harbours]:
    async with harbours_of(stack) as harbours:
        yield harbours


async def level_seen(harbour: Harbour, token: str) -> dict[str, Any]:
    """By an operator."""
    path, headers = f"/v1/tenants/{harbour.name}/models/usage", {"Authorization": f"Bearer {token}"}
    answer = (await harbour.http.get(path, headers=headers)).raise_for_status().json()
    [level] = answer["levels"]
    return dict(level)


async def level_measured(metrics_url: str, harbour: Harbour) -> float:
    """As a worker's metrics have it."""
    async with plain_http(timeout=60) as http:
        told = (await http.get(metrics_url)).raise_for_status().text
    pattern = rf'^duralogue_model_service_level{{[^}}]*tenant="{harbour.name}"[^}}]*}} (\S+)$'
    [value] = re.findall(pattern, told, re.MULTILINE)
    return float(value)


async def test_an_answer_is_cited_and_its_words_come_before_it(harbours: Harbours) -> None:
    """Each time more of the answer, which is said once; and the model has made it."""
    harbour = await harbours.new(pace_s=SPEED)
    async with harbour.visitor() as page:
        answer = await page.asks(QUESTION)
        assert answer["text"] == WHOLE
        assert [cited["title"] for cited in answer["citations"]] == ["Returns"]
        *drafts, said = page.shown
        assert said == f"said: {WHOLE}"
        assert drafts[0] == FIRST
        assert all(WHOLE.startswith(text) for text in drafts)
        assert harbour.attempts == (1, 0)


async def test_an_outage_turns_answers_extractive_within_a_turn_and_back(
    harbours: Harbours, metrics_url: str
) -> None:
    """Operators and metrics show it; exactly the policy's requests go out while it lasts."""
    harbour = await harbours.new()
    token = await harbour.token(StaffRole.OPERATOR)
    async with harbour.visitor() as page:
        assert (await page.asks(QUESTION))["text"] == WHOLE
        assert (await level_seen(harbour, token))["level"] == "hosted"
        assert await level_measured(metrics_url, harbour) == 1
        for double in (harbour.large, harbour.small):
            double.recovers()
            double.fails(FaultKind.UNAVAILABLE)

        during = await page.asks("And how long may I return an item, please?")
        assert during["text"] in QUOTED
        assert during["citations"]
        assert harbour.attempts == (1, 2)
        seen = await level_seen(harbour, token)
        assert (seen["level"], bool(seen["reason"])) == ("extractive", True)
        assert await level_measured(metrics_url, harbour) == 0

        for double in (harbour.large, harbour.small):
            double.recovers()
        assert (await page.asks("Tell me how long I may return an item"))["citations"]
        assert harbour.attempts == (1, 0)
        assert (await level_seen(harbour, token))["level"] == "hosted"
        assert await level_measured(metrics_url, harbour) == 1


async def test_a_retired_model_is_replaced_by_the_next_one_and_named(
    harbours: Harbours,
) -> None:
    """Within the turn; and whoever looks after the product is told which."""
    harbour = await harbours.new(large="command-r")
    async with harbour.visitor() as page:
        answer = await page.asks(QUESTION)
    found = {one.about: one for one in await examine_model_servers(harbour.stack.settings)}

    assert answer["text"] == WHOLE
    assert harbour.attempts == (1, 1)
    retired = found[f"model {harbour.name}/large"]
    assert not retired.is_fine
    assert "command-r is not served" in retired.says
    assert found[f"model {harbour.name}/small"].is_fine


async def test_exactly_the_policys_requests_go_out_for_429(harbours: Harbours) -> None:
    """Without a Retry-After as for an outage. One that fits is waited for; while a longer one
    lasts nothing goes out at all."""
    silent, short, long = [await harbours.new() for _ in range(3)]
    async with silent.visitor() as page:
        for double in (silent.large, silent.small):
            double.fails(FaultKind.RATE_LIMITED_SILENTLY)
        assert (await page.asks(QUESTION))["text"] in QUOTED
        assert silent.attempts == (1, 2)
    async with short.visitor() as page:
        short.large.fails(FaultKind.RATE_LIMITED, times=1, seconds=1)
        assert (await page.asks(QUESTION))["text"] == WHOLE
        assert short.attempts == (2, 0)
    async with long.visitor() as page:
        for double in (long.large, long.small):
            double.fails(FaultKind.RATE_LIMITED, times=1, seconds=60)
        assert (await page.asks(QUESTION))["text"] in QUOTED
        assert (await page.asks("How long may I return an item, again?"))["text"] in QUOTED
        assert long.attempts == (1, 1)


async def test_a_takeover_in_mid_stream_ends_the_bots_words(harbours: Harbours) -> None:
    """At once: no word, no message of the bot's after it, and the vendor's stream is closed."""
    harbour = await harbours.new(pace_s=SPEED)
    agent = await harbour.staff(StaffRole.AGENT)
    harbour.large.fails(FaultKind.HANG_MIDWAY, times=1, words=14, seconds=60)
    async with harbour.visitor() as page:
        await page.says(QUESTION)
        await eventually(lambda: page.shown == [FIRST])
        taken = await agent.take_over(page.conversation_id)
        assert taken.is_success, taken.text
        await eventually(lambda: harbour.large.has_gone_silent)
        words = {"message_id": "a-1", "text": "Hello, this is a person.", "anyway": True}
        wrote = await agent.act_on(taken.json()["handoff_id"], "messages", words)
        assert wrote.is_success, wrote.text
        await eventually(lambda: page.got[-1]["data"].get("text", "") == "Hello, this is a person.")
        assert page.said == []
        [claimed] = [
            place
            for place, one in enumerate(page.got)
            if one["kind"] == "handoff" and one["data"].get("status") == "claimed"
        ]
        assert all(one["kind"] != "draft" for one in page.got[claimed:])
        assert harbour.attempts == (1, 0)


async def test_whoever_looks_on_at_the_desk_sees_the_words_too(harbours: Harbours) -> None:
    """Once they have the conversation open, also in the middle of an answer."""
    harbour = await harbours.new(pace_s=SPEED)
    headers = {"Authorization": f"Bearer {await harbour.token(StaffRole.AGENT)}"}
    desk = f"/v1/tenants/{harbour.name}/desk"
    harbour.large.fails(FaultKind.HANG_MIDWAY, times=1, words=14, seconds=60)
    async with (
        harbour.visitor() as page,
        harbour.http.stream("GET", f"{desk}/events", headers=headers, timeout=60) as stream,
    ):
        await page.says(QUESTION)
        await eventually(lambda: page.shown == [FIRST])
        looks = {"watching": [page.conversation_id]}
        heard = await harbour.http.post(f"{desk}/heartbeat", json=looks, headers=headers)
        assert heard.is_success, heard.text
        lines = stream.aiter_lines()
        while await anext(lines) != "event: words":
            pass
        told = json.loads((await anext(lines)).removeprefix("data: "))
        assert told == {"conversation_id": page.conversation_id, "text": FIRST}


@pytest.mark.parametrize("lie", [Lie.NUMBER, Lie.LINK])
async def test_what_no_document_says_is_taken_back_and_the_documents_are_quoted(
    harbours: Harbours, lie: Lie
) -> None:
    """The customer has seen the beginning of it, and sees it replaced; never the lie itself."""
    harbour = await harbours.new(pace_s=SPEED / 3)
    harbour.large.settings.change(ModelChanges(lie=lie))
    async with harbour.visitor() as page:
        answer = await page.asks(QUESTION)
        assert answer["text"] in QUOTED
        assert answer["citations"]
        assert FIRST in page.shown
        assert page.shown[-2:] == ["", f"said: {answer['text']}"]
        assert not any("4711" in text or "double.invalid" in text for text in page.shown)
        assert harbour.attempts == (2, 0)
