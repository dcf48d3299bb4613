"""What a tenant has written and nothing uses: a warning, since it may be on its way."""

from collections.abc import Iterator

from domain.bot import templates
from domain.bot.defaults import default_responses, default_slots
from domain.bot.model import Bot, Step
from domain.bot.parsing import RESPONSES, SLOTS, Parsed
from domain.bot.problems import Problems
from domain.bot.reading import (
    paths_in_buttons,
    paths_in_cards,
    paths_in_expression,
    paths_in_inputs,
    paths_in_text,
    steps_in,
)

_OF_A_VALUE = "value_"
_SAID_IF_THERE = {"cannot_check"}
"""Said by the engine where a tenant has such a sentence."""


def lint_unused(bot: Bot, parsed: Parsed, problems: Problems) -> None:
    """Slots that nothing asks for, sets or reads; responses that nothing says."""
    read = {path.split(".")[0] for path in _read(bot)}
    for name in parsed.slots.keys() - read - default_slots().keys():
        problems.warn(SLOTS, (name,), f"{name}: nothing asks for this slot, sets it or reads it")
    said = set(_said(bot)) | default_responses().keys() | _SAID_IF_THERE
    for name in parsed.responses.keys() - said:
        if not name.startswith(_OF_A_VALUE):
            problems.warn(RESPONSES, (name,), f"{name}: nothing says this response")


def _read(bot: Bot) -> Iterator[str]:
    for response in bot.responses.values():
        for texts in (response.texts, *response.channels.values()):
            for text in texts.values():
                yield from templates.names_in(text)
    for tool in bot.tools.values():
        yield from paths_in_inputs(tool.inputs)
        yield from paths_in_text(tool.idempotency or "")
    for flow in bot.flows.values():
        for step in steps_in(flow.steps):
            yield from _read_by(step)


def _read_by(step: Step) -> Iterator[str]:
    yield from (step.collect or "", step.retry_slot or "", *step.set, *step.set.values())
    yield from (*step.show, *paths_in_inputs(step.inputs), *paths_in_buttons(step.buttons))
    yield from paths_in_cards(step.cards)
    for condition in (step.when, *(branch.when for branch in step.branch)):
        yield from paths_in_expression(condition)


def _said(bot: Bot) -> Iterator[str]:
    for slot in bot.slots.values():
        yield from (slot.ask or "", slot.invalid or "")
    for flow in bot.flows.values():
        for step in steps_in(flow.steps):
            yield from (step.say or "", step.end or "")
            if step.give_up is not None:
                yield from (step.give_up.parked or "", step.give_up.say or "")
