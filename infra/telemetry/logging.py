"""One JSON line for each log event, ours and the libraries', without words or secrets in it."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog
from structlog.typing import ExcInfo, Processor

_UNSAID: Final = frozenset(
    {
        "text",
        "body",
        "content",
        "message_text",
        "payload",
        "query",
        "token",
        "session_token",
        "customer_token",
        "capability",
        "authorization",
        "cookie",
        "set-cookie",
        "password",
        "secret",
        "session_secret",
        "master_key",
        "api_key",
        "email",
        "phone",
    }
)
"""Keys whose values never reach a log, at any depth: what customers say, and what opens doors."""
_LONGEST_REASON: Final = 300
_WITHHELD: Final = "[withheld]"
_QUIET: Final = {
    "uvicorn.access": logging.CRITICAL,
    "httpx": logging.WARNING,
    "sqlalchemy": logging.WARNING,
}
"""Lines that would repeat ours, hold whole addresses with what is secret in them, or be every
statement that is sent, several lines each."""


def configure_logging(service: str, level: str, *, stream: TextIO = sys.stdout) -> None:
    """Send structlog and the standard library to `stream` as JSON lines. `level`: "info" …"""
    shared = _shared(service)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                withhold,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    _take_over(handler, level)


def _shared(service: str) -> list[Processor]:
    def name_service(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_service,
        name_error,
        structlog.processors.ExceptionRenderer(describe),
    ]


def _take_over(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "temporalio", "sqlalchemy"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.NOTSET)  # a server in this process may have raised it
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)


def name_error(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Give every logged exception its `error_type`, so that failures can be counted by it."""
    failure = event.get("exc_info")
    if failure is True:
        failure = sys.exc_info()
    if isinstance(failure, tuple):
        failure = failure[1]
    if isinstance(failure, BaseException):
        event.setdefault("error_type", type(failure).__name__)
    return event


def describe(exc_info: ExcInfo) -> str:
    """Render a traceback, root cause first, with the first line of each exception's message.

    What follows it is where libraries quote their input: a validated value, a query's parameters.
    """
    return "\n".join(_chain(exc_info[1]))


def _chain(error: BaseException) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = _chain(cause) if cause is not None else []
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    together = [line for each in inner for line in _chain(each)]
    frames = "".join(traceback.format_tb(error.__traceback__))
    reason = str(error).partition("\n")[0][:_LONGEST_REASON]
    return [*earlier, *together, f"{frames}{type(error).__name__}: {reason}"]


def withhold(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the value of every key that may hold words or secrets."""
    return {name: _without_secrets(name, value) for name, value in event.items()}


def _without_secrets(name: str, value: Any) -> Any:
    if name.lower() in _UNSAID:
        return _WITHHELD
    if isinstance(value, dict):
        return {key: _without_secrets(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_secrets("", inner) for inner in value]
    return value
