"""From a tool's answer to an outcome: bounded, data only, nothing fetched that it links to."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import mcp_types as types

from domain.bot.model import Tool
from domain.errors import DependencyRejected, InvalidInput
from domain.mcp_tools import ToolDefinition
from domain.tool_forms import questions_of
from domain.tool_questions import MOST_QUESTIONS, ToolQuestion, is_declined
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from infra.http.mcp.schemas import misfit
from infra.http.responses import kept_fields

MOST_STATE = 4_096
"""Characters of what a server may give us to keep for it."""
_MOST_TEXT, _MOST_BYTES = 4_000, 128 * 1024
_MOST_REQUESTS = 3
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,59}")
_NOT_FOUND, _NOT_DONE = 404, 422
"""As a backend over HTTP would say it: wrong proofs of ownership are counted by these."""


def outcome_of(
    tool: Tool, definition: ToolDefinition, call: ToolCall, answer: types.CallToolResult
) -> ToolOutcome:
    """A tool's own error is a refusal. Raise DependencyRejected for what cannot be read."""
    if answer.is_error:
        code = _code(answer)
        status = _NOT_FOUND if code == "not_found" else _NOT_DONE
        return ToolOutcome(status=ToolStatus.REFUSED, code=code, http_status=status)
    document = _document(tool, definition, answer)
    if tool.name != call.tool and not (document := _the_one(tool, document)):
        return ToolOutcome(status=ToolStatus.REFUSED, code="not_found", http_status=_NOT_FOUND)
    return ToolOutcome(status=ToolStatus.SUCCEEDED, result=kept_fields(document, call.keep))


def questions(answer: types.InputRequiredResult) -> tuple[ToolQuestion, ...] | None:
    """What the bot can ask of it; None where there is something that it does not ask."""
    requests = answer.input_requests or {}
    state = answer.request_state or ""
    if len(requests) > _MOST_REQUESTS or len(state) > MOST_STATE:
        return None
    found: list[ToolQuestion] = []
    for key, request in requests.items():
        if not isinstance(request, types.ElicitRequest):
            return None
        asked = request.params
        if not isinstance(asked, types.ElicitRequestFormParams):
            return None
        try:
            found += questions_of(key, asked.message, asked.requested_schema)
        except InvalidInput:
            return None
    return tuple(found) if 0 < len(found) <= MOST_QUESTIONS else None


def responses(
    answers: Mapping[str, Mapping[str, Any]] | None,
) -> dict[str, types.ElicitResult] | None:
    """The customer's answers as the server wants them."""
    if answers is None:
        return None
    return {
        key: types.ElicitResult(action="decline")
        if is_declined(given)
        else types.ElicitResult(action="accept", content=_content(given))
        for key, given in answers.items()
    }


def _content(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name}


def _document(
    tool: Tool, definition: ToolDefinition, answer: types.CallToolResult
) -> dict[str, Any]:
    """Structured content, else JSON in the text, else the text under `text`."""
    found = answer.structured_content
    if found is not None and (wrong := misfit({}, found)):
        raise DependencyRejected(f"{tool.name}: its answer is {wrong}")
    _check_size(tool, found)
    schema = definition.output_schema
    if schema is not None and (wrong := misfit(schema, found)):
        raise DependencyRejected(
            f"{tool.name}: {wrong} of its answer does not fit its outputSchema"
        )
    text = "\n".join(one.text for one in answer.content if isinstance(one, types.TextContent))
    if found is None:
        found = _json_in(text)
        _check_size(tool, found)
    document = {"items": found} if isinstance(found, list) else found
    if not isinstance(document, dict):
        document = {} if document is None else {"value": document}
    return {"text": text[:_MOST_TEXT], **document}


def _check_size(tool: Tool, found: Any) -> None:
    if len(json.dumps(found, default=str)) > _MOST_BYTES:
        raise DependencyRejected(f"{tool.name}: its answer is larger than {_MOST_BYTES} bytes")


def _json_in(text: str) -> Any:
    """Many servers write their JSON as text; an object that is nested too deep is text."""
    if not text.startswith(("{", "[")) or len(text) > _MOST_BYTES:
        return None
    try:
        found = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    return None if misfit({}, found) else found


def _the_one(tool: Tool, document: Mapping[str, Any]) -> dict[str, Any]:
    """What a look-up found; nothing where a list is empty or only an empty text came."""
    items = document.get("items")
    if isinstance(items, Sequence) and not isinstance(items, str):
        if len(items) > 1 or not all(isinstance(item, dict) for item in items):
            raise DependencyRejected(f"{tool.name}: its answer to a look-up is not one thing")
        return dict(items[0]) if items else {}
    found = dict(document)
    return {} if found == {"text": ""} else found


def _code(answer: types.CallToolResult) -> str:
    """A short code that the tool gives, never its words."""
    given = answer.structured_content
    code = given.get("code") if isinstance(given, Mapping) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "tool_error"
