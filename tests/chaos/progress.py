"""Says now and then how far a run is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from duralogue.embedded.stack import Narrator
from tests.chaos.fault_injection import Breaker
from tests.chaos.plan import Plan
from tests.chaos.processor_burner import load
from tests.chaos.visitor import Visitor

_EVERY_S = 30.0


@dataclass(frozen=True)
class Progress:
    plan: Plan
    visitors: Sequence[Visitor]
    breaker: Breaker
    narrator: Narrator

    async def tell(self) -> None:
        """Until cancelled."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while True:
            await asyncio.sleep(_EVERY_S)
            said = [said for visitor in self.visitors for said in visitor.said.values()]
            accepted = sum(one.accepted is not None for one in said)
            self.narrator.say(
                f"{clock() - began:5.0f} s: {accepted} accepted ({self.plan.messages} planned), "
                f"{len(said) - accepted} under way, {self.breaker.kills} kills, "
                f"{len(self.breaker.hit)} points, {load()}"
            )
