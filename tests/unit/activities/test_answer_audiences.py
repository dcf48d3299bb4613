"""Whose documents a question may be answered from: by who asks, and by nothing else."""

from datetime import timedelta
from typing import Any, cast

import pytest

from activities.answer_finder import AnswerFinder
from activities.answers import AnswerActivities
from domain.dialogue.commands import FindAnswer
from domain.dialogue.events import AnswerUnavailable
from domain.knowledge import EVERYBODY, STAFF, Audience, Passage
from domain.messages import VerifiedCustomer
from tests.unit.activities.test_answers import NOW, REQUEST, SPOKE, Library, activities, step

ADA = VerifiedCustomer(customer_id="c-7")
SIGNED_IN = EVERYBODY | {Audience.SIGNED_IN}


class Watched(Library):
    """Remembers for whom it searched."""

    def __init__(self) -> None:
        super().__init__()
        self.audiences: list[frozenset[Audience]] = []

    async def search(self, tenant_id: str, query: str, *rest: Any, **more: Any) -> list[Passage]:
        self.audiences.append(more["audiences"])
        return await super().search(tenant_id, query, *rest, **more)


@pytest.mark.parametrize(("customer", "audiences"), [(None, EVERYBODY), (ADA, SIGNED_IN)])
async def test_within_a_step_the_message_says_who_asks(
    customer: VerifiedCustomer | None, audiences: frozenset[Audience]
) -> None:
    """A second question in the same message is the same person's."""
    library = Watched()
    turns = activities(library, elsewhere=False, also="are you open?")
    await turns.advance_turn(step(SPOKE.model_copy(update={"customer": customer})))
    assert library.audiences == [audiences, audiences]


async def test_who_signed_in_once_is_a_stranger_again_without_their_session() -> None:
    """The next message proves nothing by itself, whatever the conversation remembers."""
    library = Watched()
    turns = activities(library, elsewhere=False)
    first = await turns.advance_turn(step(SPOKE.model_copy(update={"customer": ADA})))
    await turns.advance_turn(step(SPOKE, first.state))
    assert library.audiences == [SIGNED_IN, EVERYBODY]


@pytest.mark.parametrize(("customer", "signed_in"), [(None, False), (ADA, True)])
async def test_a_question_handed_on_carries_who_asks(
    customer: VerifiedCustomer | None,
    signed_in: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """Also where it comes back because nobody answered."""
    library = Watched()
    turns = activities(library, elsewhere=True)
    asked = await turns.advance_turn(step(SPOKE.model_copy(update={"customer": customer})))
    awaited = asked.awaited()
    assert isinstance(awaited, FindAnswer)
    assert awaited.signed_in is signed_in
    failed = AnswerUnavailable(at=NOW, query=awaited.query, reason="late", signed_in=signed_in)
    await turns.advance_turn(step(failed, asked.state))
    assert library.audiences == [SIGNED_IN if signed_in else EVERYBODY]


async def test_the_activity_searches_for_whom_the_request_says() -> None:
    """A request of an earlier release says nothing, and is everybody's."""
    library = Watched()
    finder = AnswerFinder(library, cast("Any", library), library)
    answers = AnswerActivities(finder, within=timedelta(seconds=5))
    await answers.find_answer(REQUEST)
    await answers.find_answer(REQUEST.model_copy(update={"audiences": tuple(sorted(STAFF))}))
    assert library.audiences == [EVERYBODY, STAFF]
