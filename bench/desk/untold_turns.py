"""The cost of the desk's triggers to a turn of a conversation that nobody hands off."""

from contextlib import AsyncExitStack
from typing import Any, Final

from psycopg import AsyncConnection

from bench.desk.stored_conversations import untold
from bench.kinds import GREETING
from bench.measurements import Measured, as_fast_as_answered, one_at_a_time
from bench.stack import BenchStack

_TABLES: Final = ("conversations", "conversation_events")
_PEOPLE: Final = 16
_PAUSE_S: Final = 0.03
_WARM_UP: Final = 5


class UntoldTurns:
    """Greetings, by turns with and without the triggers of the tables that a turn writes."""

    def __init__(self, stack: BenchStack, connection: AsyncConnection[Any]) -> None:
        self._stack = stack
        self._connection = connection
        self._found: dict[str, tuple[Measured, Measured]] = {}

    def as_json(self) -> dict[str, Any]:
        return {
            name: {"idle": idle.as_json(), f"at_{_PEOPLE}": busy.as_json()}
            for name, (idle, busy) in self._found.items()
        }

    async def measure(self, turns: int, window_s: float) -> None:
        """Twice each, in turn: a machine's speed changes while it measures."""
        for name in ("with_triggers", "without_triggers", "without_triggers", "with_triggers"):
            async with AsyncExitStack() as ends:
                if name == "without_triggers":
                    await ends.enter_async_context(untold(self._connection, _TABLES))
                idle, busy = await self._alone(turns), await self._together(window_s)
            if name in self._found:
                before = self._found[name]
                idle, busy = before[0].and_later(idle), before[1].and_later(busy)
            self._found[name] = (idle, busy)

    async def _alone(self, turns: int) -> Measured:
        (alone,) = await GREETING.makes(self._stack, 1)
        script = GREETING.script(0)
        for _ in range(_WARM_UP):
            await alone.turn(next(script).text)
        measured = await one_at_a_time(
            alone, script, GREETING.expected, self._stack.pids, turns=turns, pause_s=_PAUSE_S
        )
        await alone.close()
        return measured

    async def _together(self, window_s: float) -> Measured:
        people = await GREETING.makes(self._stack, _PEOPLE)
        measured = await as_fast_as_answered(
            people,
            [GREETING.script(number) for number in range(_PEOPLE)],
            GREETING.expected,
            self._stack.pids,
            warm_s=1.0,
            seconds=window_s,
        )
        for one in people:
            await one.close()
        return measured
