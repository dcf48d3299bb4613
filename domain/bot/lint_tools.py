"""Tools that write must say so, and how they stay exactly-once."""

from domain.bot import templates
from domain.bot.lint_guards import ANYONE, MONEY_NAMES
from domain.bot.model import Bot, SlotType
from domain.bot.problems import Problems
from domain.bot.schema import ToolSource
from domain.bot.tool_builder import IDEMPOTENCY_KEY, ToolBuilder, writes
from domain.bot.yaml_values import TOOLS, Parsed
from domain.tools import Effect, OnceBy

_REQUIREMENTS = ("verified_customer", "owner_of order", ANYONE)


def lint_tools(bot: Bot, parsed: Parsed, builder: ToolBuilder, problems: Problems) -> None:
    """Report tools that could write twice, or read what is not there."""
    undoing = {tool.undo for tool in parsed.tools.values() if tool.undo}
    for name, tool in parsed.tools.items():
        _lint_target(name, tool, problems)
        _lint_write(name, tool, builder, problems, is_undo=name in undoing)
        _lint_references(bot, name, tool, problems)
        _lint_undo(bot, name, tool, builder, problems)
        _lint_inputs(bot, name, tool, problems)


def _lint_target(name: str, tool: ToolSource, problems: Problems) -> None:
    if sum(one is not None for one in (tool.http, tool.mcp, tool.builtin)) != 1:
        problems.error(TOOLS, (name,), f"{name}: say one of `http`, `mcp` and `builtin`")
    http = tool.http
    if http is not None:
        by_document = http.openapi is not None or http.operation is not None
        by_url = http.method is not None or http.url is not None
        complete = (http.openapi and http.operation) if by_document else (http.method and http.url)
        if by_document == by_url or not complete:
            problems.error(
                TOOLS,
                (name, "http"),
                f"{name}: say `openapi` and `operation`, or `method` and `url`",
            )


def _lint_write(
    name: str, tool: ToolSource, builder: ToolBuilder, problems: Problems, *, is_undo: bool
) -> None:
    operation = builder.operation_of(tool.http) if tool.http else None
    if not writes(tool, operation):
        return
    if not tool.effect.writes:
        problems.error(
            TOOLS, (name,), f"{name}: it changes something; say `effect: write` or `irreversible`"
        )
    if tool.idempotency is None and not is_undo:
        problems.error(
            TOOLS, (name,), f"{name}: a tool that writes needs `idempotency`, the key of one write"
        )
    _lint_once(name, tool, problems)


def _lint_once(name: str, tool: ToolSource, problems: Problems) -> None:
    """How it stays with once, when an answer was lost."""
    if tool.once_by is OnceBy.LOOKUP and tool.reconcile is None:
        problems.error(
            TOOLS,
            (name, "once_by"),
            f"{name}: `once_by: lookup` needs `reconcile`, the tool that looks it up",
        )
    if tool.once_by is OnceBy.NOTHING and tool.reconcile is not None:
        problems.error(
            TOOLS,
            (name, "once_by"),
            f"{name}: it can be looked up with {tool.reconcile}; say `once_by: lookup`",
        )


def _lint_references(bot: Bot, name: str, tool: ToolSource, problems: Problems) -> None:
    for key, other in (("undo", tool.undo), ("reconcile", tool.reconcile)):
        if other is not None and other not in bot.tools:
            problems.unknown(TOOLS, (name, key), "tool", other, bot.tools)
    if tool.reconcile in bot.tools and bot.tools[tool.reconcile].effect.writes:
        problems.error(TOOLS, (name, "reconcile"), f"{tool.reconcile}: to look up must not write")
    if tool.requires is not None and tool.requires not in _REQUIREMENTS:
        problems.unknown(TOOLS, (name, "requires"), "requirement", tool.requires, _REQUIREMENTS)
    known = {*bot.slots, *tool.inputs, "flow_run"}
    for placeholder in templates.names_in(tool.idempotency or ""):
        if placeholder.split(".")[0] not in known:
            path = (name, "idempotency")
            problems.unknown(TOOLS, path, "argument or slot", placeholder, known)


def _lint_undo(
    bot: Bot, name: str, tool: ToolSource, builder: ToolBuilder, problems: Problems
) -> None:
    """What takes a write back must write, and is not taken back in its turn."""
    if tool.undo is None:
        return
    path = (name, "undo")
    if not tool.effect.writes:
        problems.error(TOOLS, path, f"{name}: it only reads, so there is nothing to undo")
    if tool.effect is Effect.IRREVERSIBLE:
        problems.error(TOOLS, path, f"{name}: what is irreversible has no `undo`")
    undo = builder.source_of(tool.undo)
    if undo is None:
        return
    if undo.undo is not None:
        problems.error(TOOLS, path, f"{tool.undo}: what undoes has no `undo` of its own")
    operation = builder.operation_of(undo.http) if undo.http else None
    if not writes(undo, operation):
        problems.error(TOOLS, path, f"{tool.undo}: it only reads, so it cannot undo {name}")
    made = {bot.tools[name].returns, *tool.inputs.values()}
    if not any(source in made or source.split(".")[0] in made for source in undo.inputs.values()):
        problems.warn(
            TOOLS, path, f"{tool.undo}: it reads nothing of {name}; how does it know what to undo?"
        )


def _lint_inputs(bot: Bot, name: str, tool: ToolSource, problems: Problems) -> None:
    results = {other.returns for other in bot.tools.values()}
    known = {*bot.slots, *results, "customer", IDEMPOTENCY_KEY}
    returns = bot.tools[name].returns
    if returns in bot.slots and returns in bot.kept_results:
        message = f"{name}: {returns} is a slot too; give the result another name with `returns`"
        problems.error(TOOLS, (name, "returns"), message)
    for argument, source in tool.inputs.items():
        path, root = (name, "in", argument), source.split(".")[0]
        if source.startswith("'"):
            continue
        if root not in known:
            problems.unknown(TOOLS, path, "slot or result", root, known)
        slot = bot.slots.get(root)
        http = bot.tools[name].http
        if slot is not None and slot.optional and http is not None and argument in http.required:
            message = f"{name}: the operation needs {argument}, and {root} may be skipped"
            problems.error(TOOLS, path, message)
        said = slot is not None and slot.source == "customer"
        if said and tool.effect.writes and argument in MONEY_NAMES:
            problems.error(
                TOOLS, path, f"{name}: an amount comes from a tool, never from the customer's words"
            )
        if slot is not None and slot.type is SlotType.MONEY and slot.source == "customer":
            problems.error(TOOLS, path, f"{name}: {root} must have `source: tool`")
