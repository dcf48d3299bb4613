"""The one place where PostgreSQL's failures become the product's."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import exc

from domain.errors import (
    Conflict,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    NotFound,
)

_RAISED: dict[str | None, type[DuralogueError]] = {"P0002": NotFound, "DL409": Conflict}
"""What our own functions raise."""
_UNWELL = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.InvalidTransactionState,
    psycopg.errors.InFailedSqlTransaction,
    psycopg.errors.IdleInTransactionSessionTimeout,
    psycopg.errors.TransactionTimeout,
    psycopg.errors.ReadOnlySqlTransaction,
)
"""The server is going, gone or coming, or a transaction was lost with it."""
_LOST = (exc.PendingRollbackError, exc.ResourceClosedError, exc.DisconnectionError, ConnectionError)
"""The connection was lost under us, as the pool and the network put it."""


@contextmanager
def postgres_failures() -> Iterator[None]:
    """Name what goes wrong inside: DependencyUnavailable, DependencyRejected, NotFound, Conflict.

    PostgreSQL's detail of a refused row quotes the row, so the original is not chained to it.
    """
    try:
        yield
    except exc.TimeoutError as error:
        raise DependencyUnavailable("PostgreSQL: no connection of the pool became free") from error
    except exc.DBAPIError as error:
        raise _named(error.orig, invalidated=error.connection_invalidated) from None
    except psycopg.Error as error:
        raise _named(error) from None
    except _LOST as error:
        raise DependencyUnavailable("PostgreSQL: the connection was lost") from error


def _named(error: BaseException | None, *, invalidated: bool = False) -> DuralogueError:
    sqlstate, reason = None, type(error).__name__
    if isinstance(error, psycopg.Error):
        sqlstate = error.sqlstate
        reason = error.diag.message_primary or _first_line(error)
    if sqlstate in _RAISED:
        return _RAISED[sqlstate](reason)
    if invalidated or isinstance(error, _UNWELL):
        return DependencyUnavailable(f"PostgreSQL: {reason}")
    return DependencyRejected(f"PostgreSQL refused ({sqlstate or type(error).__name__}): {reason}")


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
