"""Buttons out of a tool's result: what is offered, and what counts as choosing it."""

from typing import Any

import pytest

from domain.dialogue.commands import Say
from domain.dialogue.limits import MAX_BYTES, size_of
from tests.unit.domain.dialogue.clinic import DOCTORS, TIMES, offered_times
from tests.unit.domain.dialogue.conversations import Talk


def buttons(talk: Talk) -> tuple[str, ...]:
    """Those of what was said last."""
    return [c.reply.quick_replies for c in talk.commands if isinstance(c, Say)][-1]


def test_offers_a_page_of_the_tools_list() -> None:
    """A list of fifty times is no question that a person can read."""
    assert buttons(offered_times()) == (
        "Mon 30 Nov at 09:00",
        "Mon 30 Nov at 10:00",
        "Mon 30 Nov at 14:30",
        "More",
    )


def test_offers_in_the_customers_language() -> None:
    """A German is not asked with English buttons."""
    assert buttons(offered_times(locale="de"))[0] == "Mon 30 Nov um 09:00"
    assert buttons(offered_times(locale="de"))[-1] == "Mehr"


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("Mon 30 Nov at 10:00", "2026-11-30T10:00"),
        ("mon 30 nov at 10:00", "2026-11-30T10:00"),
        ("2026-12-01T16:00", "2026-12-01T16:00"),
        ("the second one", "2026-11-30T10:00"),
        ("i'll take the third please", "2026-11-30T14:30"),
        ("2", "2026-11-30T10:00"),
        ("number 1", "2026-11-30T09:00"),
        ("the last one", "2026-11-30T14:30"),
        ("9 am", "2026-11-30T09:00"),
        ("half past two", "2026-11-30T14:30"),
        ("halb drei", "2026-11-30T14:30"),
        ("16 uhr bitte", "2026-12-01T16:00"),
        ("tuesday at 10", "2026-12-01T10:00"),
        ("10am on monday", "2026-11-30T10:00"),
        ("dienstag um vier", "2026-12-01T16:00"),
        ("not the first, the second", "2026-11-30T10:00"),
        ("not 10 but 9", "2026-11-30T09:00"),
        ("tuesday 4pm works", "2026-12-01T16:00"),
        ("the earliest you have", "2026-11-30T09:00"),
        ("could i have the 9 o'clock one?", "2026-11-30T09:00"),
    ],
)
def test_takes_the_choice_exactly(said: str, start: str) -> None:
    """However it is said, the slot holds what the backend sent."""
    talk = offered_times()
    talk.says(said)
    assert talk.state.slots["start"] == start


@pytest.mark.parametrize(
    "said",
    ["at 3 pm", "tomorrow", "17:00", "20 december", "not the first one", "9 doesn't suit me",
     "banana", "wednesday at 10", "the ninth", "sometime", "whenever"],
)  # fmt: skip
def test_asks_again_where_nothing_offered_is_named(said: str) -> None:
    """A time that is not free must not be booked, nor must one that was turned down."""
    talk = offered_times()
    talk.says(said)
    assert "start" not in talk.state.slots
    assert talk.said == ["ask_start"]


@pytest.mark.parametrize("said", ["10 am", "tuesday", "9 or 16", "monday morning", "afternoon"])
def test_asks_which_of_several(said: str) -> None:
    """Two at ten are not decided by the bot."""
    talk = offered_times()
    talk.says(said)
    assert talk.said == ["which_one"]
    assert len(buttons(talk)) == 2
    talk.says(buttons(talk)[1])
    assert "start" in talk.state.slots


@pytest.mark.parametrize("said", ["More", "show me more", "other times", "andere", "none of these"])
def test_shows_more(said: str) -> None:
    """What did not fit on the first page is not lost."""
    talk = offered_times()
    talk.says(said)
    assert buttons(talk) == ("Tue 1 Dec at 10:00", "Tue 1 Dec at 16:00")
    talk.says("the second one")
    assert talk.state.slots["start"] == "2026-12-01T16:00"


def test_says_when_there_is_no_more() -> None:
    """ "More" for ever must end somewhere: in the branch for failure."""
    talk = offered_times()
    talk.says("More")
    talk.says("more")
    assert talk.words.startswith("That is all I have.")
    talk.says("more")
    talk.says("more")
    talk.says("more")
    talk.says("more")
    assert "none_left" in talk.said


def test_has_nothing_to_ask_where_nothing_is_offered() -> None:
    """A question that nobody can answer is not asked."""
    assert offered_times({"times": []}).said == ["none_left"]
    assert offered_times({}).said == ["none_left"]


@pytest.mark.parametrize("times", [
    {"times": "none"}, {"times": [1, None, "x"]}, {"times": [{"start": None}] * 9},
    {"times": [{"day": "d" * 5_000, "clock": "c" * 5_000, "start": "s" * 5_000}] * 500},
    {"times": [{"day": {"a": [1]}, "clock": [2], "start": {"b": 1}}]},
])  # fmt: skip
def test_survives_whatever_the_backend_sends(times: dict[str, Any]) -> None:
    """A backend's list is outside text: bounded, and never a traceback."""
    talk = offered_times(times)
    assert size_of(talk.state) <= MAX_BYTES


@pytest.mark.parametrize(
    "said",
    ["is there parking on monday?", "how long does the 10 am visit take?", "what does it cost?",
     "do you treat children on tuesday?"],
)  # fmt: skip
def test_a_question_about_something_else_chooses_nothing(said: str) -> None:
    """A day in a question about parking is no choice of that day."""
    talk = offered_times()
    talk.says(said, answer="Yes, behind the house.")
    assert talk.words.startswith("Yes, behind the house.")
    assert "start" not in talk.state.slots


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("do you have anything at 3 pm?", "That is not among what I can offer."),
        ("is 12 december possible?", "That is not among what I can offer."),
        ("geht auch 17 uhr?", "Das ist leider nicht dabei."),
    ],
)
def test_a_question_for_a_time_that_is_not_free(said: str, answer: str) -> None:
    """It is answered: that one is not to be had, these are."""
    talk = offered_times()
    talk.says(said)
    assert talk.words.startswith(answer)


def test_digresses_and_comes_back_with_the_buttons() -> None:
    """An answer to something else must not cost the choices."""
    talk = offered_times()
    talk.says("are you open today?", "hours", 0.9)
    assert talk.said == ["hours", "ask_start"]
    assert buttons(talk)[0] == "Mon 30 Nov at 09:00"


def test_takes_other_words_where_the_author_lets_it() -> None:
    """Without `only` the buttons are a help and no fence."""
    talk = offered_times()
    talk.says("the first one")
    talk.succeeds(DOCTORS)
    assert buttons(talk) == ("Dr Ada Miller", "Dr Bob Stone")
    talk.says("stone please")
    assert talk.state.slots["doctor"] == "Dr Bob Stone"
    other = offered_times()
    other.says("the first one")
    other.succeeds(DOCTORS)
    other.says("Dr Carla Stone")
    assert other.state.slots["doctor"] == "Dr Carla Stone"


def test_corrects_a_choice_only_to_what_is_offered() -> None:
    """At the confirmation "10 on tuesday instead" changes the time, "3 pm instead" does not."""
    talk = offered_times()
    talk.says("the first one")
    talk.succeeds(DOCTORS)
    talk.says("the first one")
    talk.says("skip")
    talk.says("skip")
    talk.says("actually tuesday at 10 instead")
    assert talk.state.slots["start"] == "2026-12-01T10:00"


def test_keeps_only_what_buttons_read() -> None:
    """The state has room for 2 KB: rooms and prices that nobody shows stay out of it."""
    talk = offered_times()
    [first, *_] = talk.state.results["free"]["times"]
    assert first == {"day": "Mon 30 Nov", "clock": "09:00", "start": "2026-11-30T09:00"}
    assert len(talk.state.results["free"]["times"]) == len(TIMES["times"])


def test_two_long_lists_fit_into_the_state() -> None:
    """A state beyond its bound would be carried through every history."""
    many = [{"day": "d" * 30, "clock": str(n), "start": f"2026-11-30T10:{n}"} for n in range(20)]
    talk = offered_times({"times": many})
    talk.says(buttons(talk)[0])
    talk.succeeds({"items": [f"Dr {n} {'x' * 60}" for n in range(20)]})
    assert size_of(talk.state) <= MAX_BYTES
    assert len(buttons(talk)) >= 5
