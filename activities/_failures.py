"""Translate domain errors into Temporal failures, once."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.exceptions import ApplicationError

from domain.errors import DependencyUnavailable, DuralogueError


@contextmanager
def as_application_errors() -> Iterator[None]:
    """Raise each of our errors as an ApplicationError of its name, which says whether and when to
    retry."""
    try:
        yield
    except DuralogueError as error:
        delay = error.retry_after if isinstance(error, DependencyUnavailable) else None
        raise ApplicationError(
            str(error),
            type=type(error).__name__,
            non_retryable=not error.retryable,
            next_retry_delay=delay,
        ) from error
