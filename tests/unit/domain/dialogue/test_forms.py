"""Forms: what goes with a question, and what becomes of the answers."""

import pytest

from domain.forms import FieldKind, Form
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import ADA
from tests.unit.domain.dialogue.diner import ALL, FILES, KEPT, booking, form_in, sends


def test_the_question_carries_the_ones_that_follow_it() -> None:
    talk = booking()
    form = form_in(talk)
    assert talk.said == ["ask_day"]
    assert form is not None
    assert (form.flow, form.title) == ("book", "Book a table")
    assert [(field.name, field.kind, field.optional) for field in form.fields] == [
        ("day", FieldKind.DATE, False),
        ("guests", FieldKind.NUMBER, False),
        ("place", FieldKind.CHOICE, False),
        ("guest", FieldKind.TEXT, False),
        ("email", FieldKind.EMAIL, False),
        ("phone", FieldKind.PHONE, True),
        ("note", FieldKind.TEXT, True),
    ]
    assert form.fields[2].options == ("inside", "In the garden")
    assert form.fields[3].label == "What is your name?"


def test_it_is_written_in_the_language_of_the_conversation() -> None:
    talk = booking()
    talk.state = talk.state.model_copy(update={"locale": "de"})
    talk.says("5.12.2026")
    form = form_in(talk)
    assert form is not None
    assert form.title == "Tisch buchen"
    assert form.fields[2].label == "Wie heißt du?"


def test_all_answers_are_taken_in_one_turn() -> None:
    talk = booking()
    sends(talk, ALL | {"phone": "+49 30 1234567", "note": "a birthday"})
    assert talk.call.tool == "find_table"
    assert talk.state.slots == KEPT | {"phone": "+49301234567", "note": "a birthday"}
    talk.succeeds({})
    assert talk.said == ["ask_sure"]  # what decides something is asked by itself
    assert form_in(talk) is None


def test_what_may_be_empty_and_is_need_not_be_asked() -> None:
    talk = booking()
    sends(talk, ALL | {"note": "no thanks"})
    assert talk.call.tool == "find_table"
    assert talk.state.slots == KEPT
    assert talk.state.stack[-1].skipped == ("phone", "note")


def test_plain_answers_go_on_question_by_question() -> None:
    talk = booking()
    talk.says("5 December 2026")
    assert talk.said == ["ask_guests"]
    form = form_in(talk)
    assert form is not None
    assert form.fields[0].name == "guests"
    talk.says("4")
    talk.says("outside")
    talk.says("Grete Müller")
    talk.says("grete@example.com")
    assert form_in(talk) is not None  # the phone and the note, both optional
    talk.says("skip")
    assert form_in(talk) is None  # one alone is a question
    talk.says("no")
    assert talk.call.tool == "find_table"


def test_the_first_that_does_not_fit_is_asked_again_with_the_rest() -> None:
    talk = booking()
    sends(talk, ALL | {"guests": "quite a lot", "email": "nowhere"})
    assert talk.words == "That doesn't look right. How many are you?"
    assert talk.state.slots == {k: v for k, v in KEPT.items() if k not in {"guests", "email"}}
    form = form_in(talk)
    assert form is not None
    assert [(field.name, field.value) for field in form.fields][:4] == [
        ("guests", ""),
        ("place", "In the garden"),
        ("guest", "Grete Müller"),
        ("email", ""),
    ]
    sends(talk, {"guests": "4", "email": "grete@example.com"})
    assert talk.state.slots == KEPT


def test_a_day_out_of_bounds_is_explained() -> None:
    talk = booking()
    sends(talk, ALL | {"day": "2026-11-01"})
    assert "That's too early" in talk.words
    assert "day" not in talk.state.slots


def test_wrong_answers_to_the_same_question_come_to_an_end() -> None:
    talk = booking()
    sends(talk, ALL | {"guests": "many"})
    sends(talk, {"guests": "many"})
    assert talk.said[-1] == "offer_human"


def test_what_is_missing_is_asked_and_what_did_not_fit_is_not_passed_over() -> None:
    talk = booking()
    sends(talk, {"guests": "4", "email": "nowhere"})
    assert talk.said == ["form_partly_used", "ask_day"]
    assert talk.state.slots == {"guests": 4}


def test_two_values_leave_a_choice() -> None:
    talk = booking()
    sends(talk, ALL | {"day": "5 or 6 December 2026"})
    assert talk.said == ["which_one"]
    talk.says("6 December 2026")
    assert talk.state.slots["day"] == "2026-12-06"
    assert talk.call.tool == "find_table"


def test_an_earlier_answer_may_be_another_now() -> None:
    talk = booking()
    talk.says("5 December 2026")
    sends(talk, ALL | {"day": "2026-12-06"})
    assert talk.said == ["corrected"]
    assert talk.state.slots == KEPT | {"day": "2026-12-06"}
    assert talk.call.arguments["day"] == "2026-12-06"


def test_a_form_sent_again_is_asked_about_no_more() -> None:
    talk = booking()
    sends(talk, ALL)
    talk.succeeds({})
    sends(talk, ALL)
    assert talk.said == ["ask_sure"]
    assert talk.words.startswith("Back to your table:")
    assert talk.done == []


def test_a_form_sent_again_with_another_answer_corrects_it() -> None:
    talk = booking()
    sends(talk, ALL)
    talk.succeeds({})
    sends(talk, ALL | {"guests": "5"})
    assert talk.said == ["corrected"]
    assert talk.call.tool == "find_table"
    assert talk.call.arguments["guests"] == 5


def test_what_was_written_is_neither_changed_nor_done_again() -> None:
    talk = booking()
    sends(talk, ALL)
    talk.succeeds({})
    talk.says("yes")
    talk.succeeds({})
    assert talk.said == ["booked", "ask_taste"]
    for values in (ALL, ALL | {"guests": "5"}):
        sends(talk, values)
        assert talk.done == []
        assert talk.state.slots["guests"] == 4
        assert talk.said[-1] == "ask_taste"
    assert talk.said == ["form_partly_used", "ask_taste"]
    sends(talk, {"taste": "5", "service": "4"})
    assert talk.said == ["thanks_a_lot"]


def test_no_form_says_yes_to_what_is_asked_later() -> None:
    talk = booking()
    sends(talk, ALL | {"sure": "yes", "taste": "5"})
    assert "sure" not in talk.state.slots
    assert "taste" not in talk.state.slots
    assert talk.said == ["form_partly_used"]
    talk.succeeds({})
    assert talk.said == ["ask_sure"]


@pytest.mark.parametrize("flow", ["hours", "nothing", "book"])
def test_a_form_of_nothing_that_is_asked_is_answered(flow: str) -> None:
    talk = booking()
    sends(talk, {"no_such_field": "1"} if flow == "book" else ALL, flow)
    assert talk.said == ["form_not_open", "ask_day"]
    assert talk.state.slots == {}
    assert form_in(talk) is not None


def test_a_form_of_a_flow_that_has_ended_is_answered() -> None:
    talk = booking()
    talk.says("stop", "cancel")
    sends(talk, ALL)
    assert talk.said == ["form_not_open"]
    assert talk.state.slots == {}


def test_what_was_answered_before_the_form_is_kept() -> None:
    bot = a_bot(
        FILES
        | {
            "flows/diner.yaml": FILES["flows/diner.yaml"]
            .replace("- collect: day\n", "- collect: phone\n    - collect: day\n")
            .replace("- collect: phone\n    - collect: note", "- collect: note")
        }
    )
    talk = booking(bot)
    talk.says("+49 30 1234567")
    sends(talk, ALL)
    assert talk.state.slots == KEPT | {"phone": "+49301234567"}


def test_who_sends_a_form_is_who_speaks() -> None:
    talk = booking()
    talk.customer = ADA
    sends(talk, ALL)
    assert talk.state.customer == ADA
    assert talk.call.customer == ADA


def test_without_the_flows_leave_there_is_none() -> None:
    plain = FILES["flows/diner.yaml"].replace("  form: true\n", "")
    talk = booking(a_bot(FILES | {"flows/diner.yaml": plain}))
    assert form_in(talk) is None
    sends(talk, ALL)
    assert talk.state.slots == KEPT  # a form that was shown by an earlier revision


def test_a_form_is_data_that_can_be_read_again() -> None:
    form = form_in(booking())
    assert form is not None
    assert Form.model_validate_json(form.model_dump_json()) == form
