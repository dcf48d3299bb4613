"""`BotCompiler`: a tenant's files compiled in a process that can be given up."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from domain.bot.model import Bot
from domain.errors import DependencyUnavailable, InvalidBot

_WITHIN = timedelta(seconds=30)
_MODULE = "infra.bot_files.compiling_process"


class BotCompilerProcess:
    """Implements `BotCompiler`.

    Holds no lock and no event loop while it compiles, whatever the files say.

    One at a time: what a tenant publishes must not take the machine from those who talk.
    """

    def __init__(self, listed: tuple[str, ...], *, within: timedelta = _WITHIN) -> None:
        self._listed = listed
        self._within = within
        self._one_at_a_time = asyncio.Lock()

    async def compile(self, files: Mapping[str, str], *, servers: tuple[str, ...] = ()) -> Bot:
        request = {
            "files": dict(files),
            "listed": self._listed,
            "servers": servers,
            "today": datetime.now(UTC).date().isoformat(),
            "seconds": int(self._within.total_seconds()) + 1,
        }
        try:
            async with asyncio.timeout(self._within.total_seconds() * 2 + 5):
                async with self._one_at_a_time:
                    answer = await asyncio.to_thread(self._run, json.dumps(request).encode())
        except TimeoutError:
            raise DependencyUnavailable("Others are publishing; try again.") from None
        if "problems" in answer:
            raise InvalidBot(tuple(answer["problems"]))
        from domain.bot.compiler import revision_of  # noqa: PLC0415 - some of a gateway's start

        bot = Bot.model_validate_json(json.dumps(answer["bot"]))
        if bot.revision != revision_of(bot):
            raise InvalidBot((f"error: {bot.revision[:12]} is not the hash of what it names",))
        return bot

    def _run(self, request: bytes) -> Mapping[str, list[str]]:
        """Blocking, in a thread; the child has no secret of ours in its environment."""
        try:
            done = subprocess.run(  # noqa: S603 - our own module, with nothing from outside
                [sys.executable, "-m", _MODULE],
                input=request,
                capture_output=True,
                timeout=self._within.total_seconds(),
                env={},
                check=True,
            )
            answer: Mapping[str, list[str]] = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError):
            seconds = self._within.total_seconds()
            return {"problems": [f"error: the files cannot be compiled within {seconds:g} s"]}
        return answer
