"""Buttons, cards, lists and files: results that are there, fields that their items have, addresses
that a page may fetch."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.bot import templates
from domain.bot.card_schema import CardSource, CardsSource
from domain.bot.flow_schema import StepSource
from domain.bot.lint_names import NameCheck
from domain.bot.list_schema import ListSource
from domain.bot.model import Bot, SlotType
from domain.bot.problems import KeyPath, Problems
from domain.bot.result_fields import ITEM
from domain.messages import secure_address

_NEVER = {SlotType.BOOL, SlotType.MONEY, SlotType.COMPOSITE}


class ButtonLint:
    """What is shown by one step; `file` is where its flow stands."""

    def __init__(self, bot: Bot, names: NameCheck, problems: Problems, file: str) -> None:
        self._bot = bot
        self._names = names
        self._problems = problems
        self._file = file

    def buttons(self, step: StepSource, items: str, path: KeyPath) -> None:
        """`items` is the path of the list as it is read: "times.items"."""
        buttons = step.buttons
        if buttons is None:
            return
        inner_path = (*path, "buttons")
        slot = self._bot.slots.get(step.collect or "")
        if slot is not None and slot.type in _NEVER:
            self._error(inner_path, f"{slot.name}: a {slot.type} is not chosen from a list")
        if step.collect is None and buttons.only:
            self._error(
                (*inner_path, "only"), "`only` belongs to `collect`: a `say` waits for nothing"
            )
        fields = self._names.item_fields(items, self._file, (*inner_path, "from"))
        context = _TextContext((*inner_path, "label"), fields, items, needs_item=True)
        for text in buttons.label.values():
            self._template(text, context)
        if buttons.value is not None:
            self._template(buttons.value, replace(context, path=(*inner_path, "value")))

    def cards(self, source: CardsSource, items: str, path: KeyPath) -> None:
        inner_path = (*path, "cards")
        if items and len(source.cards) > 1:
            self._error(inner_path, "with `from`, one card stands for each item of the list")
        fields = (
            self._names.item_fields(items, self._file, (*inner_path, "from")) if items else None
        )
        for index, card in enumerate(source.cards):
            at = (*inner_path, index)
            for text in card.title.values():
                self._template(
                    text, _TextContext((*at, "title"), fields, items, needs_item=bool(items))
                )
            for key, text in _texts_of(card):
                self._template(text, _TextContext((*at, key), fields, items))
            urls = [("image", card.image.url)] if card.image else []
            for key, url in [*urls, *(("links", link.url) for link in card.links)]:
                self._address(url, _TextContext((*at, key), fields, items))

    def choices(self, source: ListSource, items: str, path: KeyPath) -> None:
        """`items` is the path of the list of results; "" where the author wrote the choices."""
        inner_path = (*path, "list")
        if items and len(source.items) > 1:
            self._error(inner_path, "with `from`, one choice stands for each item of the list")
        fields = (
            self._names.item_fields(items, self._file, (*inner_path, "from")) if items else None
        )
        for text in source.title.values():
            self._template(text, _TextContext((*inner_path, "title"), None, ""))
        for index, one in enumerate(source.items):
            at = _TextContext((*inner_path, "items", index), fields, items)
            for text in one.title.values():
                self._template(text, replace(at, needs_item=bool(items)))
            for text in one.description.values():
                self._template(text, at)

    def attachments(self, step: StepSource, path: KeyPath) -> Iterator[str]:
        """Yields what the files read."""
        for index, one in enumerate(step.attachments):
            at = _TextContext((*path, "attachments", index), None, "")
            for text in one.name.values():
                self._template(text, at)
            self._address(one.url, replace(at, path=(*at.path, "url")))
            for text in (*one.name.values(), one.url):
                yield from templates.names_in(text)

    def _address(self, url: str, context: "_TextContext") -> None:
        """One of the author's own is checked here; a backend's is when it is shown."""
        self._template(url, context)
        if url.startswith("{"):
            return
        try:
            secure_address(templates.fill(url, lambda _: "x"))
        except ValueError as error:
            self._error(context.path, f"{url!r} {error}")

    def _template(self, text: str, context: "_TextContext") -> None:
        if templates.has_stray_braces(text):
            self._error(context.path, "a brace that is no placeholder like {item.start}")
        named = templates.names_in(text)
        if context.needs_item and not any(name.split(".")[0] == ITEM for name in named):
            self._error(context.path, "it reads nothing of the item; write {item} or {item.field}")
        for name in named:
            root, _, field = name.partition(".")
            if root != ITEM or not context.items:
                self._names.check(name, self._file, context.path)
            elif context.fields and field and field.split(".")[0] not in context.fields:
                what = f"field of {context.items}"
                self._problems.unknown(self._file, context.path, what, field, context.fields)

    def _error(self, path: KeyPath, message: str) -> None:
        self._problems.error(self._file, path, message)


@dataclass(frozen=True)
class _TextContext:
    """Where a template stands, and what it may read there."""

    path: KeyPath
    fields: list[str] | None
    items: str
    needs_item: bool = False


def _texts_of(card: CardSource) -> Iterator[tuple[str, str]]:
    for key, texts in (("subtitle", card.subtitle), ("text", card.text)):
        yield from ((key, text) for text in texts.values())
    for labels in card.buttons.values():
        yield from (("buttons", label) for label in labels)
    if card.image is not None:
        yield from (("image", text) for text in card.image.alt.values())
    for link in card.links:
        yield from (("links", text) for text in link.text.values())
