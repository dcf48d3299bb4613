"""From a vendor's refusal to an error of ours. Its own sentence may quote the prompt: it is read,
and never passed on."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from domain.errors import (
    DependencyError,
    DependencyRejected,
    DependencyUnavailable,
    ModelRetired,
)

LONGEST_REFUSAL = 64 * 1024
"""Bytes of a refusal that are read."""
_LONGEST_WAIT = timedelta(hours=1)
_READ = 2_000
"""Characters of its sentence in which a reason is looked for."""
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_GONE = re.compile(
    r"model_not_found|model_decommissioned|model_not_available|unknown_model"
    r"|\bmodels?\b.{0,160}?(?:\bnot (?:be )?found|\bdoes not exist|\bdoesn't exist|\bwas removed"
    r"|\bbeen (?:removed|retired|deprecated|decommissioned|shut down)"
    r"|\bis (?:deprecated|retired|unknown|not supported|not available)|\bno longer)"
    r"|\b(?:unknown|no such|invalid) model\b",
    re.IGNORECASE | re.DOTALL,
)
_TOO_LONG = re.compile(
    r"too many tokens|context[ _](?:length|size|window)|maximum (?:context|number of tokens)"
    r"|exceeds? the (?:available )?context|prompt is too long|too long",
    re.IGNORECASE,
)
_WAITS = frozenset({408, 409, 425, 429, 499})
_REASONS = {
    401: "the key is not accepted",
    402: "it asks for payment first",
    403: "the key may not do this",
    404: "it has no such method; is the URL right?",
    405: "it has no such method; is the URL right?",
    413: "it is too long for the model",
    498: "the key is not accepted",
}
_NAMES_MODEL = frozenset({400, 404, 410, 422})


def refusal(
    vendor: str, model: str, status: int, headers: Mapping[str, str], said: str
) -> DependencyError:
    """The error for an answer of this status; `said` is its body."""
    if status in _WAITS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return DependencyUnavailable(
            f"{vendor} answered {status}", retry_after=retry_after(headers)
        )
    if status in _NAMES_MODEL and _GONE.search(said[:_READ]):
        return ModelRetired(model)
    if status not in _REASONS and _TOO_LONG.search(said[:_READ]):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    redirects = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    reason = "it redirects, which is never followed" if redirects else _REASONS.get(status)
    return DependencyRejected(
        f"{vendor}/{model} refused the request: {reason or 'it gives another reason'} ({status})"
    )


def failure_in_stream(vendor: str, model: str, error: Any) -> DependencyError:
    """The error for what a server says in the middle of an answer that began with 200."""
    said = error if isinstance(error, str) else json.dumps(error)[:_READ]
    code = error.get("code", error.get("status")) if isinstance(error, Mapping) else None
    if isinstance(code, str) and code.isdecimal():
        code = int(code[:4])
    if isinstance(code, int) and HTTPStatus.BAD_REQUEST <= code < 600:  # noqa: PLR2004 - end of HTTP's
        return refusal(vendor, model, code, {}, said)
    if _GONE.search(said[:_READ]):
        return ModelRetired(model)
    if _TOO_LONG.search(said[:_READ]):
        return DependencyRejected(f"the request is too long for {vendor}/{model}")
    return DependencyUnavailable(f"{vendor} failed in the middle of its answer")


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """What `Retry-After-Ms` or `Retry-After` says, in seconds or as a date; at most an hour."""
    given = {name.lower(): value.strip() for name, value in headers.items()}
    if _SECONDS.fullmatch(milliseconds := given.get("retry-after-ms", "")):
        return _bounded(timedelta(milliseconds=float(milliseconds)))
    said = given.get("retry-after", "")
    if _SECONDS.fullmatch(said):
        return _bounded(timedelta(seconds=float(said)))
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):  # the latter for a year of twenty digits
        return None
    return _bounded((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC))


def _bounded(wait: timedelta) -> timedelta:
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)
