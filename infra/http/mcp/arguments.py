"""Arguments of a call, as the approved schema wants them. A customer's words are values only."""

import re
from collections.abc import Mapping
from typing import Any

from domain.bot.model import Tool
from domain.tools import ToolCall
from infra.http.requests import KEY_NAME, is_lookup, money_parts, wire_key

IDEMPOTENCY_META = "io.duralogue/idempotency-key"
REQUEST_META = "io.duralogue/request-id"
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


def arguments_of(tool: Tool, schema: Mapping[str, Any], call: ToolCall) -> dict[str, Any]:
    """Those that have a value. A look-up gets those of the write that it names, and its key."""
    known = schema.get("properties")
    fields: Mapping[str, Any] = known if isinstance(known, Mapping) else {}
    found = {name: value for name, value in call.arguments.items() if value is not None}
    if "currency" in fields:
        found |= money_parts(found.get("amount"))
    if is_lookup(tool, call):
        found = {name: value for name, value in found.items() if name in (tool.inputs or fields)}
    if call.idempotency_key is not None and (KEY_NAME in fields or KEY_NAME in tool.inputs):
        found[KEY_NAME] = wire_key(call.idempotency_key)
    return {name: _as_asked(value, fields.get(name)) for name, value in found.items()}


def meta_of(tool: Tool, call: ToolCall) -> dict[str, Any]:
    """What goes beside the arguments: who is asking once more, and under which key."""
    meta: dict[str, Any] = {REQUEST_META: wire_key(call.trace_id or call.call_id)}
    if call.idempotency_key is not None and not is_lookup(tool, call):
        meta[IDEMPOTENCY_META] = wire_key(call.idempotency_key)
    return meta


def _as_asked(value: Any, field: Any) -> Any:
    """A number that a slot holds as text is a number where the schema says so."""
    wanted = field.get("type") if isinstance(field, Mapping) else None
    if isinstance(value, str) and wanted == "integer" and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, str) and wanted == "number" and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value
