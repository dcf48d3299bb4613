"""From a tool call to an HTTP request. A customer's words only ever fill encoded values."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx

from domain.bot.model import Tool
from domain.bot.tool_operations import HttpOperation
from domain.errors import ConfigurationError, InvalidInput
from domain.messages import VerifiedCustomer
from domain.tools import ToolCall
from infra.http.backends import TenantBackends

CUSTOMER_ID = "X-Customer-Id"
CUSTOMER_EMAIL = "X-Customer-Email"
_RESERVED = frozenset(
    name.lower()
    for name in ("Authorization", "Host", "Idempotency-Key", CUSTOMER_ID, CUSTOMER_EMAIL)
)
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_HEADER_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?")
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_UNSAFE_IN_PATH = re.compile(r"[/\\\x00-\x1f\x7f]|^\.{0,2}$")
_TRACE = re.compile(r"[0-9a-f]{32}")
_MONEY = re.compile(r"(?P<amount>[0-9]{1,18}(\.[0-9]{1,9})?) (?P<currency>[A-Z]{3})")
KEY_NAME = "idempotency_key"
"""The argument of a look-up, or of a write, that holds the key."""
_BODILESS = {"GET", "DELETE"}


@dataclass
class _Parts:
    """Where the arguments go."""

    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


def build_request(
    tool: Tool, operation: HttpOperation, call: ToolCall, backends: TenantBackends
) -> httpx.Request:
    """Raise ConfigurationError for a tenant's mistake, InvalidInput for a value that cannot go."""
    require_key(tool, call)
    address = backends.address(tool, operation)
    method = operation.method_resolved or operation.method or "GET"
    parts = _place(tool, operation, call, address, method)
    headers = {
        **_fixed_headers(tool, operation),
        **parts.header,
        **_identity(call.customer),
        **_correlation(call),
        "Accept": "application/json",
        "Accept-Encoding": "identity",
    }
    if call.idempotency_key is not None and not is_lookup(tool, call):
        headers["Idempotency-Key"] = wire_key(call.idempotency_key)
    if secret := backends.secret(tool, operation):
        headers["Authorization"] = f"Bearer {secret.get_secret_value()}"
    url = httpx.URL(_fill(tool, address, parts.path)).copy_merge_params(parts.query)
    return httpx.Request(method, url, headers=headers, json=parts.body or None)


def wire_key(key: str) -> str:
    """Make a key fit for a header; the same key always gives the same."""
    return key if _KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()


def _fixed_headers(tool: Tool, operation: HttpOperation) -> dict[str, str]:
    for name, value in operation.headers.items():
        if not (_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value)):
            raise ConfigurationError(f"{tool.name}: the header {name!r} cannot be sent")
    return dict(operation.headers)


def require_key(tool: Tool, call: ToolCall) -> None:
    """Raise ConfigurationError for a write without one."""
    if tool.effect.writes and call.idempotency_key is None and not call.undo:
        raise ConfigurationError(f"{tool.name}: a tool that writes needs an idempotency key")


def _place(
    tool: Tool, operation: HttpOperation, call: ToolCall, address: str, method: str
) -> _Parts:
    parts, in_path = _Parts(), set(_PLACEHOLDER.findall(address))
    places = dict.fromkeys(in_path, "path") | operation.parameters_in
    elsewhere = None if operation.openapi else ("query" if method in _BODILESS else "body")
    for name, value in _arguments(tool, operation, call).items():
        place = places.get(name, elsewhere)
        if place is None and name == "email":
            parts.header[CUSTOMER_EMAIL] = _header_value(name, value)
        elif place == "path":
            parts.path[name] = _path_value(name, value)
        elif place == "query":
            parts.query[name] = _as_text(name, value)
        elif place == "header" and name.lower() not in _RESERVED:
            parts.header[name] = _header_value(name, value)
        elif place == "body":
            parts.body[name] = value
        elif not is_lookup(tool, call):  # which is handed the write's own arguments
            raise ConfigurationError(f"{tool.name}: the operation has no parameter {name!r}")
    return parts


def _arguments(tool: Tool, operation: HttpOperation, call: ToolCall) -> Mapping[str, Any]:
    """List the arguments, with an amount of money as the two fields that the operation asks for.

    A look-up gets those of the write that it names, and the write's key if it asks for that.
    """
    arguments = {name: value for name, value in call.arguments.items() if value is not None}
    if operation.openapi is None or "currency" in operation.parameters_in:
        arguments |= money_parts(arguments.get("amount"))
    if not is_lookup(tool, call):
        return arguments
    if tool.inputs:
        arguments = {name: value for name, value in arguments.items() if name in tool.inputs}
    if call.idempotency_key and KEY_NAME in {*operation.parameters_in, *tool.inputs}:
        arguments[KEY_NAME] = wire_key(call.idempotency_key)
    return arguments


def is_lookup(tool: Tool, call: ToolCall) -> bool:
    """Say whether this asks what became of a write: then the call is the write's."""
    return tool.name != call.tool


def money_parts(value: Any) -> Mapping[str, Any]:
    """Read "129.90 EUR", or the same as an object; nothing for what is no money."""
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        return value
    found = _MONEY.fullmatch(value) if isinstance(value, str) else None
    return found.groupdict() if found else {}


def _fill(tool: Tool, address: str, values: Mapping[str, str]) -> str:
    missing = set(_PLACEHOLDER.findall(address)) - set(values)
    if missing:
        raise ConfigurationError(f"{tool.name}: nothing fills {{{min(missing)}}} in the path")
    return _PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe=""), address)


def _path_value(name: str, value: Any) -> str:
    """A slash, even encoded, would let some servers see another path."""
    text = _as_text(name, value)
    if _UNSAFE_IN_PATH.search(text):
        raise InvalidInput(name, "one path segment without slashes")
    return text


def _header_value(name: str, value: Any) -> str:
    text = _as_text(name, value)
    if not _HEADER_VALUE.fullmatch(text):
        raise InvalidInput(name, "at most 200 printable ASCII characters")
    return text


def _as_text(name: str, value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            raise InvalidInput(name, "a single value")


def _identity(customer: VerifiedCustomer | None) -> dict[str, str]:
    """Whom the platform vouches for. Nothing a customer says can set these."""
    if customer is None:
        return {}
    proof = {CUSTOMER_ID: _header_value("customer", customer.customer_id)}
    if customer.email and _HEADER_VALUE.fullmatch(customer.email):
        proof[CUSTOMER_EMAIL] = customer.email
    return proof


def _correlation(call: ToolCall) -> dict[str, str]:
    """Carry one id to the backend's log, as W3C trace context where it fits."""
    headers = {"X-Request-Id": wire_key(call.trace_id or call.call_id)}
    if _TRACE.fullmatch(call.trace_id):
        span = hashlib.sha256(call.call_id.encode()).hexdigest()[:16]
        headers["traceparent"] = f"00-{call.trace_id}-{span}-01"
    return headers
