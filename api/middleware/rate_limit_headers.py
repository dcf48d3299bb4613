"""The headers RateLimit and RateLimit-Policy (IETF httpapi draft), on what is limited."""

import math
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.rate_limits import Admission, Limit, Plan, quota_of


@dataclass
class _Note:
    """What is said with the answer of one request."""

    policy: str = ""
    limit: str = ""


_note: ContextVar[_Note | None] = ContextVar("rate_limit_note", default=None)


def note_admission(plan: Plan, own: Limit, admission: Admission) -> None:
    """Say by which plan the caller may write, and how much is left; and where another limit has
    refused, how long that lasts."""
    note = _note.get()
    if note is None:
        return
    quota = quota_of(own, plan, admission.ahead)
    window, reset = _seconds(quota.window), _seconds(quota.reset)
    policies = [f'"{plan.value}";q={quota.burst};w={max(1, window)}']
    states = [f'"{plan.value}";r={quota.remaining};t={reset}']
    refused_by = admission.refused_by
    if refused_by is own:
        states = [_refused(plan.value, admission.wait)]
    elif refused_by is not None:
        policies.append(_policy(refused_by.name, refused_by))
        states.append(_refused(refused_by.name, admission.wait))
    note.policy, note.limit = ", ".join(policies), ", ".join(states)


def note_limit(limit: Limit, wait: timedelta | None) -> None:
    """The same for a limit that does not tell what is left."""
    note = _note.get()
    if note is not None:
        note.policy = _policy(limit.name, limit)
        note.limit = "" if wait is None else _refused(limit.name, wait)


def _policy(name: str, limit: Limit) -> str:
    window = timedelta(minutes=1) / limit.per_minute * limit.burst
    return f'"{name}";q={limit.burst};w={max(1, _seconds(window))}'


def _refused(name: str, wait: timedelta) -> str:
    return f'"{name}";r=0;t={max(1, _seconds(wait))}'


def _seconds(time: timedelta) -> int:
    return math.ceil(time.total_seconds())


class RateLimitHeaders:
    """Adds what was noted while the request was answered, refusals included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        note = _Note()
        token = _note.set(note)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and note.policy:
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = note.policy
                if note.limit:
                    headers["RateLimit"] = note.limit
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            _note.reset(token)
