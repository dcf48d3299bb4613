"""Log lines: what they hold, and what they never hold."""

import io
import json
import logging
from typing import Any

import pytest
import structlog
from pydantic import BaseModel, ValidationError

from infra.telemetry.logging import configure_logging

SAID = "my card is 4111 1111 1111 1111"


class Output:
    """The lines written so far, parsed."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def only(self) -> dict[str, Any]:
        [line] = self.stream.getvalue().splitlines()
        parsed: dict[str, Any] = json.loads(line)
        return parsed


@pytest.fixture
def output() -> Output:
    output = Output()
    configure_logging("gateway", "info", stream=output.stream)
    return output


def test_a_line_has_the_keys_of_the_contract(output: Output) -> None:
    """
    Dashboards and alerts are written against these names.
    """
    with structlog.contextvars.bound_contextvars(trace_id="t-1", tenant_id="acme"):
        structlog.get_logger("api").info(
            "turn_committed",
            conversation_id="c-1",
            message_id="m-1",
            intent="greet",
            confidence=0.9,
            latency_ms=12.5,
        )

    line = output.only()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "info",
        "service": "gateway",
        "event": "turn_committed",
        "conversation_id": "c-1",
        "message_id": "m-1",
        "intent": "greet",
        "confidence": 0.9,
        "latency_ms": 12.5,
        "trace_id": "t-1",
        "tenant_id": "acme",
    }


def test_a_librarys_line_looks_like_ours(output: Output) -> None:
    """
    uvicorn, Temporal and SQLAlchemy log through the standard library.
    """
    with structlog.contextvars.bound_contextvars(trace_id="t-1"):
        logging.getLogger("uvicorn.error").warning("lost %s of %d", "one", 3, extra={"attempt": 2})

    line = output.only()
    assert (line["event"], line["level"], line["service"]) == (
        "lost one of 3",
        "warning",
        "gateway",
    )
    assert (line["attempt"], line["trace_id"]) == (2, "t-1")


@pytest.mark.parametrize(
    "key", ["text", "body", "token", "Authorization", "cookie", "session_secret", "customer_token"]
)
def test_words_and_secrets_are_withheld_at_any_depth(output: Output, key: str) -> None:
    """
    A careless log call must not put what a customer said, or a key, on disk.
    """
    structlog.get_logger().info("noted", **{key: SAID}, request={"headers": [{key: SAID}]})

    line = output.only()
    assert SAID not in json.dumps(line)
    assert line[key] == "[withheld]"


def test_an_exception_is_named_but_its_input_is_not_quoted(output: Output) -> None:
    """
    Validation errors quote the value they refuse, on the lines below the first.
    """

    class Refund(BaseModel):
        amount: int

    try:
        Refund.model_validate({"amount": SAID})
    except ValidationError:
        structlog.get_logger().exception("turn_failed")

    line = output.only()
    assert line["error_type"] == "ValidationError"
    assert "test_logging.py" in line["exception"]
    assert "1 validation error for Refund" in line["exception"]
    assert SAID not in json.dumps(line)


def test_the_cause_of_an_exception_is_told_first(output: Output) -> None:
    """
    What began it is what an operator looks for.
    """
    try:
        _lose_the_database()
    except RuntimeError:
        logging.getLogger("sqlalchemy").exception("query_failed")

    line = output.only()
    assert line["error_type"] == "RuntimeError"
    assert line["exception"].index("refused") < line["exception"].index("no database")


def _lose_the_database() -> None:
    refused = ConnectionError("refused")
    raise RuntimeError("no database") from refused


def test_uvicorns_access_lines_are_not_written(output: Output) -> None:
    """
    They hold whole addresses, and with them whatever is secret in one.
    """
    logging.getLogger("uvicorn.access").info('"POST /codec/secret/decode HTTP/1.1" 200')

    assert output.stream.getvalue() == ""


def test_statements_are_not_written(output: Output) -> None:
    """
    SQLAlchemy writes each in several lines as soon as its logger lets "info" through.
    """
    engine = logging.getLogger("sqlalchemy.engine.Engine")
    engine.info("SELECT content FROM bot_revisions")
    assert output.stream.getvalue() == ""
    engine.warning("the pool is exhausted")
    assert output.only()["event"] == "the pool is exhausted"


def test_what_is_less_important_than_the_level_is_not_written(output: Output) -> None:
    """
    LOG_LEVEL holds for ours and the libraries' alike.
    """
    structlog.get_logger("api").debug("noise")
    logging.getLogger("temporalio").debug("noise")

    assert output.stream.getvalue() == ""
