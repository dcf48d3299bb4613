"""`duralogue check` and `duralogue test`: a tenant's folder, told to its author."""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from domain.addresses import AllowedAddresses
from domain.bot.compiler import check_bot, compile_bot
from domain.bot.model import Bot
from domain.bot.problems import Problem
from domain.bot.sources import BotSources
from domain.understanding.explanation import as_rows
from domain.understanding.model import DialogueContext, Understanding
from duralogue.bot_tests.remote import play_live
from duralogue.bot_tests.runner import WentWrong, play
from duralogue.bot_tests.script import Script, Scripts, read_scripts
from duralogue.bot_tests.script_names import unknown_names
from duralogue.bot_tests.simulator import Understand
from duralogue.bot_tests.understanding import local_understanding
from duralogue.knowledge_folder import folder_problems
from duralogue.plurals import counted
from duralogue.skill_documents import unmatched_patterns
from duralogue.tables import aligned
from infra.bot_files.reader import read_bot_files
from infra.settings import Settings

_CACHE = Path("classifiers")


def check(
    folder: Path,
    console: Console | None = None,
    connected_models: Callable[[str], Collection[str] | None] = lambda _: None,
) -> int:
    """Print every mistake with file, line and the nearest name. 1 if there is an error.

    `connected_models` is asked only for a tenant that names some; None where it cannot tell.
    """
    console = console or Console(soft_wrap=True)
    sources = _sources(folder)
    found = check_bot(sources, _addresses())
    if found.bot is not None and any(found.bot.tenant.models.named()):
        found = check_bot(sources, _addresses(), connected_models(found.bot.tenant.tenant))
    scripts, script_problems = read_scripts(folder)
    if found.bot is not None:
        script_problems += unknown_names(found.bot, scripts)
    knowledge = folder / "knowledge"
    problems = [*found.problems, *script_problems, *folder_problems(knowledge)]
    if found.bot is not None:
        problems += unmatched_patterns(found.bot, sources.files, knowledge)
    for problem in problems:
        _show(console, folder, problem)
    errors = sum(not problem.is_warning for problem in problems)
    warnings = len(problems) - errors
    if errors or found.bot is None:
        found_wrong = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        console.print(f"{found_wrong}: this bot cannot be published.")
        return 1
    console.print(_summary(found.bot, warnings), highlight=False)
    return 0


def test(folder: Path, *, live: bool = False, console: Console | None = None) -> int:  # noqa: PT028 - the command's name, no test of ours
    """Play the conversations under tests/. 1 if one of them went another way."""
    console = console or Console(soft_wrap=True)
    bot = compile_bot(_sources(folder))
    scripts, problems = read_scripts(folder)
    for problem in problems:
        _show(console, folder, problem)
    if not scripts and not problems:
        console.print(f"{folder}/tests has no conversations to play.")
        return 1
    if problems:
        console.print("Conversations with a mistake in them are not played.")
    failed = asyncio.run(_play_all(bot, scripts, console, live=live)) if scripts else 0
    return 1 if failed or problems else 0


def _addresses() -> AllowedAddresses | None:
    """What the operator allows, as far as these settings say: else it is for publishing to tell."""
    settings = Settings.load_environment()
    servers = (url for found in settings.tenant_backends.values() for url in found.servers.values())
    if not settings.outbound_allowed:
        return None
    return AllowedAddresses.of(settings.outbound_allowed, servers)


def _sources(folder: Path) -> BotSources:
    return read_bot_files(folder, today=datetime.now(UTC).date())


async def _play_all(bot: Bot, scripts: list[Scripts], console: Console, *, live: bool) -> int:
    """The number of conversations that went another way."""
    understand = local_understanding(bot, Settings.load_environment().duralogue_home / _CACHE)
    failed, played, began = 0, 0, time.monotonic()
    for file in scripts:
        for name, script in file.scripts.items():
            outcome = await _outcome(bot, script, understand, live=live)
            played += outcome != "skipped"
            failed += isinstance(outcome, WentWrong)
            _tell(console, file, name, outcome)
    took = (time.monotonic() - began) * 1000
    console.print(
        f"{played - failed} of {counted(played, 'conversation')} as written ({took:.0f} ms)"
    )
    return failed


def explain(folder: Path, text: str, *, locale: str = "", console: Console | None = None) -> int:
    """Print how a first message would be understood, and why."""
    console = console or Console(soft_wrap=True)
    bot = compile_bot(_sources(folder))
    locales = bot.tenant.branding.locales
    understand = local_understanding(bot, Settings.load_environment().duralogue_home / _CACHE)
    context = DialogueContext(locale=locale or locales[0], locales=locales, tongue_is_shown=False)
    understood = asyncio.run(_understood(understand, text, context))
    rows = as_rows(understood.explanation) if understood.explanation else []
    rows += [("entity", f"{one.kind} = {one.value}") for one in understood.entities]
    for number, need in enumerate(understood.also, start=2):
        named = ", ".join(f"{one.kind} = {one.value}" for one in need.entities)
        rows.append((f"then {number}", f"{need.intent or 'the documents'}: {named or need.text}"))
    for line in aligned(rows):
        console.print(line, highlight=False, markup=False)
    return 0


async def _understood(understand: Understand, text: str, context: DialogueContext) -> Understanding:
    return await understand(text, context)


async def _outcome(
    bot: Bot, script: Script, understand: Understand, *, live: bool
) -> WentWrong | str:
    try:
        if live:
            settings = Settings.load()
            return await play_live(bot, script, settings)
        await play(bot, script, understand)
    except WentWrong as finding:
        return finding
    return "ok"


def _tell(console: Console, file: Scripts, name: str, outcome: WentWrong | str) -> None:
    words = name.replace("_", " ")
    if isinstance(outcome, WentWrong):
        console.print(f"[red]✗[/red] {words}", highlight=False)
        line = file.lines[name, outcome.step]
        console.print(f"    {file.file}:{line}: {outcome}", highlight=False, markup=False)
    elif outcome == "skipped":
        console.print(f"- {words} (not live: it needs a backend that fails, people or a clock)")
    else:
        console.print(f"[green]✓[/green] {words}", highlight=False)


def _show(console: Console, folder: Path, problem: Problem) -> None:
    console.print(f"{folder}/{problem}", highlight=False, markup=False)


def _summary(bot: Bot, warnings: int) -> str:
    examples = sum(len(texts) for i in bot.intents.values() for texts in i.examples.values())
    return (
        f"{bot.tenant.tenant}: {counted(len(bot.flows), 'flow')}, "
        f"{counted(len(bot.intents), 'intent')} with {counted(examples, 'example')}, "
        f"{counted(len(bot.tools), 'tool')}, {counted(len(bot.responses), 'response')}; "
        f"{counted(warnings, 'warning')}; revision {bot.revision[:12]}"
    )
