"""Turns at the compiler: a tenant publishes one bot at a time, so that the others have theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from domain.errors import DependencyUnavailable

_COME_BACK: Final = timedelta(seconds=5)


class Publications:
    """Knows who is publishing through this gateway. The compiler works on one bot after the other;
    whoever sent ten would else be waited for ten times."""

    def __init__(self) -> None:
        self._under_way: set[str] = set()

    @contextmanager
    def only_one(self, tenant_id: str) -> Iterator[None]:
        """Raise DependencyUnavailable while another of this tenant's is under way."""
        if tenant_id in self._under_way:
            raise DependencyUnavailable("the tenant is publishing already", retry_after=_COME_BACK)
        self._under_way.add(tenant_id)
        try:
            yield
        finally:
            self._under_way.discard(tenant_id)
