"""Looking up the place of a customer who waits."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from activities.queue_places import QueuePlaces
from domain.desk.settings import DeskSettings
from domain.desk.snapshot import DeskSnapshot, WaitingHandoff
from domain.dialogue.events import Event, HandoffClaimed, HandoffUnanswered
from domain.dialogue.state import DialogueState
from domain.errors import DependencyUnavailable
from domain.ports.desk import HandoffOffers
from tests.unit.domain.bots import a_bot

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
UNANSWERED = HandoffUnanswered(at=NOW, handoff_id="mine")


class Offers:
    """Two who wait before ours, and five agents' claims of the last twenty minutes."""

    def __init__(self) -> None:
        self.is_down = False

    async def snapshot(
        self, tenant_id: str, settings: DeskSettings, *, at: datetime
    ) -> DeskSnapshot:
        if self.is_down:
            raise DependencyUnavailable("down")
        names = ("first", "second", "mine")
        return DeskSnapshot(
            waiting=tuple(
                WaitingHandoff(name, "support", NOW + timedelta(minutes=n))
                for n, name in enumerate(names)
            )
        )

    async def taken_since(self, tenant_id: str, queue: str, since: datetime) -> list[datetime]:
        return [NOW - timedelta(minutes=4 * n) for n in range(5, 0, -1)]


async def _shown(offers: Offers, event: Event, **state: Any) -> DialogueState:
    places = QueuePlaces(cast("HandoffOffers", offers))
    waiting = DialogueState(handoff_id="mine").model_copy(update=state)
    return await places.shown(a_bot({}), waiting, event)


async def test_position_and_estimate_are_those_of_the_moment() -> None:
    """Third in line, at the pace of late: one every four minutes."""
    state = await _shown(Offers(), UNANSWERED)

    assert (state.queue_position, state.queue_minutes) == (3, 12)


@pytest.mark.parametrize("state", [{"handoff_id": None}, {"handoff_claimed": True}])
async def test_nobody_is_looked_up_who_does_not_wait(state: dict[str, Any]) -> None:
    """A turn without a wait costs no look-up; neither does another event."""
    offers = Offers()
    offers.is_down = True

    assert (await _shown(offers, UNANSWERED, **state)).queue_position is None
    claimed = HandoffClaimed(at=NOW, handoff_id="mine", agent="Ada")
    assert (await _shown(offers, claimed, queue_position=2)).queue_position == 2


async def test_a_look_up_that_fails_costs_no_turn() -> None:
    """And an old place is not told as if it were today's."""
    offers = Offers()
    offers.is_down = True

    state = await _shown(offers, UNANSWERED, queue_position=7, queue_minutes=9)

    assert (state.queue_position, state.queue_minutes) == (None, None)
