"""Expectations of a demo, and which of them were met."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import httpx
from rich.console import Console

from duralogue.embedded.stack import Stack

Played = TypeVar("Played", bound="Expectations")


@dataclass
class Expectations:
    """The stack that is played against, and the expectations that were not met so far."""

    console: Console
    stack: Stack
    failures: list[str] = field(default_factory=list, kw_only=True)

    def scene(self, title: str) -> None:
        self.console.rule(f"[bold]{title}")

    def note(self, text: str) -> None:
        self.console.print(f"  [dim]{text}[/]", highlight=False)

    def expect(self, what: str, holds: object) -> None:
        mark = "[green]ok[/]" if holds else "[bold red]FAILED[/]"
        self.console.print(f"  {mark} [dim]{what}[/]", highlight=False)
        if not holds:
            self.failures.append(what)

    def conclude(self) -> int:
        """0 when every expectation was met."""
        if self.failures:
            self.console.print(f"\n[bold red]{len(self.failures)} expectations were not met[/]")
            return 1
        self.console.print("\n[bold green]Every expectation was met.[/]")
        return 0


async def play_scenes(day: Played, scenes: Sequence[Callable[[Played], Awaitable[None]]]) -> int:
    """Play one after the other; an answer that does not come is an expectation that is not met."""
    for scene in scenes:
        try:
            await scene(day)
        except TimeoutError:
            day.expect(f"{scene.__name__}: an answer came in time", holds=False)
        except httpx.HTTPStatusError as refused:
            answered = refused.response.status_code
            what = f"{refused.request.method} {refused.request.url.path} ({answered})"
            day.expect(f"{scene.__name__}: {what} was not refused", holds=False)
    return day.conclude()
