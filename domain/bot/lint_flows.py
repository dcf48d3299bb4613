"""The steps of one flow: each does one thing, with names that exist, in an order that works."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from domain.bot.card_builder import list_path
from domain.bot.defaults import ORDER_EMAIL
from domain.bot.flow_schema import ONLY_FOR, VERBS, StepSource
from domain.bot.form_lines import has_form
from domain.bot.lint_buttons import ButtonLint
from domain.bot.lint_names import ROOTS, NameCheck
from domain.bot.lint_waits import WaitLint
from domain.bot.model import Bot, Tool
from domain.bot.problems import KeyPath, Problems
from domain.bot.result_fields import paths_in_expression, paths_in_inputs, paths_in_text
from domain.bot.schema import FlowSource

_NO_FORM = (
    "`form: true` needs two `collect` steps one right after the other, without `when` or "
    "`if_false`, the second of which says nothing of the first's answer"
)


class FlowLint:
    """Walks a flow in the order in which it is written, remembering what is set by then."""

    def __init__(
        self, bot: Bot, names: NameCheck, problems: Problems, file: str, flow: str
    ) -> None:
        self._bot = bot
        self._names = names
        self._problems = problems
        self._file = file
        self._flow = flow
        self._set: set[str] = {*ROOTS, ORDER_EMAIL, "idempotency_key"}
        self._set |= {slot.name for slot in bot.slots.values() if slot.keep}
        self._written: str | None = None

    def lint(self, flow: FlowSource) -> None:
        """Report every problem of the flow."""
        compiled = self._bot.flows.get(self._flow)
        if flow.form and compiled is not None and not has_form(self._bot, compiled.steps):
            self._error((self._flow, "form"), _NO_FORM)
        self._steps(flow.steps, (self._flow, "steps"))

    def _steps(self, steps: Sequence[StepSource], path: KeyPath) -> None:
        ended = False
        for index, step in enumerate(steps):
            inner_path = (*path, index)
            if ended:
                self._error(
                    inner_path, "this step is never reached; the one before it ends the flow"
                )
                ended = False
            self._step(step, inner_path)
            ends = step.end is not None or step.retry is not None or step.skip
            ended = ends and step.when is None

    def _step(self, step: StepSource, path: KeyPath) -> None:
        verbs = step.verbs()
        if len(verbs) != 1:
            said = " and ".join(verbs) or "nothing"
            self._error(path, f"a step does one of {', '.join(VERBS)}; this one says {said}")
            return
        self._keys(step, verbs[0], path)
        self._shown(step, path)
        self._condition(step.when, (*path, "when"))
        match verbs[0]:
            case "collect":
                self._collect(step, path)
            case "call":
                self._call(step, path)
            case "approve":
                self._approve(step, path)
            case "branch":
                self._branch(step, path)
            case "wait" | "call_off" | "skip":
                self._wait(step, path)
            case "handoff":
                known = self._bot.handoffs
                self._known("handoff rule", step.handoff, known, (*path, "handoff"))
            case "retry":
                self._known("slot", step.retry, self._bot.slots, (*path, "retry"))
            case "say" | "end":
                self._say(getattr(step, verbs[0]), (*path, verbs[0]))
        self._steps(step.on_failure, (*path, "on_failure"))

    def _shown(self, step: StepSource, path: KeyPath) -> None:
        """Buttons, cards, lists and files, and the lists of results they are made of."""
        lint = ButtonLint(self._bot, self._names, self._problems, self._file)
        made_of = (
            ("buttons", step.buttons.items if step.buttons else None),
            ("cards", step.cards.items if step.cards else None),
            ("list", step.choices.items_from if step.choices else None),
        )
        paths = {key: list_path(of, self._bot.tools) if of else "" for key, of in made_of}
        for key, items in paths.items():
            if items:
                self._reads(items, (*path, key, "from"), f"`{key}` is made of {items}")
        lint.buttons(step, paths["buttons"], path)
        if step.cards is not None:
            lint.cards(step.cards, paths["cards"], path)
        if step.choices is not None:
            lint.choices(step.choices, paths["list"], path)
        for name in lint.attachments(step, path):
            self._reads(name, (*path, "attachments"), f"a file reads {name}")

    def _keys(self, step: StepSource, verb: str, path: KeyPath) -> None:
        for key, owners in ONLY_FOR.items():
            if getattr(step, key) and verb not in owners.split():
                name = StepSource.model_fields[key].alias or key
                owner_names = " or ".join(f"`{owner}`" for owner in owners.split())
                self._error((*path, name), f"{name!r} belongs to {owner_names}, not to `{verb}`")

    def _collect(self, step: StepSource, path: KeyPath) -> None:
        self._known("slot", step.collect, self._bot.slots, (*path, "collect"))
        slot = self._bot.slots.get(step.collect or "")
        if slot is not None and slot.source == "tool":
            self._error(path, f"{slot.name}: only a tool may set it, so nobody can be asked for it")
        if slot is not None and slot.ask is not None:
            self._say(slot.ask, (*path, "collect"))
        if self._written is not None:
            message = f"{step.collect} is asked for after {self._written} has written something"
            self._problems.warn(self._file, path, message)
        self._set.add(step.collect or "")
        self._steps(step.if_false, (*path, "if_false"))

    def _call(self, step: StepSource, path: KeyPath) -> None:
        self._known("tool", step.call, self._bot.tools, (*path, "call"))
        tool = self._bot.tools.get(step.call or "")
        if tool is not None:
            self._arguments(step, tool, path)
        self._steps(step.on_refused, (*path, "on_refused"))
        if step.give_up is not None:
            self._say(step.give_up.parked, (*path, "give_up", "parked"))
            self._say(step.give_up.say, (*path, "give_up", "say"))
            self._steps(step.give_up.then, (*path, "give_up", "then"))
        if tool is not None:
            self._set.add(tool.returns)
            self._written = tool.name if tool.effect.writes else self._written
        for name, source in step.set.items():
            self._names.check(source, self._file, (*path, "set", name))
            self._set_slot(name, (*path, "set", name))

    def _arguments(self, step: StepSource, tool: Tool, path: KeyPath) -> None:
        for argument, source in (tool.inputs | step.inputs).items():
            if not source.startswith("'") and argument not in tool.optional:
                self._reads(source, path, f"{tool.name} needs {source}")
        for source in paths_in_inputs(step.inputs):
            self._names.check(source, self._file, (*path, "in"))

    def _set_slot(self, name: str, path: KeyPath) -> None:
        self._known("slot", name, self._bot.slots, path)
        slot = self._bot.slots.get(name)
        if slot is not None and slot.source != "tool":
            self._error(path, f"{name}: a slot set by a tool has `source: tool`")
        self._set.add(name)

    def _approve(self, step: StepSource, path: KeyPath) -> None:
        if not (step.by or "").startswith("role:"):
            self._error(path, f"{step.approve}: say who approves, such as `by: role:supervisor`")
        if not step.show:
            self._error(path, f"{step.approve}: say with `show` what the approval is bound to")
        for name in step.show:
            self._names.check(name, self._file, (*path, "show"))
            self._reads(name, path, f"{name} is shown")
        if self._written is not None:
            message = f"{step.approve}: {self._written} has written something before the approval"
            self._error(path, message)
        self._steps(step.on_expire, (*path, "on_expire"))
        self._steps(step.on_reject, (*path, "on_reject"))

    def _wait(self, step: StepSource, path: KeyPath) -> None:
        """What was written before a wait is settled once it is over."""
        lint = WaitLint(self._bot, self._names, self._problems, self._file)
        for name in (*lint.wait(step, path), *lint.call_off(step, path)):
            self._reads(name, path, f"this step reads {name}")
        if step.skip and "if_past" not in path:
            self._error(path, "`skip` belongs into `if_past`: it goes on with the next wait")
        self._steps(step.if_past, (*path, "if_past"))
        if step.wait is not None:
            lint.written_before(self._flow, self._written, path)
            self._written = None

    def _branch(self, step: StepSource, path: KeyPath) -> None:
        for index, branch in enumerate(step.branch):
            inner_path = (*path, "branch", index)
            if branch.when != "else":
                self._condition(branch.when, (*inner_path, "when"))
            elif index + 1 < len(step.branch):
                self._error(inner_path, "`else` comes last")
            self._steps(branch.steps, (*inner_path, "steps"))

    def _condition(self, text: str | None, path: KeyPath) -> None:
        if text is None:
            return
        self._names.check_expression(text, self._file, path)
        for name in paths_in_expression(text):
            self._reads(name, path, f"{text!r} reads {name}")

    def _say(self, name: str | None, path: KeyPath) -> None:
        if not name:
            return
        self._known("response", name, self._bot.responses, path)
        response = self._bot.responses.get(name)
        for read in _placeholders(response.texts.values() if response else ()):
            root = read.split(".")[0]
            if root in self._readable() and root not in self._set:
                self._problems.warn(self._file, path, f"{name} says {{{read}}}, not set by then")

    def _reads(self, name: str, path: KeyPath, why: str) -> None:
        root = name.split(".", maxsplit=1)[0]
        if root in self._readable() and root not in self._set:
            self._error(path, f"{why}, which nothing has set by then")

    def _readable(self) -> set[str]:
        return {*self._bot.slots, *(tool.returns for tool in self._bot.tools.values())}

    def _known(self, what: str, name: str | None, known: Collection[str], path: KeyPath) -> None:
        if name is not None and name not in known:
            self._problems.unknown(self._file, path, what, name, known)

    def _error(self, path: KeyPath, message: str) -> None:
        self._problems.error(self._file, path, f"{self._flow}: {message}")


def _placeholders(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from paths_in_text(text)
