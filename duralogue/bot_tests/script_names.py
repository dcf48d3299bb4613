"""Names in a tenant's test conversations that its bot does not have."""

from collections.abc import Collection, Iterator

from domain.bot.model import Bot
from domain.bot.problems import Problem, nearest
from duralogue.bot_tests.runner import ANSWER
from duralogue.bot_tests.script import Line, Script, Scripts


def unknown_names(bot: Bot, files: list[Scripts]) -> list[Problem]:
    """One error for each name of a response, tool, queue, intent or slot that is not there."""
    return [problem for file in files for problem in _of_file(bot, file)]


def _of_file(bot: Bot, file: Scripts) -> Iterator[Problem]:
    for name, script in file.scripts.items():
        for index, line in enumerate(script.talk):
            for message in _of_line(bot, line):
                yield Problem(file.file, file.lines[name, index], message)
        for message in _unknown("tool", script.tools, bot.tools):
            yield Problem(file.file, _first_line(file, name, script), message)


def _of_line(bot: Bot, line: Line) -> Iterator[str]:
    yield from _unknown("response", line.bot or (), {*bot.responses, ANSWER})
    yield from _unknown("tool", _one(line.tool), bot.tools)
    yield from _unknown("intent", _one(line.intent), bot.intents)
    for names in (line.slots, line.form, line.fills):
        yield from _unknown("slot", names or (), bot.slots)
    queues = {rule.queue for rule in bot.handoffs.values()}
    yield from _unknown("queue", _one(line.handoff), queues)


def _unknown(what: str, names: Collection[str], known: Collection[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"there is no {what} {name!r}{nearest(name, known)}"


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _first_line(file: Scripts, name: str, script: Script) -> int:
    """Of a conversation: the head of it has no line of its own in `Scripts`."""
    return min(file.lines[name, index] for index in range(len(script.talk)))
