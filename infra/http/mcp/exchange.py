"""Facts about the requests of one call, which the SDK does not hand on."""

from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus

from domain.errors import DependencyRejected, DependencyUnavailable, DuralogueError, OutcomeUnknown

CALL = "tools/call"
_NOT_ACCEPTED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_LATER = frozenset({HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass
class Exchange:
    """`failure` is why a request could not be made, or its answer not be read."""

    server: str
    sent: set[str] = field(default_factory=set)
    """Methods whose request was on its way to the server."""
    statuses: dict[str, int] = field(default_factory=dict)
    """Of the last answer to each method."""
    retry_after: timedelta | None = None
    failure: DuralogueError | None = None

    def error(self, says: str) -> DuralogueError:
        """What went wrong, as whoever retries must know it. `says` is our own sentence."""
        if self.failure is not None:
            return self.failure
        status = next(reversed(self.statuses.values()), HTTPStatus.OK)
        if status in _NOT_ACCEPTED:
            return DependencyRejected(f"{self.server} does not accept our credential ({status})")
        if status in _LATER:
            return DependencyUnavailable(
                f"{self.server} answered {status}", retry_after=self.retry_after
            )
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            return DependencyRejected(
                f"{self.server} answered {status}; a redirect elsewhere is never followed"
            )
        if CALL in self.sent:
            return OutcomeUnknown(f"{self.server} {says}", retry_after=self.retry_after)
        return DependencyUnavailable(f"{self.server} {says}", retry_after=self.retry_after)
