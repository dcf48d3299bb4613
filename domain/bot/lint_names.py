"""Whether a name that an expression, a sentence or a tool reads is there to be read."""

from domain.bot import expressions
from domain.bot.expressions import OPEN_NOW
from domain.bot.model import Bot
from domain.bot.opening import OPENS, queues_of
from domain.bot.operations import fields_of, unknown_field
from domain.bot.problems import KeyPath, Problems
from domain.bot.tool_building import ToolBuilder
from domain.errors import InvalidInput

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
        root, _, field = name.partition(".")
        known = (*self._bot.slots, *self._results, *ROOTS)
        if root not in known:
            self._problems.unknown(file, path, "slot or result", root, known)
        elif root in {OPEN_NOW, OPENS} and root not in {*self._bot.slots, *self._results}:
            if field and field not in queues_of(self._bot):
                self._problems.unknown(file, path, "queue", field, queues_of(self._bot))
        elif field and root in self._results:
            self._check_field(root, field, file, path)

    def check_expression(self, text: str, file: str, path: KeyPath) -> None:
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
