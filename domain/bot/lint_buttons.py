"""Buttons out of a tool's result: a list that is there, with fields that its items have."""

from domain.bot import templates
from domain.bot.flow_schema import StepSource
from domain.bot.lint_names import NameCheck
from domain.bot.model import Bot, SlotType
from domain.bot.problems import KeyPath, Problems
from domain.bot.reading import ITEM

_NEVER = {SlotType.BOOL, SlotType.MONEY}


class ButtonLint:
    """The buttons of one step; `file` is where its flow stands."""

    def __init__(self, bot: Bot, names: NameCheck, problems: Problems, file: str) -> None:
        self._bot = bot
        self._names = names
        self._problems = problems
        self._file = file

    def lint(self, step: StepSource, items: str, path: KeyPath) -> None:
        """`items` is the path of the list as it is read: "times.items"."""
        buttons = step.buttons
        if buttons is None:
            return
        here = (*path, "buttons")
        slot = self._bot.slots.get(step.collect or "")
        if slot is not None and slot.type in _NEVER:
            self._error(here, f"{slot.name}: a {slot.type} is not chosen from a list")
        if step.collect is None and buttons.only:
            self._error((*here, "only"), "`only` belongs to `collect`: a `say` waits for nothing")
        fields = self._names.item_fields(items, self._file, (*here, "from"))
        for key, text in (("label", t) for t in buttons.label.values()):
            self._template(text, (*here, key), fields, items)
        if buttons.value is not None:
            self._template(buttons.value, (*here, "value"), fields, items)

    def _template(self, text: str, path: KeyPath, fields: list[str] | None, items: str) -> None:
        if templates.has_stray_braces(text):
            self._error(path, "a brace that is no placeholder like {item.start}")
        named = templates.names_in(text)
        if not any(name.split(".")[0] == ITEM for name in named):
            self._error(path, "it reads nothing of the item; write {item} or {item.field}")
        for name in named:
            root, _, field = name.partition(".")
            if root != ITEM:
                self._names.check(name, self._file, path)
            elif fields and field and field.split(".")[0] not in fields:
                self._problems.unknown(self._file, path, f"field of {items}", field, fields)

    def _error(self, path: KeyPath, message: str) -> None:
        self._problems.error(self._file, path, message)
