"""PostgreSQL's failures as ours: one place decides what is worth another try."""

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import exc

from domain.errors import DependencyRejected, DependencyUnavailable
from infra.postgres.failures import postgres_failures

LOST = [
    psycopg.OperationalError("server closed the connection unexpectedly"),
    errors.AdminShutdown("terminating connection due to administrator command"),
    errors.CrashShutdown("terminating connection because of crash of another server process"),
    errors.CannotConnectNow("the database system is starting up"),
    errors.IdleInTransactionSessionTimeout("terminating connection"),
    errors.InFailedSqlTransaction("current transaction is aborted"),
    errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction"),
    errors.QueryCanceled("canceling statement due to statement timeout"),
]


@pytest.mark.parametrize(
    "raised",
    [
        *LOST,
        *(exc.DBAPIError("SELECT 1", {}, error) for error in LOST),
        exc.DBAPIError("SELECT 1", {}, psycopg.DataError("odd"), connection_invalidated=True),
        exc.TimeoutError("QueuePool limit of size 10 reached"),
        exc.PendingRollbackError("Can't reconnect until invalid transaction is rolled back."),
        exc.ResourceClosedError("This Connection is closed"),
        ConnectionResetError("Connection reset by peer"),
    ],
    ids=repr,
)
def test_a_server_that_is_going_or_gone_is_unavailable(raised: Exception) -> None:
    """
    Nothing of it is the caller's fault, so that the gateway says 503 and a workflow tries again.
    """
    with pytest.raises(DependencyUnavailable, match="PostgreSQL"), postgres_failures():
        raise raised


def test_a_statement_that_is_wrong_is_not_tried_again() -> None:
    """
    And the refused row, which the driver quotes, is not in the chain.
    """
    with pytest.raises(DependencyRejected) as refused, postgres_failures():
        raise exc.DBAPIError("SELECT 1", {}, errors.UniqueViolation("Key (text)=(secret)"))

    assert refused.value.__suppress_context__
    assert refused.value.__cause__ is None
