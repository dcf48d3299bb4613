"""Sending what was said through the channel's provider, beside the turns and in their order."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError
from temporalio.workflow import ActivityCancellationType

from activities.delivery import DeliverMessage, DeliveryActivities, GiveUpDelivery
from domain.channel_addresses import (
    Channel,
)
from domain.deliveries import DeliveryOutcome, DeliveryStatus
from workflows import options
from workflows.conversation_state import ConversationInput, OpenSend
from workflows.options import LOOKED_UP_WITHIN
from workflows.ownership import Ownership

HUMAN_TOOK_OVER = "a human took over"
_TERMINATED = "its conversation was terminated"
_GAVE_UP = "the provider could not be reached in time"


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
        now = workflow.now()
        if by_bot and not self._ownership.bot_may_speak():
            withdrawn = withdrawn or HUMAN_TOOK_OVER  # stored before the claim, adopted after it
        self._state.outbox += [
            OpenSend(delivery_id=delivery_id, since=now, by_bot=by_bot, withdrawn=withdrawn)
            for delivery_id in delivery_ids
        ]
        self.resume()

    def add_perhaps_stored(self, delivery_id: str) -> None:
        """Of a commit that failed: if it was stored all the same, its row must end too."""
        if self._state.channel is not Channel.WEB:
            self.add([delivery_id])

    def end_left_open(self, delivery_ids: Sequence[str]) -> None:
        """Of a run that was terminated: too old to be sent now, but every row must be final."""
        ours = {send.delivery_id for send in self._state.outbox}
        left = [delivery_id for delivery_id in delivery_ids if delivery_id not in ours]
        self.add(left, withdrawn=_TERMINATED)

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
            DeliverMessage(tenant_id=self._state.tenant_id, delivery_id=send.delivery_id),
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
