"""A bot that an earlier release took with a time zone that there is not still answers."""

from domain.bot.model import Bot
from tests.unit.domain.dialogue.clinic import TIMES, clinic
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.dentist import dentist


def in_no_zone(bot: Bot) -> Bot:
    hours = bot.tenant.business_hours.model_copy(update={"tz": "Europe/Berln"})
    tenant = bot.tenant.model_copy(update={"business_hours": hours})
    return bot.model_copy(update={"tenant": tenant})


def test_a_time_is_picked() -> None:
    talk = Talk(in_no_zone(clinic()))
    talk.says("Hi", "book")
    talk.succeeds(TIMES)
    talk.says("the first one")
    assert "start" in talk.state.slots


def test_opening_hours_are_told_and_a_human_is_asked_for() -> None:
    talk = Talk(in_no_zone(dentist()))
    talk.says("are you open", "hours")
    assert talk.said
    talk.says("a human please", "talk_to_human")
    assert "hand_off" in talk.done


def test_a_moment_is_waited_for() -> None:
    talk = Talk(in_no_zone(dentist()))
    talk.says("book a visit", "book_visit")
    talk.says("2026-12-04")
    talk.says("14:30")
    talk.succeeds({"id": "v-1"})
    assert "wait_until" in talk.done
