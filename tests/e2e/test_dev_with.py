"""`duralogue dev --with slack,sms`: a newcomer plays both channels without any account."""

import asyncio
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duralogue.wiring.foundation import CLASSIFIERS
from tests.e2e.test_dev import running_dev
from tests.support import plain_http

_ANSWERED_WITHIN_S = 60
Json = dict[str, Any]


async def seen(url: str, is_it: Callable[[Json], bool]) -> Json:
    """The first message that people see of this kind."""
    async with (
        asyncio.timeout(_ANSWERED_WITHIN_S),
        plain_http(base_url=url, timeout=60) as people,
    ):
        while True:
            messages = (await people.get("/_double/seen")).json()["messages"]
            found = [message for message in messages if is_it(message)]
            if found:
                return dict(found[0])
            await asyncio.sleep(0.3)


async def play(url: str, what: str, **words: Any) -> Json:
    async with plain_http(base_url=url, timeout=60) as people:
        done = await people.post(f"/_double/{what}", json=words)
        done.raise_for_status()
        return dict(done.json())


async def repeated(url: str) -> Any:
    async with plain_http(base_url=url, timeout=60) as people:
        return (await people.get("/_double/seen")).json()["repeated"]


async def test_both_channels_answer_and_ctrl_c_ends_the_doubles(
    home: Path, classifiers: Path
) -> None:
    """
    The printed addresses are pages; what is written there is answered there, in its thread, once.
    """
    (home / CLASSIFIERS).symlink_to(classifiers)
    async with running_dev(home, "--with", "slack,sms") as dev:
        printed = await dev.read_until("  logs ")
        slack, phone = re.findall(r"play \w+ +(http://\S+)/ ", printed)
        async with plain_http(timeout=60) as browser:
            for page in (slack, phone):
                assert "Content-Security-Policy" in (await browser.get(page)).headers

        mention = "<@U0DOUBLEBT> What is your return policy?"
        told = await play(slack, "say", channel="C0HELP0000", text=mention)
        answer = await seen(slack, lambda each: each["is_bot"] and "30 days" in each["text"])
        assert answer["thread_ts"] == told["ts"]

        await play(slack, "say", text="Hello")
        offer = await seen(slack, lambda each: each["is_bot"] and each["channel"].startswith("D"))
        elements = [each for block in offer["blocks"] for each in block.get("elements", [])]
        button = next(each for each in elements if each.get("type") == "button")
        await play(slack, "press", channel=offer["channel"], ts=offer["ts"], action=button)
        await seen(slack, lambda each: each["is_bot"] and "order is it" in each["text"])

        await play(phone, "write", body="What is your return policy?")
        answer = await seen(phone, lambda each: "30 days" in each["body"])
        assert answer["to"] == "+15550111111"
        await play(phone, "write", body="STOP")
        await play(phone, "write", body="Hello?")
        await asyncio.sleep(3)
        assert await repeated(slack) == {"by_metadata": [], "by_words": []}
        assert await repeated(phone) == []

        parts = dev.parts()
        assert {"double-slack", "double-twilio"} <= set(dev.stack["parts"])
        assert await dev.stop(signal.SIGINT) == 0
        assert [part for part in parts if part.is_running()] == []
