"""The part `mcp` of a tool in tools.yaml. Never a process: a file of a tenant starts nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, model_validator

from domain.backends import BackendName
from domain.durations import Duration
from domain.values import Strict

_OF_A_PROCESS = ("command", "args", "env", "cwd", "stdio", "module", "package")
_OF_AN_ADDRESS = ("url", "transport", "headers", "auth")
_LONGEST_WAIT = timedelta(days=30)

McpToolName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_./:-]{1,128}$")]


class McpSource(Strict):
    """A tool of an MCP server that the operator has connected."""

    server: BackendName
    tool: McpToolName
    answer_within: Annotated[Duration, Field(gt=timedelta(0), le=_LONGEST_WAIT)] = timedelta(days=3)

    @model_validator(mode="before")
    @classmethod
    def _is_no_process(cls, written: Any) -> Any:
        """How other products start a server beside them is refused by name, not as a misprint."""
        if not isinstance(written, Mapping):
            return written
        keys = {str(key).casefold() for key in written}
        if process := next((key for key in _OF_A_PROCESS if key in keys), None):
            raise ValueError(
                f"{process!r} would start a process here, which no tenant's file may do: "
                "name a `server` that the operator has connected with `duralogue connect mcp`"
            )
        if address := next((key for key in _OF_AN_ADDRESS if key in keys), None):
            raise ValueError(
                f"{address!r} is the operator's to say, with `duralogue connect mcp`: "
                "name the `server` and its `tool`"
            )
        return written
