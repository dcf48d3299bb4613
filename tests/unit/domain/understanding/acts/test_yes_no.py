"""A yes that is all that is said, and everything that only begins like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.acts.yes_no import restatable, whole_answer, without_yes, yes_or_no

QUESTION = restatable(
    "So we take back Espresso machine (order A100001) and refund you €129.90. Shall I go ahead?",
    "Return an item",
)
YES = """
yes|yes please|Yess|yeees|YES!!|yep|yup|jo|y|k|ok|okay then|sure|sure thing|yeah sure why not
continue|go for it|proceed|please procede|confrim|go ahead|do it|ok do it please|go|lets do it
yes please go ahead and refund it|yes, refund it|yes please return A100001|yes, take it back
yes refund me the 129.90|Yes, I want to return it|yup go ahead with the refund|yes, 129.90 euros
yes thats right|that's correct|yes i confirm|im sure|i am sure|yes of course|by all means
yes that would be great thanks|absolutely, thank you so much|sounds good to me|i'd like that, yes
yes for 129.90|ya go ahead|yes actually|thats what i want, yes|jep, mach hin|yes to the refund
no problem, go ahead|hell yes|oh yes please|right|perfect|agreed|👍|👍🏽|✅|👌 thanks|+1
ja|ja bitte|ja gerne, danke dir|jup mach mal|ja mach das|passt so|alles klar|klar|von mir aus
genau|stimmt so|ja doch|ja, in ordnung|einverstanden|kein problem, mach das|ja los|nur zu
"""
NO = """
no|nope|nah|no thanks|no thank you|nooo|not yet|not now thanks|i'd rather not|no way|never|n
please don't|no, please do not|don't|don't refund it|i do not want a refund|i don't want that
actually no|hmm no, better not|of course not|not ok|that's not right|ok no|👎|❌
no no no|please do not
nein|nein danke|nee|nö|lieber nicht|auf keinen fall|bitte nicht|nee lass mal|ich will das nicht
"""
OPEN = """
Yes, but not yet|yes but|Yes. But not now.|yes I know, but please don't|yes I know|👍 but not yet
yes, but I would rather have an exchange|yes, exchange it|yes but only one of them|yes, one
yes if it's free|yes, unless it costs|sure, once I have the label|yes, without the label
yes and also change my address
yes to my other card|yes please call me|yes, A100003|yes the other one
yes?|yes, how long does it take|right, so where is it|ok what about shipping|yes first tell me
go back|is it ok to refund|yes is that right|ist das ok so|passt das so|yes for free
yes so long as its quick|no wait, yes|ja sicher nicht|ok but no voucher|yes can i get a receipt
yes later|yes tomorrow|yes, on friday|ok wait|yes, hold on|yes 🤔|maybe|not sure|I guess so
yes only half|yes to half of it|yes, 50 euros|yes, refund 90|yep, just the mugs though|yes, both
yes and no|yeah no|yes ❌|do not continue, well yes|yes please cancel|yes in principle|go away
ja, aber|ja aber erst morgen|ja, aber nicht heute|ja wenn es nichts kostet|ja warte kurz
ja, nur die Hälfte|ok, dann lieber umtauschen|ja ich hab noch ne frage|ja schon|vielleicht
A100001|refund|thanks|please||?
"""
FRESH_OPEN = """
yes - but can you send it to my work address|yeah but hang on a sec|yes once the new one is here
sure, as long as shipping is free|yes please, and where is my other order|ok but I keep the cable
fine, provided that I get a receipt|ja, sofern das kostenlos ist|jo aber erst nächste woche
ja bitte und noch eine frage|ok, aber warte noch|klar, nur nicht heute|yes, to paypal please
"""
OFF_HAND = """
I'm good|I'm good thanks|im fine, thanks|don't worry|that's it, thanks|all good thanks|yeah right
das wars, danke|passt jetzt|ist jetzt ok|passt schon|na ja|na toll|na super|to hell with it, sure
you said yes|you want a yes|you may be right|I do want to be sure|I would do it
it's fine now|its good now, thanks|that works now|the espresso machine is ok|my order is fine
the espresso machine is great|I'll do it|I will do it|yes, I take that back|yes go back|be cool
it's ok, thanks|it's fine|that's ok, thank you|it said ok|good for you
yes and|ok and|ok so|yes so|right, so|ok well|ja und|ja oder
"""
"""They hold a yes, and turn down, doubt, report, or break off."""
SIGNS = """
yes ❔|yes ؟|yes ⸮|yes¿|yes 🙄|ja klar 🙄|yes 🖕|yes ✋|yes ⏳|yes ⛔|yes 🛑|~~yes~~|¬yes|≠yes
"""
STRUCK_OUT = "y\u0336", "y\u0336a\u0336", "k\u0335", "j\u0337a\u0337"
STILL_YES = """
yes that's it|yes, all good|I'm fine with that|I'm good to go|ja passt schon|just do it|ja so|ja gut
yes it's fine|yes, the order is right|I said yes|that's fine|that's ok|ok, it's fine, go ahead
ist gut, mach das|yes I'm sure|ok then|yes very well|yes, do so|mach das so|gut so|passt so|na gut
"""


def lines(table: str) -> list[str]:
    return [text for line in table.strip("\n").splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", lines(YES))
def test_a_yes_in_any_words_is_one(text: str) -> None:
    """
    Who has said "go for it" must not be asked again, nor have the return cancelled.
    """
    assert whole_answer(text, QUESTION) is True


@pytest.mark.parametrize("text", lines(NO))
def test_a_no_in_any_words_is_one(text: str) -> None:
    """
    A no is acted on at once.
    """
    assert whole_answer(text, QUESTION) is False


@pytest.mark.parametrize("text", lines(OPEN + FRESH_OPEN))
def test_anything_beside_the_yes_leaves_it_open(text: str) -> None:
    """
    A refund cannot be taken back: "yes, but not yet" pays nothing.
    """
    assert whole_answer(text, QUESTION) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("yes, I have it here in the drawer", True),
        ("ja, die habe ich noch", True),
        ("no, it is too expensive", False),
        ("nein, das ist mir zu teuer", False),
        ("yes but not the receipt", None),
        ("yes, I don't have it", None),
        ("yes, do I need it?", None),
        ("no, yes, wait", None),
    ],
)
def test_where_nothing_is_written_a_remark_may_follow(text: str, meaning: bool | None) -> None:  # noqa: FBT001
    """
    "Do you have the receipt?" may be answered in a sentence, but not against a negation.
    """
    assert yes_or_no(text) is meaning


def test_a_question_that_offers_two_things_is_not_restated_by_one() -> None:
    """
    "Refund or exchange?" is no question for yes, and "yes, exchange it" is no answer to it.
    """
    restated = restatable("Shall I refund it or exchange it?")
    assert whole_answer("yes exchange it", restated) is None
    assert whole_answer("yes", restated) is True


def test_what_follows_a_yes_is_read_for_itself() -> None:
    """
    "Yes, how long does it take" is a question, with or without its mark.
    """
    assert without_yes("Yes and how long does it take") == "how long does it take"


@given(st.sampled_from(lines(YES)), st.from_regex(r"(?:[bdfg][lrw]){2,4}", fullmatch=True))
def test_no_yes_survives_a_word_that_nobody_knows(said: str, word: str) -> None:
    """
    What is not understood may be a condition.
    """
    assert whole_answer(f"{said} {word}") is None
    assert whole_answer(f"{word} {said}") is None


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """
    And the whole answer is never against the lenient one.
    """
    whole = whole_answer(text)
    assert whole is None or yes_or_no(text) is whole


@pytest.mark.parametrize("text", [*lines(OFF_HAND), *lines(SIGNS), *STRUCK_OUT])
def test_a_yes_that_means_something_else_as_well_is_left_open(text: str) -> None:
    assert whole_answer(text, QUESTION) is not True


@pytest.mark.parametrize("text", lines(STILL_YES))
def test_a_yes_that_resembles_one_of_those_stays_a_yes(text: str) -> None:
    assert whole_answer(text, QUESTION) is True
