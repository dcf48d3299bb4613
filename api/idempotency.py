"""The header Idempotency-Key: a request that is sent again is answered again, not carried out."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated, Any, Final

import structlog
from fastapi import Depends, Header, Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import Response

from api.dependencies import gateway_of
from api.limits import address_of
from api.staff_cookie import signed_in_cookie
from domain.errors import DependencyUnavailable, InvalidInput
from domain.idempotency import (
    KEPT_FOR,
    LARGEST_ANSWER,
    LEASE,
    LONGEST_KEY,
    Claimed,
    KeptAnswer,
    RequestKey,
    fingerprint_of,
)
from domain.ports import IdempotencyRecords

_log = structlog.get_logger(__name__)

HEADER: Final = "Idempotency-Key"
_REPLAYED: Final = "Idempotency-Replayed"
_KEPT_HEADERS: Final = frozenset({"content-type", "location"})
_ALLOWED: Final = f"1 to {LONGEST_KEY} visible ASCII characters"
_Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        max_length=LONGEST_KEY + 2,
        description="Of the caller's own making, one for each request. Sent again within 24 hours "
        "with the same body it is answered as before; with another body it is refused with 422, "
        "and with 409 while the first is still being carried out.",
        examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ),
]


async def _idempotency_key(given: _Key = None) -> None:
    """Declares the header; the route's handler reads it, once the caller is known."""


async def _idempotency_key_beside_an_id(given: _Key = None) -> None:
    """The same, for a request whose body holds an id of its own: it may go on without a record
    while there is nowhere to keep one."""


Idempotent = Depends(_idempotency_key)
IdempotentById = Depends(_idempotency_key_beside_an_id)
_MARKS: Final = (_idempotency_key, _idempotency_key_beside_an_id)
Handle = Callable[[], Awaitable[Response]]


def mark_of(dependant: Dependant) -> Any:
    """Which of the two the route has, or None."""
    calls: Iterable[Any] = (each.call for each in dependant.dependencies)
    return next((call for call in calls if call in _MARKS), None)


async def answered_once(request: Request, body: bytes, handle: Handle, mark: Any) -> Response:
    """Carry it out, or say again what was answered. Without the header: carry it out."""
    given = request.headers.get(HEADER)
    if given is None:
        return await handle()
    key = RequestKey(
        tenant_id=request.path_params["tenant"],
        caller=_caller_of(request),
        route=f"{request.method} {request.url.path}",
        key=_read(given),
    )
    records = gateway_of(request.scope).ports.idempotency
    fingerprint = fingerprint_of(request.method, str(request.url.query), body)
    try:
        found = await records.claim(key, fingerprint, lease=LEASE)
    except DependencyUnavailable:
        if mark is not _idempotency_key_beside_an_id:
            raise
        return await handle()
    if isinstance(found, KeptAnswer):
        return Response(found.body, found.status, {**dict(found.headers), _REPLAYED: "true"})
    return await _carried_out(records, found, handle)


async def _carried_out(records: IdempotencyRecords, claimed: Claimed, handle: Handle) -> Response:
    """What fails has created nothing: its key is free again, and the next one may try."""
    is_kept = False
    try:
        answer = await handle()
        body = bytes(answer.body)
        if answer.status_code in range(200, 300) and len(body) <= LARGEST_ANSWER:
            await _keep(records, claimed, answer, body)
            is_kept = True
        return answer
    finally:
        if not is_kept:
            await _release(records, claimed)


async def _keep(
    records: IdempotencyRecords, claimed: Claimed, answer: Response, body: bytes
) -> None:
    """It has been carried out: that nobody could note it must not make it look like a failure."""
    headers = tuple(
        (name, value) for name, value in answer.headers.items() if name in _KEPT_HEADERS
    )
    try:
        await records.keep(
            claimed, KeptAnswer(answer.status_code, headers, body), keep_for=KEPT_FOR
        )
    except DependencyUnavailable:
        _log.warning("idempotent_answer_not_kept")


async def _release(records: IdempotencyRecords, claimed: Claimed) -> None:
    try:
        await records.release(claimed)
    except DependencyUnavailable:
        _log.warning("idempotency_key_not_released")  # its lease ends by itself


def _read(given: str) -> str:
    """The key; the draft writes it in quotation marks, most clients do not."""
    key = given
    if len(given) > 1 and given.startswith('"') and given.endswith('"'):
        key = given[1:-1]
    if not 0 < len(key) <= LONGEST_KEY or not all("!" <= char <= "~" for char in key):
        raise InvalidInput(HEADER, _ALLOWED)
    return key


def _caller_of(request: Request) -> str:
    """By credential, or by address: nobody gets another's answer, which may hold a session."""
    shown = request.headers.get("authorization") or "".join(signed_in_cookie(request))
    who = ["credential", shown] if shown else ["address", address_of(request)]
    return hashlib.sha256(json.dumps(who).encode()).hexdigest()
