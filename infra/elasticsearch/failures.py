"""Failures of Elasticsearch, as errors of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from elastic_transport import ApiError, TransportError

from domain.errors import DependencyUnavailable, NotFound

_NO_SUCH_INDEX = 404
_REFUSED = frozenset({401, 403})
_LONGEST_REASON = 300


@contextmanager
def elasticsearch_failures() -> Iterator[None]:
    """Raise NotFound where an index or alias is not there, else DependencyUnavailable.

    Also a refused key is only unavailable: an operator mends it, and nothing that waits is lost.
    """
    try:
        yield
    except ApiError as error:
        status = error.meta.status
        if status == _NO_SUCH_INDEX:
            raise NotFound("Elasticsearch has no such index") from error
        if status in _REFUSED:
            raise DependencyUnavailable(
                f"Elasticsearch refuses the credentials ({status}): check ELASTICSEARCH_API_KEY or "
                "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD"
            ) from error
        reason = f"Elasticsearch answers {status}: {error}"[:_LONGEST_REASON]
        raise DependencyUnavailable(reason) from error
    except TransportError as error:
        reason = f"Elasticsearch does not answer: {type(error).__name__}"
        raise DependencyUnavailable(reason) from error
