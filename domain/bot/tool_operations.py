"""Operations outside that a tool stands for: a request over HTTP, or a tool of an MCP server."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from domain.durations import Duration
from domain.values import Strict


class HttpOperation(Strict):
    """Either an operation of one of the tenant's OpenAPI documents, or a method and a URL."""

    openapi: str | None = None
    operation: str | None = None
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] | None = None
    url: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    server: str | None = None
    """Name of a setting that holds the base URL, e.g. "shop"; it also names the circuit breaker."""
    secret: str | None = None
    """Name of the secret in the settings that goes into Authorization."""
    method_resolved: str = ""
    path_resolved: str = ""
    parameters_in: dict[str, Literal["path", "query", "header", "body"]] = Field(
        default_factory=dict
    )
    """Filled by the compiler from the OpenAPI document, so that the revision is complete."""
    required: tuple[str, ...] = ()
    """Parameters that the operation cannot do without; also filled by the compiler."""


class McpOperation(Strict):
    """A tool of one of the tenant's MCP servers, under the server's own name for it."""

    server: str
    """As the operator has connected it; it also names the circuit breaker and the secret."""
    tool: str
    answer_within: Duration = timedelta(days=3)
    """How long the customer has for what the server asks in the middle of a call."""
