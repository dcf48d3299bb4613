"""The place in the queue that a waiting customer is told."""

import pytest

from domain.dialogue.events import HandoffClaimed, HandoffReturned, HandoffUnanswered
from tests.unit.domain.dialogue.conversations import Talk


def _waiting(position: int | None, minutes: int | None = None) -> tuple[Talk, str]:
    talk = Talk()
    talk.says("talk to a human", "talk_to_human")
    handoff_id = talk.handoff.handoff_id
    _stands(talk, position, minutes)
    return talk, handoff_id


def _stands(talk: Talk, position: int | None, minutes: int | None = None) -> None:
    """As a step finds it before it decides."""
    place = {"queue_position": position, "queue_minutes": minutes}
    talk.state = talk.state.model_copy(update=place)


def _nobody_came(talk: Talk, handoff_id: str) -> str:
    talk.happens(HandoffUnanswered(at=talk.at, handoff_id=handoff_id))
    return talk.words


@pytest.mark.parametrize(
    ("position", "minutes", "said"),
    [
        (2, 6, "You are number 2 in the queue, about 6 min to go."),
        (5, None, "You are number 5 in the queue."),
    ],
)
def test_the_offer_to_wait_says_where_they_stand(
    position: int, minutes: int | None, said: str
) -> None:
    """An estimate only where there is one."""
    talk, handoff_id = _waiting(position, minutes)

    assert _nobody_came(talk, handoff_id).startswith(said)


def test_it_is_told_again_only_when_it_has_clearly_changed() -> None:
    """From 12 to 11 is no news; from 12 to 7 is; near the front every step is."""
    talk, handoff_id = _waiting(12)
    assert "number 12" in _nobody_came(talk, handoff_id)

    _stands(talk, 11)
    assert "number" not in _nobody_came(talk, handoff_id)
    _stands(talk, 7)
    assert "number 7" in _nobody_came(talk, handoff_id)


@pytest.mark.parametrize("words", ["how long will it take?", "a person please"])
def test_whoever_asks_is_told(words: str) -> None:
    """Also what they were told before."""
    talk, _ = _waiting(3, 9)
    for _ in range(2):
        talk.says(words, "talk_to_human" if "person" in words else None)
        assert talk.words.startswith("You are number 3 in the queue, about 9 min to go.")


def test_an_unknown_place_is_not_made_up() -> None:
    """Without one the sentences are as they were."""
    talk, handoff_id = _waiting(None)

    assert "number" not in _nobody_came(talk, handoff_id)


def test_the_next_wait_begins_anew() -> None:
    """What was told in an earlier queue is forgotten with it."""
    talk, handoff_id = _waiting(3)
    _nobody_came(talk, handoff_id)
    talk.happens(HandoffClaimed(at=talk.at, handoff_id=handoff_id, agent="Sam"))
    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id))

    assert (talk.state.queue_position, talk.state.queue_told) == (None, None)
