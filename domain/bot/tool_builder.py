"""Tools, resolved against the tenant's OpenAPI documents so that a revision is complete."""

import re
from collections.abc import Mapping
from typing import Any

from domain.bot import defaults
from domain.bot.card_builder import returned_by
from domain.bot.local_texts import localised
from domain.bot.model import Slot, SlotType, Tool
from domain.bot.operations import Operation, ParameterLocation, operations_of
from domain.bot.problems import Problems
from domain.bot.schema import HttpSource, ToolSource
from domain.bot.tool_operations import HttpOperation, McpOperation
from domain.bot.yaml_values import TOOLS, Parsed

IDEMPOTENCY_KEY = "idempotency_key"
"""An argument that the platform fills: the key of the write being looked up."""

CUSTOMER_EMAIL = "X-Customer-Email"
_PLATFORM_HEADERS = re.compile(r"^(idempotency-key|authorization|x-customer-.*)$", re.IGNORECASE)
_IN_PATH = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


class ToolBuilder:
    """Builds a tenant's tools; reports what does not fit the documents."""

    def __init__(
        self,
        parsed: Parsed,
        slots: Mapping[str, Slot],
        openapi: Mapping[str, Any],
        problems: Problems,
    ) -> None:
        locales = parsed.tenant.branding.locales if parsed.tenant else ()
        self._locale = locales[0] if locales else "en"
        self._parsed = parsed
        self._slots = slots
        self._problems = problems
        self._operations = {name: dict(operations_of(doc)) for name, doc in openapi.items()}

    def tools(self) -> dict[str, Tool]:
        own = {name: self._tool(name, source) for name, source in self._parsed.tools.items()}
        return defaults.default_tools() | own

    def source_of(self, name: str) -> ToolSource | None:
        return self._parsed.tools.get(name)

    def operation_of(self, source: HttpSource) -> Operation | None:
        return self._operations.get(source.openapi or "", {}).get(source.operation or "")

    def _tool(self, name: str, source: ToolSource) -> Tool:
        http = self._http(name, source) if source.http else None
        optional = tuple(
            argument
            for argument, origin in source.inputs.items()
            if origin == defaults.ORDER_EMAIL
            or source.mcp is not None  # what it needs its approved definition says, at the call
            or (http is not None and http.openapi is not None and argument not in http.required)
        )
        return Tool(
            name=name,
            http=http,
            mcp=McpOperation(**source.mcp.model_dump()) if source.mcp else None,
            builtin=source.builtin,
            inputs=source.inputs,
            optional=optional,
            returns=returned_by(name, source),
            timeout=source.timeout,
            retry=source.retry,
            effect=source.effect,
            idempotency=source.idempotency,
            reconcile=source.reconcile,
            once_by=source.once_by,
            settles_within=source.settles_within,
            undo=source.undo,
            about=localised(source.about, self._locale),
            requires=None if source.requires == "anyone" else source.requires,
        )

    def _http(self, name: str, source: ToolSource) -> HttpOperation | None:
        http = source.http
        if http is None:
            return None
        plain = http.model_dump()
        if http.openapi is None:
            path = _IN_PATH.findall(http.url or "")
            return HttpOperation(**plain, required=tuple(path))
        operation = self._find(name, http)
        if operation is None:
            return HttpOperation(**plain)
        places = self._places(name, source, operation)
        plain["server"] = http.server or http.openapi
        if http.secret is None and operation.needs_key():
            plain["secret"] = f"{http.openapi}_api_key"
        return HttpOperation(
            **plain,
            method_resolved=operation.method,
            path_resolved=operation.path,
            parameters_in=places,
            required=tuple(n for n, (_, needed) in operation.parameters().items() if needed),
        )

    def _find(self, name: str, http: HttpSource) -> Operation | None:
        path = (name, "http", "openapi")
        if http.openapi not in self._operations:
            known = self._operations
            self._problems.unknown(TOOLS, path, "document openapi/…json", str(http.openapi), known)
            return None
        found = self.operation_of(http)
        if found is None:
            known_operations = self._operations[str(http.openapi)]
            where = (name, "http", "operation")
            self._problems.unknown(
                TOOLS, where, f"operation in {http.openapi}", str(http.operation), known_operations
            )
        return found

    def _places(
        self, name: str, source: ToolSource, operation: Operation
    ) -> dict[str, ParameterLocation]:
        known = operation.parameters()
        places: dict[str, ParameterLocation] = {}
        for argument in self._spread(source, known):
            if argument == "email" and CUSTOMER_EMAIL in known:
                continue  # the caller sends it as this header: addresses stay out of URLs
            if argument in known:
                places[argument] = known[argument][0]
            elif argument != "email":
                where = (name, "in", argument)
                self._problems.unknown(TOOLS, where, "parameter", argument, known)
        for parameter, (_, needed) in known.items():
            filled = parameter in places or _PLATFORM_HEADERS.match(parameter)
            if parameter == IDEMPOTENCY_KEY:
                places[parameter] = known[parameter][0]
            elif needed and not filled:
                self._problems.error(
                    TOOLS, (name, "in"), f"the operation needs {parameter!r}, which nothing fills"
                )
        return places

    def _spread(self, source: ToolSource, known: Mapping[str, Any]) -> list[str]:
        """An amount of money fills the fields `amount` and `currency`."""
        arguments = [name for name in source.inputs if name != IDEMPOTENCY_KEY]
        for argument, origin in source.inputs.items():
            slot = self._slots.get(origin)
            is_money = slot is not None and slot.type is SlotType.MONEY
            if is_money and argument == "amount" and "currency" in known:
                arguments.append("currency")
        return arguments


def writes(source: ToolSource, operation: Operation | None) -> bool:
    """Whether a tool changes something: it says so, its HTTP method does, or it is our own."""
    method = operation.method if operation else (source.http.method if source.http else None)
    says_so = source.effect.writes
    return says_so or source.builtin is not None or (method or "GET") != "GET"
