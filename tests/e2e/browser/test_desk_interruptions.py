"""The desk while its gateway, its workers or its network are down."""

import asyncio
import os
import random
import signal

import pytest
from playwright.async_api import expect

from duralogue.chat_client import open_http
from duralogue.demo.customer import Customer
from duralogue.embedded.stack import Stack
from tests.conftest import FIGURES
from tests.e2e.browser.desk_cuts import Office, cut
from tests.e2e.browser.desk_page import DeskPage
from tests.e2e.browser.desk_screen import agrees
from tests.e2e.browser.desk_team import Team

PATIENCE_S = 30.0
USUALLY = 3
REST_S = 2.5
"""Test and page read under one name, which may read 240 times a minute."""
AT_ONCE_S = 2.0
BUSY_S = 10.0
"""Beside other tests; `make desk-soak` allows two seconds."""


async def test_nothing_is_lost_or_doubled_when_gateway_and_worker_are_killed(
    stack: Stack, sam: DeskPage, bob: Customer
) -> None:
    """
    What was written meanwhile is said once; afterwards the screen equals the API.
    """
    conversation = bob.chat.visit.conversation_id
    await sam.open(conversation)
    await sam.claim()
    await sam.write("Before it went down")
    await sam.no_undo()
    await bob.hears(lambda event: event.data.get("text") == "Before it went down")

    os.kill(stack.pids["gateway"], signal.SIGKILL)
    os.kill(stack.pids["worker-conversations"], signal.SIGKILL)
    await expect(sam.page.locator(".connection.cut")).to_be_attached()
    await sam.write("While it was down")
    await sam.no_undo()
    await bob.hears(lambda event: event.data.get("text") == "While it was down", within_s=90)
    await bob.say("And I am still here")
    await expect(sam.log).to_contain_text("And I am still here")

    await agrees(sam, conversation, within_s=PATIENCE_S)
    said = [text for _, text in (await sam.shown()).said]
    for words in ("Before it went down", "While it was down", "And I am still here"):
        assert said.count(words) == 1, words
    assert bob.has_no_gaps()


async def test_the_screen_equals_the_api_after_every_cut(
    request: pytest.FixtureRequest, team: Team, sam: DeskPage
) -> None:
    """
    While a desk has no network, customers and colleagues act at random; `make desk-soak` does it
    200 times.
    """
    runs, seed = int(request.config.getoption("desk_cuts")), request.config.getoption("desk_seed")
    within_s = AT_ONCE_S if runs > USUALLY else BUSY_S
    async with open_http(team.url) as http:
        office = Office(team, http, random.Random(seed))  # noqa: S311 - repeatable
        for _ in range(3):
            await office.customer_comes()
        took = []
        for _ in range(runs):
            async with asyncio.timeout(400):
                took.append(await cut(sam, office, within_s=within_s))
            await asyncio.sleep(REST_S if runs > USUALLY else 0)
    took.sort()
    figures = (
        f"the desk equals the API after {runs} cuts: half within {took[runs // 2]:.2f} s, "
        f"all within {took[-1]:.2f} s (seed {seed})"
    )
    request.node.user_properties.append((FIGURES, figures))
