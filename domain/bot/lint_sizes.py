"""Limits on the size of a bot, so that none slows the others down."""

from collections.abc import Collection, Sequence
from typing import Any

from domain.bot.flow_schema import StepSource
from domain.bot.problems import KeyPath, Problems
from domain.bot.yaml_values import INTENTS, RESPONSES, SLOTS, TENANT, TOOLS, Parsed

_MOST = {INTENTS: 300, SLOTS: 300, TOOLS: 200, RESPONSES: 2_000}
_MOST_FLOWS = 300
_MOST_STEPS = 300
_MOST_EXAMPLES = 500
_LONGEST_EXAMPLE = 500
_MOST_ENTITIES = 50
_MOST_VALUES = 200
_MOST_WORDS = 1_000
_LONGEST_WORD = 100
_LONGEST_RESPONSE = 4_000
_LONGEST_EXPRESSION = 1_000


def lint_sizes(parsed: Parsed, problems: Problems) -> None:
    """Report texts and lists that are larger than a conversation can carry."""
    check = _Sizes(problems)
    files: dict[str, Collection[str]] = {
        INTENTS: parsed.intents.intents,
        SLOTS: parsed.slots,
        TOOLS: parsed.tools,
        RESPONSES: parsed.responses,
    }
    for file, named in files.items():
        check.count(file, (), named, _MOST[file])
    check.count(INTENTS, ("entities",), parsed.intents.entities, _MOST_ENTITIES)
    check.count(TENANT, (), parsed.flows, _MOST_FLOWS)
    for name, intent in parsed.intents.intents.items():
        for examples in intent.examples.values():
            check.count(INTENTS, ("intents", name), examples, _MOST_EXAMPLES)
            check.texts(INTENTS, ("intents", name), examples, _LONGEST_EXAMPLE)
    for name, slot in parsed.slots.items():
        words = [*slot.values, *(word for words in slot.values.values() for word in words)]
        check.count(SLOTS, (name,), slot.values, _MOST_VALUES)
        check.count(SLOTS, (name,), words, _MOST_WORDS)
        check.texts(SLOTS, (name,), words, _LONGEST_WORD)
    for name, response in parsed.responses.items():
        for texts in (response.text, *response.channels.values()):
            check.texts(RESPONSES, (name,), list(texts.values()), _LONGEST_RESPONSE)
    for name, flow in parsed.flows.items():
        file = parsed.flow_files[name]
        steps = _all_steps(flow.steps)
        check.count(file, (name,), steps, _MOST_STEPS)
        read = [e for step in steps for e in (step.when, *(b.when for b in step.branch)) if e]
        check.texts(file, (name,), read, _LONGEST_EXPRESSION)


class _Sizes:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def count(self, file: str, path: KeyPath, found: Collection[Any], most: int) -> None:
        if len(found) > most:
            self._problems.error(file, path, f"{len(found)} are too many here; at most {most}")

    def texts(self, file: str, path: KeyPath, found: Sequence[str], longest: int) -> None:
        if any(len(text) > longest for text in found):
            self._problems.error(file, path, f"a text here has more than {longest} characters")


def _all_steps(steps: Sequence[StepSource]) -> list[StepSource]:
    found: list[StepSource] = []
    waiting = list(steps)
    while waiting:
        step = waiting.pop()
        found.append(step)
        for branch in step.branch:
            waiting += branch.steps
        waiting += (*step.if_false, *step.on_refused, *step.on_failure)
        waiting += step.if_past
        waiting += (*step.on_expire, *step.on_reject, *(step.give_up.then if step.give_up else ()))
    return found
