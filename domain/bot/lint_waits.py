"""Waits of a flow: their moments can be read, and what is called off can be found."""

from domain.bot.flow_schema import StepSource
from domain.bot.lint_names import NameCheck
from domain.bot.model import Bot
from domain.bot.problems import KeyPath, Problems
from domain.bot.result_fields import steps_in
from domain.bot.templates import names_in
from domain.errors import InvalidInput
from domain.moments import parse
from domain.time_zones import zone_named
from domain.tools import Effect


class WaitLint:
    """Looks at the steps `wait` and `call_off`."""

    def __init__(self, bot: Bot, names: NameCheck, problems: Problems, file: str) -> None:
        self._bot = bot
        self._names = names
        self._problems = problems
        self._file = file

    def wait(self, step: StepSource, path: KeyPath) -> tuple[str, ...]:
        """The names of slots and results that the moment is made of."""
        if step.wait is None:
            return ()
        inner_path = (*path, "wait")
        try:
            names = parse(step.wait.until).names
        except InvalidInput as error:
            self._problems.error(self._file, inner_path, f"{step.wait.until!r}: {error.allowed}")
            return ()
        zone = step.wait.zone or ""
        if zone and not names_in(zone) and zone_named(zone) is None:
            self._problems.error(
                self._file, inner_path, f'{zone!r} is no time zone such as "Europe/Berlin"'
            )
        for name in (*names, *names_in(zone)):
            self._names.check(name, self._file, inner_path)
        return names

    def call_off(self, step: StepSource, path: KeyPath) -> tuple[str, ...]:
        """The names of the values by which waits are chosen."""
        if step.call_off is None:
            return ()
        inner_path, known = (*path, "call_off"), self._bot.flows
        flow = known.get(step.call_off.flow)
        if flow is None:
            self._problems.unknown(self._file, inner_path, "flow", step.call_off.flow, known)
        elif not _waits(self._bot, step.call_off.flow):
            self._problems.error(
                self._file, inner_path, f"the flow {step.call_off.flow!r} never waits, see `wait`"
            )
        for name in step.call_off.same:
            self._names.check(name, self._file, inner_path)
        return step.call_off.same

    def written_before(self, flow: str, tool_name: str | None, path: KeyPath) -> None:
        """A customer may cancel while it waits: what was written is taken back where it can be."""
        tool = self._bot.tools.get(tool_name or "")
        if tool is None or tool.undo or tool.effect is not Effect.WRITE:
            return
        if any(other.undo == tool.name for other in self._bot.tools.values()):
            return
        remedy = "" if tool.builtin else "; give it `undo`, or say `effect: irreversible`"
        self._problems.warn(
            self._file,
            (*path, "wait"),
            f"{flow}: cancelled while it waits, what {tool.name} has written stays{remedy}",
        )


def _waits(bot: Bot, flow: str) -> bool:
    return any(step.wait for step in steps_in(bot.flows[flow].steps))
