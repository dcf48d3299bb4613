"""Models that have asked for peace: by a Retry-After, or by being retired."""

import time
from collections.abc import Callable
from datetime import timedelta

from domain.language_models.budgets import CallOutcome
from domain.language_models.chain_policy import Failure
from infra.language_models.links import Connection

_RETIRED_FOR = timedelta(minutes=5)
"""A retired id costs every tenth question nothing, and comes back by itself if it was a mistake."""
_LONGEST = timedelta(minutes=5)
"""A vendor may name any time; an hour's outage must not be made of it."""
_EARLY_S = 0.05
"""A wait that an event loop has slept through may by this clock lack milliseconds: whoever has
waited as told must not be passed over for them."""
_MOST = 2_000


class QuietTimes:
    """Until when which model of which tenant is not to be asked, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[tuple[str, str], tuple[float, str]] = {}

    def remember(self, tenant_id: str, link: Connection, failure: Failure, reason: str) -> None:
        """Note what a failed request says of the next ones."""
        lasts = failure.retry_after
        if failure.outcome is CallOutcome.RETIRED:
            lasts = _RETIRED_FOR
        if lasts is None:
            return
        if len(self._until) >= _MOST:
            self._forget_what_is_over()
        until = self._clock() + min(lasts, _LONGEST).total_seconds()
        self._until[tenant_id, link.server] = (until, reason)

    def reason(self, tenant_id: str, link: Connection) -> str | None:
        """Why it is not to be asked now; None where it may be."""
        until, reason = self._until.get((tenant_id, link.server), (0.0, ""))
        return reason if until - _EARLY_S > self._clock() else None

    def _forget_what_is_over(self) -> None:
        now = self._clock()
        kept = {key: found for key, found in self._until.items() if found[0] > now}
        self._until = kept if len(kept) < _MOST else {}
