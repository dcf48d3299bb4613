"""Registers what the table of queues puts on a worker's queue."""

from collections.abc import Callable
from typing import Any

from domain.errors import ConfigurationError
from workflows.queues import QUEUES


def activities_of(queue: str, *owners: object) -> list[Callable[..., Any]]:
    """The owners' methods that the table puts on this queue, in the table's order.

    Raise ConfigurationError where nobody has one of them: its calls would wait for ever.
    """
    return [_method(queue, name, owners) for name in QUEUES[queue].activities]


def workflows_of(queue: str, *classes: type) -> list[type]:
    """The classes; raise ConfigurationError unless they are what the table puts on this queue."""
    names = tuple(each.__name__ for each in classes)
    if names != QUEUES[queue].workflows:
        raise ConfigurationError(f"the queue {queue} does not run {', '.join(names) or 'nothing'}")
    return list(classes)


def _method(queue: str, name: str, owners: tuple[object, ...]) -> Callable[..., Any]:
    for owner in owners:
        method: Callable[..., Any] | None = getattr(owner, name, None)
        if method is not None:
            return method
    raise ConfigurationError(f"nobody brings the activity {name} to the queue {queue}")
