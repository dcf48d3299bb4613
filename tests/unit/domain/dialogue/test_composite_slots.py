"""Composite values in a conversation: given, asked for part by part, put right, shown."""

import pytest

from domain.bot.form_lines import lines_of
from domain.desk.context import slots_of
from domain.dialogue.commands import AskApproval, CallTool, Say
from domain.dialogue.text.slot_values import fitted
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.crockery import FILES, buying, crockery, moving, said, written

BOTH = "I'd like two blue mugs and one plate"


def test_all_parts_of_one_message_are_read_and_the_missing_one_is_asked_for() -> None:
    """Of the right thing, with what there is to choose from."""
    talk = buying(BOTH)
    assert written(talk) == "2 mug blue, 1 plate"
    assert said(talk) == "Which colour should the plate be?"
    [question] = [c.reply for c in talk.commands if isinstance(c, Say)]
    assert question.quick_replies == ("blue", "red", "white")


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ((BOTH, "white"), "2 mug blue, 1 plate white"),
        ((BOTH, "in white please"), "2 mug blue, 1 plate white"),
        ((BOTH, "whte"), "2 mug blue, 1 plate white"),
        ((BOTH, "not red, white"), "2 mug blue, 1 plate white"),
        ((BOTH, "white, and make it three"), "2 mug blue, 3 plate white"),
        ((BOTH, "the plate in white and the mugs in red"), "2 mug red, 1 plate white"),
        ((BOTH, "white, and a red bowl too"), "2 mug blue, 1 plate white, 1 bowl red"),
        (("a mug and a plate", "both in red"), "1 mug red, 1 plate red"),
        (("a mug and a plate", "blue and white"), "1 mug blue, 1 plate white"),
        (("order crockery", BOTH, "red"), "2 mug blue, 1 plate red"),
        (("order crockery", "a blue mug"), "1 mug blue"),
    ],
)
def test_an_answer_goes_where_it_belongs(texts: tuple[str, ...], wanted: str) -> None:
    """Also more than was asked for, and one that is misspelt."""
    talk = buying(*texts)
    assert written(talk) == wanted
    assert said(talk).endswith("right?")


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("Ich hätte gern zwei blaue Tassen, einen Teller", "weiß"), "2 mug blue, 1 plate white"),
        (("drei Teller in Weiß", "nein, vier"), "4 plate white"),
        (("eine Schale, zwei Tassen", "alle in Rot"), "1 bowl red, 2 mug red"),
        (("zwei blaue Tassen und ein roter Teller", "ohne den Teller"), "2 mug blue"),
        (("zwei blaue Tassen", "und noch eine rote Schale"), "2 mug blue, 1 bowl red"),
        (("zwei blaue Tassen", "Tassen bitte doch in Weiß"), "2 mug white"),
    ],
)  # fmt: skip
def test_the_same_in_german(texts: tuple[str, ...], wanted: str) -> None:
    talk = buying(*texts, locale="de")
    assert written(talk) == wanted
    assert said(talk).endswith("richtig?")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("no, the plate in blue", "2 mug blue, 1 plate blue"),
        ("the plate should be white", "2 mug blue, 1 plate white"),
        ("three mugs", "3 mug blue, 1 plate red"),
        ("no, three mugs and a white plate", "3 mug blue, 1 plate white"),
        ("not red but white", "2 mug blue, 1 plate white"),
        ("without the plate", "2 mug blue"),
        ("no plate please", "2 mug blue"),
        ("actually a white bowl instead of the plate", "2 mug blue, 1 bowl white"),
        ("no, all in white", "2 mug white, 1 plate white"),
        ("yes, and a blue bowl", "2 mug blue, 1 plate red, 1 bowl blue"),
        ("and another red mug", "2 mug blue, 1 plate red, 1 mug red"),
    ],
)
def test_a_part_is_put_right_before_anything_is_ordered(text: str, wanted: str) -> None:
    """And confirmed anew: nothing is written on what was said before."""
    talk = buying("two blue mugs and one red plate", text)
    assert written(talk) == wanted
    assert said(talk).endswith("right?")
    assert not any(isinstance(command, CallTool) for command in talk.commands)


def test_whose_part_is_meant_is_asked() -> None:
    """Where a correction fits several things."""
    talk = buying("a blue mug and a red plate", "no, white")
    assert "Which of these do you mean?" in said(talk)
    [question] = [c.reply for c in talk.commands if isinstance(c, Say) and c.reply.quick_replies]
    assert question.quick_replies == ("1 white mug and 1 red plate", "1 blue mug and 1 white plate")
    talk.says("1 blue mug and 1 white plate")
    assert written(talk) == "1 mug blue, 1 plate white"


def test_it_is_shown_as_people_read_it_and_called_as_data() -> None:
    """A tool gets each thing with its parts by name."""
    talk = buying("two blue mugs and one red plate")
    assert said(talk) == "2 blue mug and 1 red plate, right?"
    talk.says("yes, two blue mugs and a red plate")
    [call] = [command for command in talk.commands if isinstance(command, CallTool)]
    assert call.arguments == {
        "items": [
            {"thing": "mug", "quantity": 2, "colour": "blue"},
            {"thing": "plate", "quantity": 1, "colour": "red"},
        ]
    }
    talk.succeeds({})
    assert said(talk) == "Ordered: 2 blue mug and 1 red plate."
    german = buying("zwei blaue Tassen und ein roter Teller", locale="de")
    assert said(german) == "2 Tasse in Blau und 1 Teller in Rot, richtig?"


def test_more_than_it_takes_is_told() -> None:
    """And nothing of it is kept, at the beginning or as an answer."""
    many = "a red mug, a blue mug, a white mug, a red plate, a blue plate"
    assert said(buying(many)) == said(buying("order crockery", many))
    talk = buying("order crockery", many)
    assert said(talk) == (
        "I can take 4 of them at a time. Which ones shall it be? What would you like?"
    )
    assert written(talk) == ""


def test_what_is_no_part_is_asked_for_again_and_given_up_after_three_times() -> None:
    talk = buying(BOTH)
    for _ in range(2):
        talk.says("purple")
        assert said(talk).endswith("Which colour should the plate be?")
    talk.says("purple")
    assert talk.state.question is not None
    assert "colleague" in said(talk)


def test_a_question_in_between_leaves_the_parts_as_they_are() -> None:
    """And the part is asked for again."""
    talk = buying(BOTH)
    talk.says("do you ship abroad?", answer="We do.")
    assert said(talk) == "We do. Back to your order: Which colour should the plate be?"
    talk.says("red")
    assert written(talk) == "2 mug blue, 1 plate red"


@pytest.mark.parametrize(
    ("first", "question"),
    [
        (BOTH, "how much is a red mug?"),
        (BOTH, "which sizes do the plates have?"),
        ("two blue mugs and a red plate", "are three red mugs cheaper?"),
        ("two blue mugs and a red plate", "was kostet eine weiße Tasse?"),
    ],
)
def test_a_question_about_a_thing_orders_none(first: str, question: str) -> None:
    """Whatever it names, also where a part is asked for."""
    talk = buying(first)
    before = written(talk)
    talk.says(question, answer="Ten euros.")
    assert written(talk) == before
    assert said(talk).startswith("Ten euros.")


@pytest.mark.parametrize("request_", ["can I have the plate in white?", "how about a white plate?"])
def test_a_wish_may_be_put_as_a_question(request_: str) -> None:
    talk = buying("two blue mugs and a red plate", request_)
    assert written(talk) == "2 mug blue, 1 plate white"


@pytest.mark.parametrize(
    ("texts", "locale", "wanted"),
    [
        (("move from Berlin to Hamburg on Friday",), "en", "berlin hamburg 2026-11-27"),
        (("I am moving to Hamburg", "Berlin", "on Friday"), "en", "berlin hamburg 2026-11-27"),
        (("a removal", "from Berlin", "Hamburg", "tomorrow"), "en", "berlin hamburg 2026-11-24"),
        (("a removal", "Berlin to Munich", "Friday"), "en", "berlin munich 2026-11-27"),
        (("Umzug am Freitag von Berlin", "nach München"), "de", "berlin munich 2026-11-27"),
        (("Umzug nach München", "ab Hamburg am Freitag"), "de", "hamburg munich 2026-11-27"),
    ],
)
def test_a_single_thing_is_asked_for_part_by_part(
    texts: tuple[str, ...], locale: str, wanted: str
) -> None:
    """What needs a word before it elsewhere does not where it was asked for."""
    talk = moving(*texts, locale=locale)
    assert written(talk, "journey") == wanted


def test_parts_of_a_single_thing_can_be_read_one_by_one() -> None:
    talk = moving("move from Berlin to Hamburg on Friday", "Munich")
    assert said(talk) == "berlin to hamburg: berlin hamburg 27 November 2026?"


def test_a_part_beyond_its_limits_is_refused_by_name() -> None:
    talk = moving("move from Berlin to Hamburg", "on 3 March 2025")
    assert said(talk).startswith("That's too early")
    assert written(talk, "journey") == "berlin hamburg"


@pytest.mark.parametrize("answer", ["Munich", "I pay in Munich on Monday"])
def test_an_answer_to_another_question_changes_no_part(answer: str) -> None:
    """Though it is a word of the same list."""
    talk = moving("move from Berlin to Hamburg on Friday", answer)
    assert written(talk, "journey") == "berlin hamburg 2026-11-27"
    assert talk.state.slots["city"] == "munich"


def test_agents_and_approvers_read_it_in_words() -> None:
    """In the tenant's first language, whatever the customer speaks."""
    talk = buying("zwei blaue Tassen und ein roter Teller", locale="de")
    [shown] = [
        one
        for one in slots_of(talk.state.model_dump(mode="json"), talk.bot)
        if one.name == "wanted"
    ]
    assert shown.value == "2 blue mug, 1 red plate"
    approving = FILES["flows/crockery.yaml"].replace(
        "    - call: place_order",
        "    - {approve: order, by: role:supervisor, show: [wanted]}\n    - call: place_order",
    )
    talk = Talk(a_bot({**FILES, "flows/crockery.yaml": approving}), locale="de")
    talk.says("zwei blaue Tassen", "buy")
    talk.says("ja")
    [asked] = [command for command in talk.commands if isinstance(command, AskApproval)]
    assert asked.shown == {"wanted": "2 blue mug"}


def test_what_may_be_left_out_is_not_completed_either() -> None:
    """A value with parts missing is none once it is skipped."""
    slots = FILES["slots.yaml"].replace("  ask: ask_wanted", "  ask: ask_wanted\n  optional: true")
    talk = Talk(a_bot({**FILES, "slots.yaml": slots}))
    talk.says("two blue mugs and one plate", "buy")
    assert said(talk).endswith("Which colour should the plate be?")
    talk.says("skip")
    assert written(talk) == ""
    assert said(talk).endswith("right?")


def test_it_is_asked_for_by_itself_and_in_no_form() -> None:
    """A field of a form has one value."""
    flow = crockery().flows["move"]
    assert [[*line] for line in lines_of(crockery(), flow.steps)] == [[1, 2]]


def test_a_conversation_does_not_move_to_a_bot_with_other_parts() -> None:
    """What it holds would be no value there."""
    talk = buying("two blue mugs and one plate")
    known = talk.state.slots["wanted"]
    assert fitted(crockery().slots["wanted"], known) == known
    slots = FILES["slots.yaml"].replace("    quantity: {slot: quantity, default: 1}\n", "")
    slots = slots.replace("{quantity} ", "")
    other = a_bot({**FILES, "slots.yaml": slots})
    assert fitted(other.slots["wanted"], known) is None
    assert fitted(crockery().slots["wanted"], known[0]) is None
    assert fitted(crockery().slots["wanted"], [{"thing": "cat"}]) is None
