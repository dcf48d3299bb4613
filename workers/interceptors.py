"""Activity interceptor: binds the correlation id and logs a failure once."""

import logging
from typing import Any

import structlog
from temporalio import activity
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

_log = logging.getLogger(__name__)


class LoggingInterceptor(Interceptor):
    """For every activity of a worker."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's own name
        """Put ours around the next one."""
        return _LoggedActivity(next)


class _LoggedActivity(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's own name
        info = activity.info()
        request = input.args[0] if input.args else None
        trace_id = getattr(request, "trace_id", "") or None
        with structlog.contextvars.bound_contextvars(trace_id=trace_id):
            try:
                return await super().execute_activity(input)
            except Exception as error:  # logged and raised again: the server decides what follows
                _log.warning(
                    "activity_failed",
                    extra={
                        "activity": info.activity_type,
                        "workflow_id": info.workflow_id,
                        "attempt": info.attempt,
                        "error_type": type(error).__name__,
                    },
                )
                raise
