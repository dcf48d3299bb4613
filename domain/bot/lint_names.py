"""Lints names that expressions, sentences and tools read."""

from domain.bot import expressions
from domain.bot.expressions import OPEN_NOW
from domain.bot.model import Bot, SlotType
from domain.bot.operations import fields_of, item_schema, unknown_field
from domain.bot.problems import KeyPath, Problems, nearest
from domain.bot.queue_hours import OPENS, queues_of
from domain.bot.tool_builder import ToolBuilder
from domain.errors import InvalidInput
from domain.messages import VerifiedCustomer

_FALSE_ROOTS = ("slot", "slots", "result", "results", "tool", "tools", "entity", "context")
"""What other products write before a name."""
ROOTS = ("customer", "bot", "refused", OPEN_NOW, OPENS)
"""Names that every bot may read beside its slots and results."""


class NameCheck:
    """Looks names up in the compiled bot, and their fields in the OpenAPI documents."""

    def __init__(self, bot: Bot, builder: ToolBuilder, problems: Problems) -> None:
        self._bot = bot
        self._builder = builder
        self._problems = problems
        self._results = {tool.returns: tool for tool in bot.tools.values()}

    def check(self, name: str, file: str, path: KeyPath) -> None:
        """Report a name that is no slot, result or setting."""
        root, _, field = name.partition(".")
        known = (*self._bot.slots, *self._results, *ROOTS)
        if root in _FALSE_ROOTS and root not in known and field:
            real = field if field in self._bot.slots else None
            hint = f"; write {real!r} alone" if real else nearest(field, known)
            self._problems.error(file, path, f"there is no slot or result {name!r}{hint}")
        elif root not in known:
            self._problems.unknown(file, path, "slot or result", root, known)
        elif root in {OPEN_NOW, OPENS} and root not in {*self._bot.slots, *self._results}:
            if field and field not in queues_of(self._bot):
                self._problems.unknown(file, path, "queue", field, queues_of(self._bot))
        elif field and root in self._results:
            self._check_field(root, field, file, path)
        elif field:
            self._check_part(root, field, file, path)

    def _check_part(self, root: str, field: str, file: str, path: KeyPath) -> None:
        """Money and a single composite value have parts, and the customer some known fields."""
        slot = self._bot.slots.get(root)
        if root == "customer":
            known: tuple[str, ...] = tuple(VerifiedCustomer.model_fields)
        elif slot is not None:
            known = ("amount", "currency") if slot.type is SlotType.MONEY else ()
            if slot.composite is not None and not slot.composite.is_list:
                known = tuple(slot.composite.parts)
        else:
            return
        if field not in known:
            hint = nearest(field, known) if known else f"; {root!r} is one value, without parts"
            self._problems.warn(file, path, f"nothing is called {root}.{field}{hint}")

    def item_fields(self, items: str, file: str, path: KeyPath) -> list[str] | None:
        """What an item of this list may be asked for, where the document says it.

        Reports a list of no result, and a path that leads to something else than a list.
        """
        root, _, field = items.partition(".")
        if root not in self._results:
            self._problems.unknown(file, path, "tool or result", root, self._results)
            return None
        source = self._builder.source_of(self._results[root].name)
        operation = self._builder.operation_of(source.http) if source and source.http else None
        schema = operation.result_schema() if operation else None
        if operation is None or schema is None:
            return None
        item = item_schema(operation.document, schema, field)
        if item is None:
            lists = [
                name
                for name in fields_of(operation.document, schema)
                if item_schema(operation.document, schema, name) is not None
            ]
            self._problems.unknown(file, path, f"list in {root}", field, lists)
            return None
        return fields_of(operation.document, item)

    def check_expression(self, text: str, file: str, path: KeyPath) -> None:
        """Report names that an expression reads and nothing sets, and its mistakes."""
        try:
            names = tuple(expressions.names_in(expressions.parse(text)))
        except InvalidInput as error:
            self._problems.error(file, path, f"{text!r}: {error.allowed}")
            return
        for name in names:
            self.check(name, file, path)

    def _check_field(self, root: str, field: str, file: str, path: KeyPath) -> None:
        source = self._builder.source_of(self._results[root].name)
        operation = self._builder.operation_of(source.http) if source and source.http else None
        schema = operation.result_schema() if operation else None
        if operation is None or schema is None:
            return
        unknown = unknown_field(operation.document, schema, field)
        if unknown is not None:
            known = fields_of(operation.document, schema)
            self._problems.unknown(file, path, f"field of {root}", unknown, known)
