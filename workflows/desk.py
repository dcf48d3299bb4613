"""The clock of a tenant's desk: looks when it is woken, and when something is due.

It holds nothing: handoffs, offers and presence are in the records, and each round looks at them
anew. So a wake-up may come twice, or be lost, and no round depends on the one before.
"""

from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.desk import DeskActivities, DeskRound, RoundDone
from workflows import continue_as_new, options
from workflows.client_calls import DeskInput


@workflow.defn
class DeskWorkflow:
    """One per tenant, id `desk/{tenant}`. Started, and woken, by signal-with-start."""

    @workflow.init
    def __init__(self, desk: DeskInput) -> None:
        self._tenant_id = desk.tenant_id
        self._is_woken = True
        self._asked_to_roll = False

    @workflow.run
    async def run(self, desk: DeskInput) -> None:
        """Go round after round, and sleep between them, until it rolls."""
        for _ in range(options.ROLL_AT_ROUNDS):
            # Before the round, not after it: news that come during it must cause another.
            self._is_woken = False
            await self._sleep(await self._round())
            if self._asked_to_roll:
                break
        # A wake-up that came last of all is not lost: the next run begins with a round.
        continue_as_new.roll(desk)

    @workflow.signal
    def wake(self) -> None:
        """Something has changed."""
        self._is_woken = True

    @workflow.signal
    def roll(self) -> None:
        """Continue as new: on the version that is current now."""
        self._asked_to_roll = True

    async def _round(self) -> timedelta | None:
        try:
            done: RoundDone = await workflow.execute_activity_method(
                DeskActivities.dispatch, DeskRound(tenant_id=self._tenant_id), **options.DESK_ROUND
            )
        except ActivityError:  # shown in the history; the desk must go on all the same
            return options.DESK_LOOKS_AGAIN
        return done.wake_in

    async def _sleep(self, lasts: timedelta | None) -> None:
        workflow.set_current_details("asleep" if lasts is None else f"next look in {lasts}")
        if lasts is not None:
            lasts = max(lasts, options.DESK_RESTS)
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self._is_woken or self._asked_to_roll,
                timeout=lasts,
                timeout_summary="the desk looks again",
            )
