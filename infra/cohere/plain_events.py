"""Events of Cohere's stream as the JSON that they are, instead of the SDK's objects."""

import json
import logging
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

_log = logging.getLogger(__name__)
_PARSER, _EVENT = "parse_sse_obj", "V2ChatStreamResponse"


@cache
def read_plainly(calling: ModuleType) -> bool:
    """Whether the SDK hands events on as JSON from now on. `calling` is its module `v2.raw_client`.

    It copies each event, walks over it twice and has it validated by each of a dozen kinds, with
    validators in Python: a third of what an answer's stream takes of the processor. What is read
    of an event is checked where it is read, whatever it comes as; an event that is no JSON, or no
    object, is left to the SDK. Where a later SDK reads its events elsewhere, all of them are.
    """
    usual, event = getattr(calling, _PARSER, None), getattr(calling, _EVENT, None)
    if not callable(usual) or event is None:
        _log.warning("cohere_events_are_validated", extra={"lacks": _PARSER})
        return False
    vars(calling)[_PARSER] = _parser(usual, event)
    return True


def member(value: Any, name: str) -> Any:
    """Of JSON or of an object of the SDK; None where it has no such thing."""
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)


def _parser(usual: Callable[..., Any], event: Any) -> Callable[..., Any]:
    def parse(sse: Any, type_: Any) -> Any:
        said = getattr(sse, "data", None)
        if type_ is event and isinstance(said, str):
            try:
                read = json.loads(said)
            except ValueError:
                read = None
            if isinstance(read, dict):
                return read
        return usual(sse=sse, type_=type_)

    return parse
