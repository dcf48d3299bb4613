"""The pace of faults: a part works for as long as it took to start before it is struck again."""

import asyncio
from dataclasses import dataclass

from duralogue.embedded.supervisor import Supervisor
from duralogue.polling import eventually
from tests.chaos.plan import kind_of

WORKS_FOR_S = 2.0
"""At least, whoever got up again, before they are struck once more."""
_BACK_WITHIN_S = 90.0
_STARTS_IT_MAY_TAKE = 10.0
"""Of those measured here, where that is longer."""
_NOTICED_WITHIN_S = 2.0


@dataclass(frozen=True)
class Pace:
    """Of one run, on this machine as it is now."""

    supervisor: Supervisor

    async def rested(self, kind: str, *, part: str = "", since: float = 0.0) -> None:
        """Wait until each of the kind has been ready for as long as it took to start.

        Of `part` it must be a start later than `since`. TimeoutError: one did not come back.
        """

        async def look() -> bool | None:
            names = self._of(kind)
            ready = [self._has_rested(name, since if name == part else 0.0) for name in names]
            return True if all(ready) else None

        await eventually(look, within_s=self.patience_s(kind))

    async def noticed(self, kind: str) -> None:
        """Wait a moment until the supervisor has seen that one of the kind has ended."""

        async def look() -> bool | None:
            return None if all(map(self.supervisor.is_ready, self._of(kind))) else True

        try:
            await eventually(look, within_s=_NOTICED_WITHIN_S, every_s=0.01)
        except TimeoutError:
            return  # it was another kind that died, or it is up again

    def patience_s(self, kind: str) -> float:
        """How long one of the kind may take to be back, and to rest."""
        return max(_BACK_WITHIN_S, _STARTS_IT_MAY_TAKE * self.start_s(kind))

    def start_s(self, kind: str) -> float:
        """What the slowest of the last starts of this kind took."""
        starts = self.supervisor.starts
        return max((starts[name].seconds for name in self._of(kind) if name in starts), default=0.0)

    def _of(self, kind: str) -> list[str]:
        return [name for name in self.supervisor.pids if kind_of(name) == kind]

    def _has_rested(self, name: str, since: float) -> bool:
        start = self.supervisor.starts.get(name)
        if start is None or start.ready_at <= since or not self.supervisor.is_ready(name):
            return False
        rest_s = max(start.seconds, WORKS_FOR_S)
        return asyncio.get_running_loop().time() - start.ready_at >= rest_s
