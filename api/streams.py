"""Which event streams this replica has open."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from api.metrics import GatewayMetrics


class OpenStreams:
    """Counts them, by visitor for the limit and by tenant for the operator."""

    def __init__(self, metrics: GatewayMetrics) -> None:
        self._gauge = metrics.open_streams
        self._by_visitor: Counter[str] = Counter()

    def of_visitor(self, visitor_id: str) -> int:
        return self._by_visitor[visitor_id]

    @contextmanager
    def opened(self, tenant_id: str, visitor_id: str) -> Iterator[None]:
        self._by_visitor[visitor_id] += 1
        try:
            with self._gauge.labels(tenant_id).track_inprogress():
                yield
        finally:
            self._by_visitor[visitor_id] -= 1
            if not self._by_visitor[visitor_id]:
                del self._by_visitor[visitor_id]
