"""Lints guards: who may have something done, and who must approve it. Errors, never warnings."""

from collections.abc import Mapping, Sequence

from domain.bot.flow_schema import StepSource
from domain.bot.model import Bot, SlotType
from domain.bot.problems import KeyPath, Problems
from domain.bot.result_fields import paths_in_expression
from domain.bot.schema import ToolSource
from domain.bot.tool_builder import CUSTOMER_EMAIL, ToolBuilder
from domain.bot.yaml_values import TOOLS, Parsed
from domain.tools import Effect

MONEY_NAMES = frozenset({"amount", "total", "price", "refund", "sum", "currency"})
OWNER, ANYONE = "owner_of ", "anyone"
_EMAIL = "order_email"


def lint_guards(bot: Bot, parsed: Parsed, builder: ToolBuilder, problems: Problems) -> None:
    """Report calls that go ahead without whoever has to be known, or to agree, first."""
    for name, tool in parsed.tools.items():
        _lint_requires(name, tool, builder, problems)
    for name, flow in parsed.flows.items():
        _Guards(bot, problems, parsed.flow_files[name], name).steps(
            flow.steps, (name, "steps"), frozenset()
        )


def _lint_requires(name: str, tool: ToolSource, builder: ToolBuilder, problems: Problems) -> None:
    path: KeyPath = (name, "requires")
    operation = builder.operation_of(tool.http) if tool.http else None
    personal = _EMAIL in tool.inputs.values() or any(
        s.split(".")[0] == "customer" for s in tool.inputs.values()
    )
    personal = personal or (operation is not None and CUSTOMER_EMAIL in operation.parameters())
    if tool.builtin is None and tool.requires is None:
        if tool.effect.writes:
            problems.error(
                TOOLS, (name,), f"{name}: a tool that writes says with `requires` who may"
            )
        elif personal:
            problems.error(TOOLS, (name,), f"{name}: it reads what is a customer's; say `requires`")
    if tool.requires == ANYONE and personal:
        problems.error(
            TOOLS, path, f"{name}: not for anyone; say `owner_of order` or `verified_customer`"
        )
    email = tool.inputs.get("email")
    if (tool.requires or "").startswith(OWNER) and email not in {None, _EMAIL}:
        problems.error(
            TOOLS, (name, "in", "email"), f"{name}: the owner's e-mail comes from {_EMAIL} only"
        )


class _Guards:
    """Walks each path of a flow: what is irreversible needs a yes, money an approval."""

    def __init__(self, bot: Bot, problems: Problems, file: str, flow: str) -> None:
        self._bot = bot
        self._problems = problems
        self._file = file
        self._flow = flow

    def steps(self, steps: Sequence[StepSource], path: KeyPath, guards: frozenset[str]) -> None:
        for index, step in enumerate(steps):
            inner_path = (*path, index)
            self._inner(step, inner_path, guards)
            if step.call is not None:
                self._call(step, inner_path, guards)
            guards |= self._made_by(step, inner_path)

    def _inner(self, step: StepSource, path: KeyPath, guards: frozenset[str]) -> None:
        for number, branch in enumerate(step.branch):
            self.steps(branch.steps, (*path, "branch", number, "steps"), guards)
        inner: Mapping[str, Sequence[StepSource]] = {
            "if_false": step.if_false,
            "on_refused": step.on_refused,
            "on_failure": step.on_failure,
            "on_expire": step.on_expire,
            "on_reject": step.on_reject,
            "give_up": step.give_up.then if step.give_up else (),
        }
        for key, steps in inner.items():
            self.steps(steps, (*path, key), guards)

    def _made_by(self, step: StepSource, path: KeyPath) -> frozenset[str]:
        """A yes that may be a no, or an approval after which the flow goes on anyway, is none."""
        slot = self._bot.slots.get(step.collect or "")
        if slot is not None and slot.type is SlotType.BOOL and step.when is None:
            return frozenset({"yes"} if _ends(step.if_false) else ())
        if step.approve is None or _goes_on(step.on_reject) or _goes_on(step.on_expire):
            return frozenset()
        shown = frozenset(f"approved {name.split('.')[0]}" for name in step.show)
        if step.when is None:
            return shown | {"yes"}
        read = {name.split(".")[0] for name in paths_in_expression(step.when)}
        if not {f"approved {name}" for name in read} & shown:
            self._error(path, f"{step.approve}: `when` has to read something that it shows")
            return frozenset()
        return shown

    def _call(self, step: StepSource, path: KeyPath, guards: frozenset[str]) -> None:
        tool = self._bot.tools.get(step.call or "")
        if tool is None or not tool.effect.writes:
            return
        money = set()
        for argument, source in (tool.inputs | step.inputs).items():
            root = source.split(".")[0]
            slot = self._bot.slots.get(root)
            if argument in MONEY_NAMES or (slot is not None and slot.type is SlotType.MONEY):
                money.add(root)
            if argument in MONEY_NAMES and slot is not None and slot.source == "customer":
                self._error(path, f"{tool.name}: an amount is never in the customer's words")
        if tool.effect is not Effect.IRREVERSIBLE:
            return
        if not guards:
            self._error(
                path,
                f"{tool.name} is irreversible: first `collect` a yes with `if_false`, or `approve`",
            )
        for root in sorted(money):
            if not root.startswith("'") and f"approved {root}" not in guards:
                self._error(
                    path, f"{tool.name} pays {root}: before it, an `approve` has to show {root}"
                )

    def _error(self, path: KeyPath, message: str) -> None:
        self._problems.error(self._file, path, f"{self._flow}: {message}")


def _ends(steps: Sequence[StepSource]) -> bool:
    return bool(steps) and not _goes_on(steps)


def _goes_on(steps: Sequence[StepSource]) -> bool:
    return any(
        step.goes_on or any(_goes_on(branch.steps) for branch in step.branch) for step in steps
    )
