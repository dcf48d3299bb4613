"""The chat as lines in a terminal: what you type goes out, what happens comes in."""

import asyncio
import json
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import httpx
from rich.console import Console

from domain.cards import cards_of, in_words
from domain.errors import NotAuthenticated, NotFound
from duralogue.chat_client import ChatClient, StreamEvent, Visit, open_http
from duralogue.embedded.state_directory import write_private

_ANSWER_WITHIN_S = 60.0
_QUIET_S = 1.5
_END = None


async def run_chat(gateway: str, tenant: str, home: Path, *, new: bool) -> None:
    """Until the input ends (Ctrl-D); then the last answer is still waited for."""
    console = Console()
    kept = home / f"chat-{tenant}.json"
    async with open_http(gateway) as http:
        client, after = await _enter(http, tenant, None if new else _last_visit(kept), console)
        _keep(kept, client.visit)
        talk = _Talk(client, console)
        listening = asyncio.create_task(talk.listen(after))
        try:
            await talk.speak()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def _enter(
    http: httpx.AsyncClient, tenant: str, visit: Visit | None, console: Console
) -> tuple[ChatClient, int]:
    """Come back to a conversation and show its end, or begin a new one."""
    if visit is not None:
        client = ChatClient(http, visit)
        try:
            history = await client.history()
        except (NotAuthenticated, NotFound):
            console.print("your last conversation is no longer open", style="dim")
        else:
            for message in history["messages"][-10:]:
                console.print(f"{message['role']}: {message['text']}", markup=False, style="dim")
            return client, int(history["latest_event"])
    return await ChatClient.begin(http, tenant), 0


class _Talk:
    def __init__(self, client: ChatClient, console: Console) -> None:
        self._client = client
        self._console = console
        self._answered = asyncio.Event()
        self._answered.set()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._timer: asyncio.TimerHandle | None = None

    async def speak(self) -> None:
        lines = _read_lines()
        while (line := await lines.get()) is not _END:
            if line.strip():
                self._answered.clear()
                await self._client.say(line.strip())
        with suppress(TimeoutError):
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                await self._answered.wait()
                await self._quiet.wait()

    async def listen(self, after: int) -> None:
        async for event in self._client.events(after):
            self._show(event)
            self._quiet.clear()
            if self._timer is not None:
                self._timer.cancel()
            self._timer = asyncio.get_running_loop().call_later(_QUIET_S, self._quiet.set)

    def _show(self, event: StreamEvent) -> None:
        data = event.data
        if event.kind == "message" and data.get("role") != "customer":
            self._answered.set()
            who = data.get("sent_by") or data.get("role", "bot")
            cards = cards_of(data.get("cards", ()))
            said = in_words(str(data.get("text", "")), cards)
            self._console.print(f"{who}: {said}", markup=False, highlight=False)
            for number, source in enumerate(data.get("citations", ()), start=1):
                self._console.print(f"  [{number}] {_cited(source)}", markup=False, style="dim")
            buttons = [button for card in cards for button in card.buttons]
            if replies := [*buttons, *data.get("quick_replies", ())]:
                self._console.print(f"  ({' | '.join(replies)})", markup=False, style="dim")
        elif event.kind in {"handoff", "approval", "status"}:
            details = ", ".join(f"{name} {value}" for name, value in data.items() if value)
            self._console.print(f"  -- {event.kind}: {details}", markup=False, style="dim")


def _cited(source: dict[str, object]) -> str:
    return " > ".join(str(source[part]) for part in ("title", "heading") if source.get(part))


def _read_lines() -> asyncio.Queue[str | None]:
    """Standard input line by line, from a thread that nobody has to wait for."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, _END)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _keep(kept: Path, visit: Visit) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_private(kept, asdict(visit))


def _last_visit(kept: Path) -> Visit | None:
    try:
        return Visit(**json.loads(kept.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
