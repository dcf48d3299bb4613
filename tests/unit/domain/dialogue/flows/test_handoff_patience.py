"""Nobody comes: the customer is told a few times, ever more rarely, and then no more."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.bot.model import Bot
from domain.dialogue.commands import CancelHandoff
from domain.dialogue.events import HandoffUnanswered, OperatorForcedHandoff
from domain.tenant_settings import ClosingDay
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.dentist import FILES, dentist

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
"""23:00 in Berlin; the practice opens on Tuesday at 08:00, 07:00 UTC."""


def with_nobody(rule: str) -> Bot:
    general = "general: {queue: support, first_reply: 5m, nobody: " + rule + "}\n"
    emergency = FILES["handoff.yaml"].splitlines()[2]
    return a_bot(FILES | {"handoff.yaml": general + emergency + "\n"})


def a_handoff(bot: Bot | None = None, at: datetime = MONDAY) -> Talk:
    talk = Talk(bot or dentist(), at=at)
    talk.says("a human please", "talk_to_human")
    return talk


def moments(talk: Talk) -> list[timedelta]:
    """When the customer will be told, from now on."""
    handoff = talk.handoff
    return [at - talk.at for at in (handoff.nobody_at, *(handoff.nobody_again or ()))]


def nobody_comes(talk: Talk, at: datetime) -> None:
    talk.at = at
    talk.happens(HandoffUnanswered(at=at, handoff_id=str(talk.state.handoff_id)))


def all_of(talk: Talk) -> list[tuple[str, ...]]:
    """What is said each time, until there is no other time."""
    handoff, said = talk.handoff, []
    for at in (handoff.nobody_at, *(handoff.nobody_again or ())):
        nobody_comes(talk, at)
        said.append(tuple(talk.said))
    return said


def test_pauses_double_and_there_is_an_end() -> None:
    """Three times by default: after 2, 4 and 8 more minutes."""
    talk = a_handoff()
    assert moments(talk) == [timedelta(minutes=m) for m in (2, 6, 14)]

    assert all_of(talk) == [("handoff_nobody",), ("handoff_nobody",), ("handoff_nobody_last",)]
    assert talk.state.handoff_id is not None


def test_a_timer_of_an_earlier_release_is_not_heard_any_more() -> None:
    """It rings again and again; the customer was told often enough."""
    talk = a_handoff()
    all_of(talk)

    nobody_comes(talk, talk.at + timedelta(minutes=2))

    assert talk.commands == ()


def test_the_tenant_says_how_often() -> None:
    """Once, and never after a day of pauses more than a day apart."""
    once = a_handoff(with_nobody("{after: 10m, times: 1}"))
    assert moments(once) == [timedelta(minutes=10)]
    assert all_of(once) == [("handoff_nobody_last",)]

    often = a_handoff(with_nobody("{after: 12h, times: 5}"), MONDAY)
    assert len(moments(often)) == 5


def test_outside_hours_the_offers_come_at_once_and_nothing_until_it_opens() -> None:
    """There is no need to let a customer wait two minutes for what is known."""
    talk = a_handoff(at=NIGHT)

    assert talk.said == ["handoff_closed"]
    assert "tomorrow at 08:00" in talk.words
    assert "Call me back" in str(talk.commands)
    assert moments(talk)[0] == timedelta(hours=9, minutes=2)
    talk.says("Call me back")
    assert talk.said == ["ask_contact_phone"]


def test_who_still_waits_when_it_closes_hears_when_it_opens() -> None:
    """17:59 in Berlin: two minutes later nobody is there any more."""
    talk = a_handoff(at=datetime(2026, 11, 23, 16, 59, tzinfo=UTC))
    first, second, _ = moments(talk)
    assert first == timedelta(minutes=2)
    assert second == timedelta(hours=14, minutes=5)

    nobody_comes(talk, talk.at + first)

    assert talk.said == ["handoff_nobody_closed"]
    assert "tomorrow at 08:00" in talk.words


def test_at_last_the_customer_may_be_released() -> None:
    """Out of the queue, and nothing to wait for is offered."""
    talk = a_handoff(with_nobody("{after: 2m, times: 2, at_last: release, offer: [wait, ticket]}"))
    handoff_id = talk.handoff.handoff_id
    assert all_of(talk) == [("handoff_nobody",), ("handoff_nobody_released",)]

    assert CancelHandoff(handoff_id=handoff_id) in talk.commands
    assert talk.state.handoff_id is None
    assert "Keep waiting" not in str(talk.commands)
    talk.says("leave a message")
    assert talk.said == ["ask_contact_email"]


def test_the_question_that_waited_for_the_human_is_asked_again_after_the_release() -> None:
    """The customer can at least finish what they had begun."""
    talk = Talk(with_nobody("{after: 2m, times: 1, at_last: release}"), at=MONDAY)
    talk.says("an appointment", "book_visit")
    talk.says("a human please", "talk_to_human")
    assert all_of(talk) == [("handoff_nobody_released", "ask_date")]


def test_who_is_leaving_a_number_is_not_interrupted() -> None:
    """They have chosen already."""
    talk = a_handoff()
    second = (talk.handoff.nobody_again or ())[0]
    nobody_comes(talk, talk.handoff.nobody_at)
    talk.says("Call me back")

    nobody_comes(talk, second)

    assert talk.commands == ()


def test_without_offers_it_is_only_said() -> None:
    """And no question is open."""
    talk = a_handoff(with_nobody("{after: 2m, offer: []}"))
    nobody_comes(talk, talk.handoff.nobody_at)

    assert talk.said == ["handoff_nobody"]
    assert talk.state.question is None


@pytest.mark.parametrize("at", [NIGHT, datetime(2026, 11, 28, 3, 0, tzinfo=UTC)])
def test_a_queue_with_hours_of_its_own_is_open_at_night(at: datetime) -> None:
    """An emergency reaches a person; its two minutes "business" run at any hour."""
    talk = Talk(dentist(), at=at)
    talk.says("it hurts", "emergency")

    assert talk.said == ["back_later", "handoff_waiting"]
    assert talk.handoff.queue == "emergency"
    assert talk.handoff.first_reply_due == at + timedelta(minutes=2)
    assert moments(talk) == [timedelta(minutes=m) for m in (2, 6, 14)]


def test_an_operators_queue_has_its_own_hours_too() -> None:
    """Forced into the queue that opens on Mondays from 10 to 12."""
    talk = Talk(dentist(), at=NIGHT)
    talk.happens(OperatorForcedHandoff(at=talk.at, by="Olga", queue="letters"))

    assert talk.said == ["handoff_closed"]
    assert "on 30 November 2026 at 10:00" in talk.words


def test_a_closing_day_says_why() -> None:
    """In the tenant's own words, at once and while somebody waits; another day has no reason."""
    bot = dentist()
    stocktaking = ClosingDay(date=MONDAY.date(), reason="stocktaking")
    hours = bot.tenant.business_hours.model_copy(update={"closed": (stocktaking,)})
    tenant = bot.tenant.model_copy(update={"business_hours": hours})
    closed = bot.model_copy(update={"tenant": tenant})

    talk = a_handoff(closed)
    assert talk.said == ["handoff_closed_because"]
    assert "closed today (stocktaking) and will be back tomorrow at 08:00" in talk.words
    nobody_comes(talk, talk.at + timedelta(minutes=2))
    assert talk.said == ["handoff_nobody_closed_because"]

    assert a_handoff(closed, at=NIGHT + timedelta(days=1)).said == ["handoff_closed"]
