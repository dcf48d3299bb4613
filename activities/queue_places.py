"""The place of a customer who waits for a person, looked up when a step may speak of it."""

import logging
from datetime import datetime

from domain.bot.model import Bot
from domain.desk.waiting import RECENT, place_of
from domain.dialogue.events import CustomerSpoke, Event, HandoffUnanswered
from domain.dialogue.state import DialogueState
from domain.errors import DuralogueError
from domain.ports.desk import HandoffOffers

_log = logging.getLogger(__name__)


class QueuePlaces:
    """What is not known is not said: a look-up that fails costs no turn."""

    def __init__(self, offers: HandoffOffers | None) -> None:
        """Without any, no place is known."""
        self._offers = offers

    async def shown(self, bot: Bot, state: DialogueState, event: Event) -> DialogueState:
        """The state with the customer's place, as it is now."""
        handoff_id = state.handoff_id
        if handoff_id is None or state.handoff_claimed or self._offers is None:
            return state
        if not isinstance(event, CustomerSpoke | HandoffUnanswered):
            return state
        try:
            return await self._looked_up(self._offers, bot, state, handoff_id, event.at)
        except DuralogueError as error:
            _log.warning("queue_place_unknown", extra={"reason": str(error)})
            return state.model_copy(update={"queue_position": None, "queue_minutes": None})

    @staticmethod
    async def _looked_up(
        offers: HandoffOffers, bot: Bot, state: DialogueState, handoff_id: str, at: datetime
    ) -> DialogueState:
        tenant = bot.tenant
        waiting = (await offers.snapshot(tenant.tenant, tenant.desk, at=at)).waiting
        mine = next((each for each in waiting if each.handoff_id == handoff_id), None)
        queue = mine.queue if mine else ""
        taken = await offers.taken_since(tenant.tenant, queue, at - RECENT) if mine else []
        place = place_of(handoff_id, waiting, taken, at)
        return state.model_copy(
            update={
                "queue_position": place.position if place else None,
                "queue_minutes": place.minutes if place else None,
            }
        )
