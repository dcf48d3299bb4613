"""Bodies are read in full, within a limit and a time, before anything parses them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from api.problems import RequestRefused

LARGEST_BODY: Final = 64 * 1024
LARGEST_DOCUMENT: Final = 4 * 1024 * 1024
"""For bots and Temporal's payloads, which staff send."""
_STILL_SWALLOWED: Final = 16 * 1024 * 1024
_PATIENCE: Final = timedelta(seconds=20)
_JSON_TYPE: Final = "application/json"


@dataclass(frozen=True)
class BodyRules:
    """What a route takes. Unless it says otherwise: JSON of at most 64 kB."""

    largest: int = LARGEST_BODY
    """In bytes."""
    content_types: frozenset[str] = frozenset({_JSON_TYPE})
    is_text: bool = True
    """Whether it must be UTF-8. Not where a provider's signature is over the raw bytes: its
    receiver reads them, once it has verified them."""


JSON: Final[BodyRules] = BodyRules()
DOCUMENTS: Final[BodyRules] = BodyRules(largest=LARGEST_DOCUMENT)


async def read_body(scope: Scope, receive: Receive, rules: BodyRules = JSON) -> bytes:
    """All of it. Raise RequestRefused for what is too large, too slow or of another type.

    Bytes are counted as they come, so that a chunked body is held to the limit too. What is over
    the limit is still swallowed for a while: a client that is cut off in the middle of its upload
    sees a broken connection and never reads why.
    """
    body = await _read(receive, rules.largest)
    _check_type(body, Headers(scope=scope).get("content-type", ""), rules)
    return body


async def _read(receive: Receive, largest: int) -> bytes:
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            async for chunk in _chunks(receive):
                size += len(chunk)
                if size <= largest:
                    body += chunk
                elif size > _STILL_SWALLOWED:
                    break
    except TimeoutError as error:
        raise RequestRefused(408, "request-timeout", "The body took too long.") from error
    if size > largest:
        raise RequestRefused(
            413, "too-large", f"The body may have at most {largest // 1024} kB; nothing was stored."
        )
    return bytes(body)


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    is_more = True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield message.get("body", b"")
        is_more = message.get("more_body", False)


def _check_type(body: bytes, content_type: str, rules: BodyRules) -> None:
    kind, _, parameters = content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    is_allowed = kind.strip() in rules.content_types and charset in {"", "charset=utf-8"}
    if body and not is_allowed:
        named = " or ".join(sorted(rules.content_types))
        raise RequestRefused(415, "unsupported-media-type", f"The body must be {named} in UTF-8.")
    if rules.is_text and (b"\0" in body or not _is_utf8(body)):
        raise RequestRefused(
            400, "bad-request", "The body cannot be read: it must be JSON in UTF-8."
        )


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    is_handed_over = False

    async def handed_over() -> Message:
        nonlocal is_handed_over
        if is_handed_over:
            return await receive()
        is_handed_over = True
        return {"type": "http.request", "body": body, "more_body": False}

    return handed_over
