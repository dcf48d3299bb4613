"""Lints what nothing uses: a warning, since its use may be on its way."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.bot.defaults import default_responses, default_slots
from domain.bot.model import Bot
from domain.bot.problems import Problems
from domain.bot.result_fields import all_paths
from domain.bot.yaml_values import RESPONSES, SLOTS, Parsed

_OF_A_VALUE = "value_"
_SAID_IF_THERE = {"cannot_check"}
"""Said by the engine where a tenant has such a sentence."""


def lint_unused(bot: Bot, parsed: Parsed, problems: Problems) -> None:
    """Slots that nothing asks for, sets or reads; responses that nothing says.

    A name that stands anywhere in a flow, a slot or a handoff counts as used.
    """
    content = [*bot.flows.values(), *bot.slots.values(), *bot.handoffs.values()]
    named = {
        word
        for one in content
        for word in _words(one.model_dump(mode="json", exclude={"name", "description"}))
    }
    paths = all_paths(bot.flows.values(), bot.tools, bot.responses.values())
    read = {path.split(".")[0] for path in paths}
    for name in parsed.slots.keys() - read - named - default_slots().keys():
        problems.warn(SLOTS, (name,), f"{name}: nothing asks for this slot, sets it or reads it")
    for name in parsed.responses.keys() - named - default_responses().keys() - _SAID_IF_THERE:
        if not name.startswith(_OF_A_VALUE):
            problems.warn(RESPONSES, (name,), f"{name}: nothing says this response")


def _words(value: Any) -> Iterator[str]:
    """All keys and texts of plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (str(key) for key in value)
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
