"""Play a script against the running stack, through its public API."""

import asyncio
from contextlib import aclosing

from domain.bot import templates
from domain.bot.model import Bot
from domain.errors import ConfigurationError
from duralogue.bot_tests.runner import ANSWER, WentWrong
from duralogue.bot_tests.script import Line, Script
from duralogue.chat_client import ChatClient, StreamEvent, open_http
from infra.settings import Settings

_PATIENCE_S = 20.0


async def play_live(bot: Bot, script: Script, settings: Settings) -> str:
    """ "ok", or "skipped" for a script that needs a backend that fails, people or a clock."""
    if script.verified is not None or not all(_can_be_live(line) for line in script.talk):
        return "skipped"
    if settings.public_url is None:
        raise ConfigurationError("PUBLIC_URL is not set, and no `duralogue dev` is running here")
    async with open_http(settings.public_url) as http:
        client = await ChatClient.begin(http, bot.tenant.tenant)
        replies: asyncio.Queue[str] = asyncio.Queue()
        listening = asyncio.create_task(_listen(client, replies))
        try:
            for step, line in enumerate(script.talk):
                await _perform(bot, client, replies, step, line)
        finally:
            listening.cancel()
    return "ok"


def _can_be_live(line: Line) -> bool:
    backend = line.refuses or line.unavailable or line.lost or line.asks
    people = line.approval or line.handoff or line.human
    return not (backend or people or line.wait or line.until or line.intent or line.fills)


async def _perform(
    bot: Bot, client: ChatClient, replies: "asyncio.Queue[str]", step: int, line: Line
) -> None:
    if line.customer is not None:
        await client.say(line.customer)
    for name in line.bot or ():
        said = await _next(replies, step, name)
        if not _may_be(bot, name, said):
            raise WentWrong(step, f"expected {name}, but it is {said!r}")
    for words in line.says or ():
        said = await _next(replies, step, words)
        if words.casefold() not in said.casefold():
            raise WentWrong(step, f"expected {words!r}, but it is {said!r}")


async def _next(replies: "asyncio.Queue[str]", step: int, expected: str) -> str:
    try:
        return await asyncio.wait_for(replies.get(), _PATIENCE_S)
    except TimeoutError:
        raise WentWrong(
            step, f"expected {expected}, but nothing came in {_PATIENCE_S:.0f} s"
        ) from None


async def _listen(client: ChatClient, replies: "asyncio.Queue[str]") -> None:
    async with aclosing(client.events(0)) as events:  # type: ignore[type-var]
        async for event in events:
            if _is_reply(event):
                replies.put_nowait(str(event.data["text"]))


def _is_reply(event: StreamEvent) -> bool:
    return event.kind == "message" and event.data.get("role") == "bot"


def _may_be(bot: Bot, name: str, said: str) -> bool:
    """Whether a reply can be this response, with anything in its placeholders."""
    if name == ANSWER:
        return True
    response = bot.responses[name]
    return any(_holds(said, text) for text in response.texts.values())


def _holds(said: str, text: str) -> bool:
    """Whether what stands between the placeholders is said in that order."""
    at = 0
    for part in templates.fill(text, lambda _: "\0").split("\0"):
        at = said.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
