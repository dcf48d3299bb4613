"""Sending what was said through the channel's provider, beside the turns and in their order."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import islice

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError
from temporalio.workflow import ActivityCancellationType

from activities.delivery import DeliverMessage, DeliveryActivities, GiveUpDelivery
from domain.channel_addresses import (
    Channel,
)
from domain.deliveries import HUMAN_TOOK_OVER, TERMINATED, DeliveryOutcome, DeliveryStatus
from workflows import options
from workflows.conversation_state import ConversationInput, OpenSend
from workflows.options import LOOKED_UP_WITHIN
from workflows.ownership import Ownership

_GAVE_UP = "the provider could not be reached in time"
_TOO_MANY = "too many replies wait for the provider"
_DAYS = "sends wait for days"


class Outbox:
    """One attempt at a time: what was said later waits behind what is still being tried.

    On the web it stays empty, and costs nothing.
    """

    def __init__(self, state: ConversationInput) -> None:
        self._state = state
        self._ownership = Ownership(state)
        self._loop: asyncio.Task[None] | None = None
        self._is_paused = False

    def add(self, delivery_ids: Sequence[str], *, by_bot: bool = True, withdrawn: str = "") -> None:
        """Send these rows of the ledger after those that wait, or end them as withdrawn."""
        now, patience = workflow.now(), self._patience()
        if by_bot and not self._ownership.bot_may_speak():
            withdrawn = withdrawn or HUMAN_TOOK_OVER  # stored before the claim, adopted after it
        self._state.outbox += [
            OpenSend(
                delivery_id=delivery_id,
                since=now,
                by_bot=by_bot,
                withdrawn=withdrawn,
                patience=patience,
            )
            for delivery_id in delivery_ids
        ]
        if patience is not None:
            self._give_up_the_oldest()
        self.resume()

    def replay(self, delivery_ids: Sequence[str]) -> None:
        """Send once more what was given up: behind the attempt that is under way and what was asked
        for before, and before what was said later."""
        waiting = {send.delivery_id for send in self._state.outbox}
        patience = self._patience()
        others = islice(enumerate(self._state.outbox), 1, None)
        place = next((n for n, send in others if not send.revives), len(self._state.outbox))
        self._state.outbox[place:place] = [
            OpenSend(
                delivery_id=delivery_id,
                since=workflow.now(),
                by_bot=False,
                patience=patience,
                revives=True,
            )
            for delivery_id in delivery_ids
            if delivery_id not in waiting
        ]
        self.resume()

    async def was_all(self) -> bool:
        """Whether the conversation had nothing else to do: it was opened for a replay alone, and
        all is sent. Returns earlier where something else is to be done."""
        if self._is_all():
            await workflow.wait_condition(lambda: not (self._state.outbox and self._is_all()))
        return self._is_all()

    def may_be_carried(self) -> bool:
        """Whether what waits is little enough for the next run to begin with."""
        for_days = self._state.channel in options.SEND_FOR
        most = options.MOST_WAITING_SENDS if for_days else options.MOST_CARRIED_SENDS
        return len(self._state.outbox) <= most

    def _is_all(self) -> bool:
        state = self._state
        return not state.inbox and not state.changes and state.handoff is None

    def _patience(self) -> timedelta | None:
        """Days, where the channel waits so long. Runs of the release before wait for minutes."""
        for_days = options.SEND_FOR.get(self._state.channel)
        return for_days if for_days is not None and workflow.patched(_DAYS) else None

    def _give_up_the_oldest(self) -> None:
        """What waits is carried from run to run, and must not grow without end."""
        excess = len(self._state.outbox) - options.MOST_WAITING_SENDS
        for send in self._state.outbox[: max(0, excess)]:
            send.withdrawn, send.next_at = send.withdrawn or _TOO_MANY, None

    def add_committed(self, delivery_ids: Sequence[str]) -> None:
        """Of a step of a turn. What was perhaps stored before it is asked after once more: by now
        it is there, or never will be."""
        self.add([*self._state.perhaps_stored, *delivery_ids])
        self._state.perhaps_stored.clear()

    def add_perhaps_stored(self, delivery_id: str) -> None:
        """Of a commit that failed: if it was stored all the same, its row must end too. An attempt
        that was believed to be over may still store it, until the turn's next step is."""
        if self._state.channel is Channel.WEB:
            return
        self.add([delivery_id])
        if workflow.patched("perhaps-stored-later"):
            self._state.perhaps_stored.append(delivery_id)

    def add_perhaps_noticed(self, delivery_id: str) -> None:
        """Of a turn that took long enough for a notice, and has told of none."""
        if self._state.channel is not Channel.WEB and workflow.patched("notice-of-a-lost-task"):
            self._state.perhaps_stored.append(delivery_id)

    def end_left_open(self, delivery_ids: Sequence[str]) -> None:
        """Of a run that was terminated: too old to be sent now, but every row must be final."""
        ours = {send.delivery_id for send in self._state.outbox}
        left = [delivery_id for delivery_id in delivery_ids if delivery_id not in ours]
        self.add(left, withdrawn=TERMINATED)

    def resume(self) -> None:
        """Send what waits, if anything does."""
        self._is_paused = False
        if self._state.outbox and (self._loop is None or self._loop.done()):
            self._loop = asyncio.create_task(self._run())

    async def pause(self) -> None:
        """Return once no attempt is under way: what is left can be carried to the next run."""
        if self._loop is not None and not self._loop.done():
            self._is_paused = True
            await workflow.wait_condition(self._loop.done)

    async def withdraw(self, reason: str) -> None:
        """No send of the bot begins any more; returns once what may have gone out is final."""
        ours = [send for send in self._state.outbox if send.by_bot]
        for send in ours:
            send.withdrawn, send.next_at = reason, None
        if any(send.may_be_out for send in ours):
            await workflow.wait_condition(lambda: not any(send.may_be_out for send in ours))

    async def _run(self) -> None:
        while self._state.outbox and not self._is_paused:
            send = self._state.outbox[0]
            if _is_due(send):
                if await self._ends(send):
                    self._state.outbox.pop(0)
            else:
                await self._wait(send)

    async def _wait(self, send: OpenSend) -> None:
        moment = send.next_at
        if moment is None:
            return
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self._is_paused or send.next_at != moment,
                timeout=moment - workflow.now(),
                timeout_summary="next attempt to send",
            )

    async def _ends(self, send: OpenSend) -> bool:
        """One attempt; whether the row is final after it."""
        may_be_out, attempts = send.may_be_out, send.attempts
        try:
            outcome = await self._attempt(send)
        except ActivityError as error:
            if isinstance(error.cause, CancelledError):  # no worker had begun it
                send.may_be_out, send.attempts = may_be_out, attempts
                return False
            if isinstance(error.cause, ApplicationError) and error.cause.type == "NotFound":
                send.may_be_out = False  # it was never stored
                return True
            workflow.logger.warning("delivery_attempt_failed")
            send.try_later(workflow.now(), None)
            return False
        send.may_be_out = outcome.status is DeliveryStatus.SENDING
        if not outcome.status.is_final:
            send.try_later(workflow.now(), outcome.retry_after)
        return outcome.status.is_final

    async def _attempt(self, send: OpenSend) -> DeliveryOutcome:
        """What has been begun is awaited; what still waits for a worker can be called off."""
        reason = send.withdrawn or (_GAVE_UP if send.is_overdue(workflow.now()) else "")
        call = self._give_up(send, reason) if reason else self._deliver(send)
        await workflow.wait_condition(
            lambda: call.done() or self._is_paused or (bool(send.withdrawn) and not reason)
        )
        if not call.done():
            call.cancel()
        return await call

    def _deliver(self, send: OpenSend) -> workflow.ActivityHandle[DeliveryOutcome]:
        send.attempts, send.may_be_out = send.attempts + 1, True
        return workflow.start_activity_method(
            DeliveryActivities.deliver,
            DeliverMessage(
                tenant_id=self._state.tenant_id,
                delivery_id=send.delivery_id,
                revives=send.revives and send.attempts == 1,
            ),
            summary=f"attempt {send.attempts}",
            # Else a cancel would return at once, while the worker may still be sending.
            cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
            **options.SEND,
        )

    def _give_up(self, send: OpenSend, reason: str) -> workflow.ActivityHandle[DeliveryOutcome]:
        return workflow.start_activity_method(
            DeliveryActivities.give_up,
            GiveUpDelivery(
                tenant_id=self._state.tenant_id,
                delivery_id=send.delivery_id,
                reason=reason,
                # Whoever takes over waits for a withdrawn one: it is looked up once.
                look_up_until=None if send.withdrawn else send.since + LOOKED_UP_WITHIN,
            ),
            summary=reason,
            cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
            **options.GIVE_UP_SEND,
        )


def _is_due(send: OpenSend) -> bool:
    return send.next_at is None or send.next_at <= workflow.now()
