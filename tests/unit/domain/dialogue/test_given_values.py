"""Values that are given before they are asked for, and those that are corrected afterwards."""

from functools import lru_cache

import pytest

from domain.bot.model import Bot
from domain.dialogue.commands import Say
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.probe_bot import SLOTS, offered, said

FLOW = """
book:
  when: book
  steps:
    - collect: future_day
    - collect: hour
    - collect: size
    - collect: person
    - collect: note
    - say: done
"""
FILES = {
    "tenant.yaml": "tenant: probe\nbranding: {name: P, locales: [en, de]}\n",
    "intents.yaml": "intents: {book: [book it, I want to book, book a table, book me in, booking]}",
    "slots.yaml": "\n".join(f"{name}: {body}" for name, body in SLOTS.items())
    + "\nnote: {type: string, ask: ask_note}\n",
    "responses.yaml": "ask: Please say.\nask_note: A note?\nno_mail: No mail.\n"
    'done: {en: "{person} on {future_day} at {hour}.",'
    ' de: "{person} am {future_day} um {hour}."}\n',
    "flows/book.yaml": FLOW,
}


@lru_cache(maxsize=1)
def bot() -> Bot:
    return a_bot(FILES)


BOOK = {"en": "book it", "de": "ich möchte bitte einen Tisch buchen"}


def booked(text: str, locale: str = "en") -> Talk:
    talk = Talk(bot(), locale=locale)
    talk.says(text, "book")
    return talk


@pytest.mark.parametrize(
    ("locale", "text", "slots"),
    [
        ("en", "book a table on friday, not thursday, at 7 pm",
         {"future_day": "2026-11-27", "hour": "19:00"}),
        ("en", "book it for 5 december 10 am", {"future_day": "2026-12-05", "hour": "10:00"}),
        ("de", "ich möchte am 3. Dezember um 15 Uhr buchen",
         {"future_day": "2026-12-03", "hour": "15:00"}),
        ("en", "book it, small not large", {"size": "s"}),
        ("en", "my name is ada lovelace, book me in", {"person": "Ada Lovelace"}),
        ("en", "book it for yesterday", {}),
        ("en", "book it next week", {}),
    ],
)  # fmt: skip
def test_what_is_said_early_is_taken_as_it_is_meant(
    locale: str, text: str, slots: dict[str, str]
) -> None:
    """
    What a wish already says need not be asked, but it is held to the same rules.
    """
    assert booked(text, locale).state.slots == slots


def test_an_early_choice_is_asked_about_at_once() -> None:
    """
    "Friday or Saturday" in the first message is as open as in an answer.
    """
    talk = booked("book a table for friday or saturday")
    assert said(talk) == ["which_one"]
    talk.says("saturday")
    assert talk.state.slots["future_day"] == "2026-11-28"


def answered(*answers: str, locale: str = "en") -> Talk:
    talk = booked(BOOK[locale], locale)
    for answer in answers:
        talk.says(answer)
    return talk


@pytest.mark.parametrize(
    ("locale", "text", "slot", "value"),
    [
        ("en", "no wait, saturday not friday", "future_day", "2026-11-28"),
        ("en", "saturday, not friday", "future_day", "2026-11-28"),
        ("de", "nicht freitag sondern samstag", "future_day", "2026-11-28"),
        ("de", "lieber Samstag statt Freitag", "future_day", "2026-11-28"),
        ("en", "change the friday to saturday", "future_day", "2026-11-28"),
        ("en", "sorry, at 11 not at 10", "hour", "11:00"),
        ("en", "large, not small", "size", "l"),
        ("en", "the name is Grace Hopper", "person", "Grace Hopper"),
        ("de", "mein name ist Jürgen Müller", "person", "Jürgen Müller"),
    ],
)
def test_a_correction_gives_what_is_meant(locale: str, text: str, slot: str, value: str) -> None:
    """
    "Saturday, not Friday" after Friday was booked changes it to Saturday.
    """
    talk = answered("friday", "10 am", "small", "Ada", locale=locale)
    assert talk.state.slots["person"] == "Ada"
    talk.says(text)
    assert talk.state.slots[slot] == value
    assert said(talk)[0] == "corrected"


def test_a_correction_that_leaves_a_choice_is_asked_about() -> None:
    """
    Neither of the two days is booked in silence.
    """
    talk = answered("friday", "10 am")
    talk.says("no, monday or tuesday instead")
    assert said(talk) == ["which_one"]
    assert offered(talk) == ("30 November 2026", "24 November 2026")
    talk.says("24 November 2026")
    assert talk.state.slots["future_day"] == "2026-11-24"


@pytest.mark.parametrize(
    ("locale", "text", "lead"),
    [
        ("en", "yesterday", "That's too early: the first possible day is 24 November 2026."),
        ("en", "today", "That's too early: the first possible day is 24 November 2026."),
        ("de", "letzten freitag", "Das ist zu früh: Möglich ist es ab dem 24. November 2026."),
        ("en", "in a year", "That's too late: the last possible day is 20 February 2027."),
        ("en", "next week", "I need the exact day for that."),
        ("de", "irgendwann im Dezember", "Dafür brauche ich den genauen Tag."),
        ("en", "banana", "That doesn't look right."),
    ],
)
def test_a_day_beyond_the_limits_is_refused_with_the_limit(
    locale: str, text: str, lead: str
) -> None:
    """
    Who hears only "that doesn't look right" has to guess what would be.
    """
    talk = booked(BOOK[locale], locale)
    talk.says(text)
    (say,) = [command for command in talk.commands if isinstance(command, Say)]
    assert say.reply.text == f"{lead} Please say."
    assert "future_day" not in talk.state.slots


def test_times_are_written_as_the_language_does() -> None:
    """
    15:00 is 3:00 pm in English and 15:00 Uhr in German.
    """
    english = ("friday", "3 pm", "small", "Ada", "nothing")
    german = ("freitag", "15 Uhr", "small", "Ada", "nichts")
    for locale, answers, text in (
        ("en", english, "Ada on 27 November 2026 at 3:00 pm."),
        ("de", german, "Ada am 27. November 2026 um 15:00 Uhr."),
    ):
        talk = answered(*answers, locale=locale)
        assert [c.reply.text for c in talk.commands if isinstance(c, Say)] == [text]
