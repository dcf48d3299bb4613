"""Arguments of one call of the Web API, from wherever the caller has put them."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from provider_doubles.control import read_form

Json = dict[str, Any]


class SlackError(Exception):
    """The answer `{"ok": false, "error": …}`."""

    def __init__(self, error: str, *messages: str, **more: str) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        """Go to `response_metadata.messages`."""
        self.more = more

    def as_json(self) -> Json:
        told: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            told["response_metadata"] = {"messages": list(self.messages)}
        return told


class Arguments:
    """Strings of a form, or values of a JSON body: both are read alike."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self._values.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """Raise SlackError as Slack does."""
        if name not in self:
            raise SlackError("invalid_arguments", f"[ERROR] missing required field: {name}")
        return self.text(name)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"1", "true"}

    def number(self, name: str, default: int, most: int) -> int:
        given = self.text(name)
        if not given:
            return default
        if not given.isdecimal() or not 1 <= int(given) <= most:
            raise SlackError("invalid_limit")
        return int(given)

    def data(self, name: str, error: str) -> Any:
        """A list or an object; raise SlackError(error) for what is no JSON. None where absent."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None


async def read_arguments(request: Request) -> Arguments:
    """Query, form and JSON body together. Raise SlackError("invalid_json")."""
    values: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        values |= body
    elif kind.startswith("application/x-www-form-urlencoded"):
        values |= dict(await read_form(request))
    return Arguments(values)
