"""Composite slots: parts that could not be told apart, asked for, written down or passed on."""

from collections.abc import Iterator

from domain.bot import templates
from domain.bot.model import Bot, Slot, SlotType
from domain.bot.parts import Part
from domain.bot.problems import Problems
from domain.bot.schema import SlotSource
from domain.bot.yaml_values import SLOTS, TOOLS, Parsed

_FEWEST = 2
_PARTS = {
    SlotType.ENUM,
    SlotType.INTEGER,
    SlotType.STRING,
    SlotType.DATE,
    SlotType.TIME,
    SlotType.DATETIME,
    SlotType.DATE_RANGE,
    SlotType.DURATION,
    SlotType.EMAIL,
    SlotType.PHONE,
}
_NAMES_A_THING = {SlotType.ENUM, SlotType.STRING}
_BODILESS = {"GET", "DELETE"}


def lint_composites(bot: Bot, parsed: Parsed, problems: Problems) -> None:
    """Each problem with the slot and the key."""
    for name, source in parsed.slots.items():
        slot = bot.slots[name]
        if slot.type is not SlotType.COMPOSITE:
            _lint_others(name, source, problems)
        else:
            _CompositeLint(bot, slot, source, problems).lint()
    _lint_arguments(bot, problems)


def placeholders_of(bot: Bot, response: str) -> frozenset[str]:
    """What the engine fills in where this response asks for a part: {item}, {item.colour}, …"""
    found = set[str]()
    for slot in bot.slots.values():
        parts = slot.composite.parts if slot.composite else {}
        known = [(part, slot.part_slots.get(part.slot)) for part in parts.values()]
        if response in {part.ask or (own.ask if own else None) for part, own in known}:
            found |= {"item", "part", "slot", *(f"item.{name}" for name in parts)}
    return frozenset(found)


def asked_by_parts(bot: Bot) -> frozenset[str]:
    """Slots that are asked for by a question of a part's own, or never: a list has a thing only
    once it is named."""
    composites = [slot.composite for slot in bot.slots.values() if slot.composite]
    heads = frozenset(one.parts[one.head].slot for one in composites if one.is_list and one.parts)
    parts = (part for one in composites for part in one.parts.values())
    return heads | {part.slot for part in parts if part.ask or not part.is_needed}


def _lint_others(name: str, source: SlotSource, problems: Problems) -> None:
    for key in ("parts", "several", "most", "label"):
        if getattr(source, key):
            problems.error(SLOTS, (name, key), f"{name}: only a composite has `{key}`")


class _CompositeLint:
    def __init__(self, bot: Bot, slot: Slot, source: SlotSource, problems: Problems) -> None:
        self._bot = bot
        self._slot = slot
        self._source = source
        self._problems = problems

    def lint(self) -> None:
        parts = self._source.parts
        if len(parts) < _FEWEST:
            self._error((), "a composite needs two `parts` or more")
            return
        if self._source.source != "customer":
            self._error(("source",), "a composite is what a customer says, and no tool sets it")
        if self._source.most and not self._source.several:
            self._error(("most",), "`most` belongs to `several: true`")
        known = [name for name, part in parts.items() if self._knows(name, part)]
        self._lint_head(next(iter(parts)))
        self._lint_alike(known)
        for locale, text in self._source.label.items():
            self._lint_label(locale, text)
        label = self._slot.composite.label if self._slot.composite else {}
        missing = [one for one in self._bot.tenant.branding.locales if label and one not in label]
        if missing:
            said = f"{self._slot.name}: no label for {', '.join(missing)}"
            self._problems.warn(SLOTS, (self._slot.name, "label"), said)

    def _knows(self, name: str, part: Part) -> bool:
        path = (self._slot.name, "parts", name)
        slot = self._bot.slots.get(part.slot)
        if slot is None:
            self._problems.unknown(SLOTS, (*path, "slot"), "slot", part.slot, self._bot.slots)
            return False
        if slot.type not in _PARTS or slot.is_free_text or slot.source != "customer":
            kind = "string without a pattern" if slot.is_free_text else slot.type.value
            said = "set by a tool" if slot.source != "customer" else f"a {kind}"
            self._error(("parts", name), f"{name}: {part.slot} is {said}, which is no part")
            return False
        if part.default is not None and part.default not in _defaults(slot, part):
            wrong = f"{name}: {part.default!r} is no value of {part.slot}"
            self._error(("parts", name, "default"), wrong)
        if part.ask is not None and part.ask not in self._bot.responses:
            responses = self._bot.responses
            self._problems.unknown(SLOTS, (*path, "ask"), "response", part.ask, responses)
        return True

    def _lint_head(self, head: str) -> None:
        if not self._source.several:
            return
        part = self._source.parts[head]
        slot = self._bot.slots.get(part.slot)
        if not part.is_needed:
            self._error(("parts", head), f"{head}: the first part names the thing; it is needed")
        if slot is not None and slot.type not in _NAMES_A_THING:
            wrong = f"{head}: the first part names the thing: an enum, or a string with a pattern"
            self._error(("parts", head), wrong)

    def _lint_alike(self, known: list[str]) -> None:
        """Of parts of one kind all but one need words that tell them apart."""
        unmarked: dict[str, str] = {}
        for name in known:
            part = self._source.parts[name]
            slot = self._bot.slots[part.slot]
            kind = part.slot if slot.type in _NAMES_A_THING else slot.type.value
            if part.said_after:
                continue
            other = unmarked.setdefault(kind, name)
            if other != name:
                wrong = f"{name}: nothing tells it from {other}; give one of them `said_after`"
                self._error(("parts", name), wrong)

    def _lint_label(self, locale: str, text: str) -> None:
        path = (self._slot.name, "label", locale)
        for name in templates.names_in(text):
            if name not in self._source.parts:
                self._problems.unknown(SLOTS, path, "part", name, self._source.parts)
        if templates.has_stray_braces(text):
            self._error(("label", locale), "a brace in `label` that is no part like {colour}")

    def _error(self, path: tuple[str, ...], message: str) -> None:
        self._problems.error(SLOTS, (self._slot.name, *path), f"{self._slot.name}: {message}")


def _defaults(slot: Slot, part: Part) -> Iterator[str | int]:
    if slot.type is SlotType.ENUM:
        yield from slot.values
    elif slot.type is SlotType.INTEGER and isinstance(part.default, int):
        yield part.default


def _lint_arguments(bot: Bot, problems: Problems) -> None:
    """A list of things is JSON: it fits into a body, and not into an address or a header."""
    for tool in bot.tools.values():
        if tool.http is None:
            continue
        for argument, source in tool.inputs.items():
            slot = bot.slots.get(source)
            elsewhere = "query" if tool.http.method in _BODILESS else "body"
            usual = "body" if tool.http.openapi else elsewhere
            place = tool.http.parameters_in.get(argument, usual)
            if slot is not None and slot.composite is not None and place != "body":
                wrong = f"{tool.name}: {source} has parts, and {argument} goes into the {place}"
                problems.error(TOOLS, (tool.name, "in", argument), wrong)
