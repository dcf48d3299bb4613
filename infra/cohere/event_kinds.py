"""Kinds of a stream's events, which the SDK is made to tell apart by their type."""

import logging
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Annotated, Any, Union, get_args

from pydantic import Discriminator, PydanticUserError, Tag, TypeAdapter

_log = logging.getLogger(__name__)
_ANOTHER_SDK = (ImportError, AttributeError, LookupError, TypeError, PydanticUserError)
"""What comes of looking for its events, or its adapters, where they no longer are."""


@cache
def tell_apart_by_type(parsing: ModuleType) -> bool:
    """Whether the SDK does so from now on. `parsing` is its module `core.pydantic_utilities`.

    Its events say in `type` which of a dozen kinds they are, and it has each of them validated by
    each kind in turn, with validators in Python: a third of what an answer's stream takes of the
    processor. The adapter that it keeps for them is exchanged for one that looks at the type. What
    comes out is the same, an event that is no JSON included; where a later SDK keeps its adapters
    elsewhere, nothing is exchanged.
    """
    try:
        from cohere.v2.types import V2ChatStreamResponse  # noqa: PLC0415 - dear to import

        kinds = get_args(get_args(V2ChatStreamResponse)[0])
        vars(parsing)["_type_adapter_cache"][id(V2ChatStreamResponse)] = _by_type(kinds)
    except _ANOTHER_SDK as error:
        _log.warning("cohere_events_are_tried_one_by_one", extra={"reason": type(error).__name__})
        return False
    return True


def _by_type(kinds: tuple[Any, ...]) -> TypeAdapter[Any]:
    named = {kind.model_fields["type"].default: kind for kind in kinds}
    usual = kinds[0].model_fields["type"].default

    def type_of(event: Any) -> Any:
        """An event without a type is taken for the first kind, as the SDK takes it."""
        return event.get("type", usual) if isinstance(event, Mapping) else None

    tagged = tuple(Annotated[kind, Tag(name)] for name, kind in named.items())
    any_of_them: Any = Annotated[Union[tagged], Discriminator(type_of)]  # noqa: UP007 - made here
    return TypeAdapter(any_of_them)
