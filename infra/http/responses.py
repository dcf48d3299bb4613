"""From a backend's answer to a tool's outcome: bounded, JSON, only the fields that are read."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from domain import listed_results
from domain.errors import DependencyRejected, DependencyUnavailable, OutcomeUnknown
from domain.tools import ToolOutcome, ToolStatus

MAX_ANSWER_BYTES = 256 * 1024
MAX_KEPT_CHARACTERS = 8_000
_THROTTLED = frozenset({425, 429})
_STILL_AT_IT = frozenset(
    {
        "idempotency_key_in_use",
        "idempotency_request_in_progress",
        "idempotency_concurrent_request",
        "request_in_progress",
    }
)
"""Codes of 409 by which backends say that the first request of this key is not done yet."""
_LONGEST_RETRY_AFTER = timedelta(hours=1)
_LONGEST_TITLE = 200
_LONGEST_FIELD = 301
"""One more than the longest address that is kept, so that a cut one is not taken for whole."""
_LONGEST_WAIT = 9
"""Digits of `Retry-After` that are read."""
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")


async def read_body(response: httpx.Response) -> bytes:
    """Read an answer, but never more than is allowed, however it is sent."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise DependencyRejected("its answer is compressed, though we asked for plain bytes")
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MAX_ANSWER_BYTES:
            raise DependencyRejected(f"its answer is larger than {MAX_ANSWER_BYTES} bytes")
    return bytes(body)


def outcome_of(
    response: httpx.Response, body: bytes, keep: Sequence[str], *, is_lookup: bool = False
) -> ToolOutcome:
    """Read what came of the call. What means "come back later" was sorted out before."""
    if response.is_success:
        document = _document(response, body)
        found = _the_one(document) if is_lookup else document
        if found is None:
            return ToolOutcome(
                status=ToolStatus.REFUSED, code="not_found", http_status=httpx.codes.NOT_FOUND
            )
        return ToolOutcome(
            status=ToolStatus.SUCCEEDED,
            result=kept_fields(found, keep),
            http_status=response.status_code,
        )
    if response.status_code == httpx.codes.UNAUTHORIZED:
        raise DependencyRejected("it does not accept our credential")
    if not response.is_client_error:
        raise DependencyRejected(
            f"it answered {response.status_code}; redirects are never followed"
        )
    return ToolOutcome(
        status=ToolStatus.REFUSED,
        code=_refusal_code(response, body),
        http_status=response.status_code,
    )


def is_asked_to_wait(response: httpx.Response, body: bytes) -> bool:
    """Come back later: too many requests, or the first one of this key is still under way."""
    if response.status_code in _THROTTLED:
        return True
    if response.status_code != httpx.codes.CONFLICT:
        return False
    return _refusal_code(response, body) in _STILL_AT_IT


def asked_to_wait(server: str, response: httpx.Response) -> DependencyUnavailable:
    """A 409 of this kind says that an earlier request is being carried out."""
    kind = OutcomeUnknown if response.status_code == httpx.codes.CONFLICT else DependencyUnavailable
    return kind(f"{server} answered {response.status_code}", retry_after=retry_after(response))


def failing(server: str, response: httpx.Response) -> OutcomeUnknown:
    """A 5xx may come after the write was done."""
    return OutcomeUnknown(
        f"{server} answered {response.status_code}", retry_after=retry_after(response)
    )


def _document(response: httpx.Response, body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    if not _is_json(response):
        raise DependencyRejected("its answer is not JSON")
    found = _parse(body)
    if isinstance(found, list):
        return {"items": found}
    if not isinstance(found, dict):
        raise DependencyRejected("its answer is neither a JSON object nor an array")
    return found


def _the_one(document: dict[str, Any]) -> dict[str, Any] | None:
    """What a look-up found: an empty list is nothing, and of two nobody knows which it was."""
    items = document.get("items")
    if not isinstance(items, list):
        return document
    if len(items) > 1 or not all(isinstance(item, dict) for item in items):
        raise DependencyRejected("its answer to a look-up is not one thing")
    return items[0] if items else None


def _is_json(response: httpx.Response) -> bool:
    sent_as: str = response.headers.get("content-type", "")
    media_type = sent_as.partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise DependencyRejected("its answer is not valid JSON") from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _refusal_code(response: httpx.Response, body: bytes) -> str:
    """Find a short code: the problem's own, else its title as a slug. Never free text."""
    fallback = f"http_{response.status_code}"
    if not _is_json(response):
        return fallback
    try:
        problem = _parse(body)
    except DependencyRejected:
        return fallback
    if not isinstance(problem, dict):
        return fallback
    code = problem.get("code")
    if isinstance(code, str) and _CODE.fullmatch(code):
        return code
    slug = _NO_SLUG.sub("_", str(problem.get("title", ""))[:_LONGEST_TITLE].lower()).strip("_")
    return slug[:64] or fallback


def kept_fields(result: Mapping[str, Any], keep: Sequence[str]) -> dict[str, Any]:
    """Only what the flow reads. Raise DependencyRejected where that is too much."""
    kept: dict[str, Any] = {}
    lists: dict[str, list[str]] = {}
    for path in keep:
        if (of_list := listed_results.split(path)) is not None:
            lists.setdefault(of_list[0], []).append(of_list[1])
        else:
            _copy(result, kept, path.split("."))
    for head, fields in lists.items():
        items = listed_results.items_of(result, head, fields, _plain)
        if items is not None:
            listed_results.put(kept, head, items)
    if len(_written(kept)) > MAX_KEPT_CHARACTERS:
        raise DependencyRejected(f"what the flow reads of it exceeds {MAX_KEPT_CHARACTERS} bytes")
    return _in_utf8(kept)


def _written(kept: dict[str, Any]) -> str:
    """JSON. Raise DependencyRejected for a number such as 1e400, which Python reads as infinite,
    and for the `NaN` that a library for MCP reads: PostgreSQL refuses both, and the turn could
    never be stored."""
    try:
        return json.dumps(kept, allow_nan=False)
    except ValueError:
        raise DependencyRejected("a number in its answer is too large") from None


def _in_utf8(kept: dict[str, Any]) -> dict[str, Any]:
    r"""With "?" for half a surrogate pair, which JSON may write (`\ud800`) and nobody can store."""
    written = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
    read: dict[str, Any] = json.loads(written)
    return read


def _plain(value: Any) -> Any:
    """A field of an item as it is; an object or a list is none that a button could show."""
    money = isinstance(value, Mapping) and set(value) == {"amount", "currency"}
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_FIELD else value[:_LONGEST_FIELD]
    return value if money or isinstance(value, int | float) else None


def _copy(source: Mapping[str, Any], target: dict[str, Any], path: Sequence[str]) -> None:
    """Copy one dotted field, if it is there."""
    name, *rest = path
    if name not in source:
        return
    if not rest:
        target[name] = source[name]
    elif isinstance(source[name], Mapping):
        inner = target.setdefault(name, {})
        if inner is not source[name]:
            _copy(source[name], inner, rest)


def retry_after(response: httpx.Response) -> timedelta | None:
    """What `Retry-After` says, in seconds or as a date; at most an hour."""
    given = response.headers.get("retry-after", "").strip()
    if given.isdecimal():
        wait = timedelta(
            seconds=min(int(given[:_LONGEST_WAIT]), _LONGEST_RETRY_AFTER.total_seconds())
        )
    else:
        try:
            moment = parsedate_to_datetime(given)
        except (ValueError, OverflowError):  # the latter for a year of twenty digits
            return None
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(wait, timedelta(0)), _LONGEST_RETRY_AFTER)
