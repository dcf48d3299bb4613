"""Customers who come in addition, so that no fault point is missed."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.chaos.plan import write_passer
from tests.chaos.visitor import Visitor

_FIRST_NUMBER = 500_000


@dataclass
class Crowd:
    """Beyond the plan: who they are depends on what was broken when."""

    seed: int
    visitors: list[Visitor]
    visit: Callable[[Visitor], Awaitable[None]]
    _visiting: list["asyncio.Future[None]"] = field(default_factory=list)

    async def send_past(self, point: str) -> None:
        number = _FIRST_NUMBER + len(self._visiting)
        dice = random.Random(f"{self.seed} {number}")  # noqa: S311 - as in the plan
        scripted = write_passer(dice, self.seed, number, point, begins_s=0)
        visitor = Visitor(scripted, self.visitors[0].doors)
        self.visitors.append(visitor)
        self._visiting.append(asyncio.ensure_future(self.visit(visitor)))

    async def gone(self) -> None:
        await asyncio.gather(*self._visiting)
