"""Call-backs: when to call, and the attempt in the agents' queue."""

from pydantic import AwareDatetime, BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.desk.callbacks import Callback, CallbackPlan, plan
from domain.identifiers import call_back_handoff_id
from domain.ports import Bots
from domain.ports.callbacks import CallbackQueue


class CallbackAttempt(BaseModel):
    """One attempt; `plan` is missing while it is only planned."""

    callback: Callback
    attempt: int
    at: AwareDatetime
    plan: CallbackPlan | None = None


class CallbackActivities:
    """Each may be repeated: an attempt is in the queue once."""

    def __init__(self, bots: Bots, queue: CallbackQueue) -> None:
        self._bots = bots
        self._queue = queue

    @activity.defn
    async def plan_callback(self, attempt: CallbackAttempt) -> CallbackPlan:
        """When it enters the queue. Fails with NotFound where the tenant has no bot."""
        callback = attempt.callback
        with as_application_errors():
            bot = await self._bots.current(callback.tenant_id)
            queue = callback.queue or await self._queue.queue_of(
                callback.tenant_id, callback.conversation_id
            )
            return plan(bot, queue, attempt.at, attempt=attempt.attempt)

    @activity.defn
    async def queue_callback(self, attempt: CallbackAttempt) -> bool:
        """Put it into the queue, or leave it there. False, with nothing put, where the customer
        was served meanwhile."""
        callback = attempt.callback
        with as_application_errors():
            if await self._queue.is_served(callback):
                return False
            if attempt.plan is not None:
                # It may have waited for days: hours were edited since, or its queue was retired.
                bot = await self._bots.current(callback.tenant_id)
                anew = plan(bot, attempt.plan.queue, attempt.plan.call_at)
                handoff_id = call_back_handoff_id(callback.callback_id, attempt.attempt)
                await self._queue.put(callback, handoff_id, anew, at=attempt.at)
            return True
